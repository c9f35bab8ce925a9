"""What a reader may see: the one door to anybody's photos, and to their pictures."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col

from familyapp.network import Membership, Reader, readable
from familyapp.photos.photo import Photo, PhotoImage, PhotoOk, Size


class Seen(NamedTuple):
    """A photo with what stands beside it, as one reader may know it."""

    id: UUID
    family_id: UUID
    author_id: UUID
    author: str
    audience: str
    caption: str
    page: int
    width: int
    height: int
    added_at: datetime
    withdrawn: bool
    ours: tuple[tuple[UUID, str], ...]
    """Who of the family says that these are their words, in the order in which they did."""


def photos_seen(session: Session, reader: Reader) -> list[Seen]:
    """The photos that this reader may see, newest paper first, the pages of one day in their order."""
    found = _seen(session, reader, col(Photo.withdrawn_at).is_(None))
    found.sort(key=lambda photo: (photo.page, photo.added_at))
    return sorted(found, key=lambda photo: photo.added_at.date(), reverse=True)


def one_photo(session: Session, reader: Reader, photo_id: UUID) -> Seen | None:
    """One photo by id, if this reader may see it; its author sees what they took back, too."""
    found = _seen(session, reader, col(Photo.id) == photo_id)
    return found[0] if found else None


def image_of(session: Session, reader: Reader, photo_id: UUID, size: Size) -> bytes | None:
    """The JPEG, if this reader may see the photo. One question: the picture is read only where they may."""
    return session.execute(
        sql_select(col(PhotoImage.jpeg))
        .join(Photo, col(Photo.id) == col(PhotoImage.photo_id))
        .where(readable(reader, Photo), col(Photo.id) == photo_id, col(PhotoImage.size) == size.value)
    ).scalar()


def count_photos(session: Session, reader: Reader) -> int:
    """How many photos this reader may see."""
    mine = sql_select(func.count()).where(readable(reader, Photo), col(Photo.withdrawn_at).is_(None))
    return session.execute(mine).scalar() or 0


def _seen(session: Session, reader: Reader, which: ColumnElement[bool]) -> list[Seen]:
    query = (
        sql_select(Photo, col(Membership.known_as))
        .join(Membership, _known(Photo.author_id))
        .where(readable(reader, Photo), which)
    )
    rows = session.execute(query).all()
    ours = _ours(session, [photo.id for photo, _ in rows])
    return [
        Seen(
            id=photo.id,
            family_id=photo.family_id,
            author_id=photo.author_id,
            author=author,
            audience=photo.audience,
            caption=photo.caption,
            page=photo.page,
            width=photo.width,
            height=photo.height,
            added_at=photo.added_at,
            withdrawn=photo.withdrawn_at is not None,
            ours=tuple(ours.get(photo.id, ())),
        )
        for photo, author in rows
    ]


def _ours(session: Session, photo_ids: list[UUID]) -> dict[UUID, list[tuple[UUID, str]]]:
    found: dict[UUID, list[tuple[UUID, str]]] = {}
    query = (
        sql_select(col(PhotoOk.photo_id), col(PhotoOk.person_id), col(Membership.known_as))
        .join(Photo, col(Photo.id) == col(PhotoOk.photo_id))
        .join(Membership, _known(PhotoOk.person_id))
        .where(col(PhotoOk.photo_id).in_(photo_ids))
        .order_by(col(PhotoOk.at))
    )
    for photo_id, person_id, name in session.execute(query) if photo_ids else ():
        found.setdefault(photo_id, []).append((person_id, name))
    return found


def _known(person: Any) -> ColumnElement[bool]:
    """By what name the photo's circle calls, or called, this person."""
    return and_(col(Membership.family_id) == col(Photo.family_id), col(Membership.person_id) == col(person))
