"""A photo of the paper: who took it, for whom it is, which page it shows, and who says that it shows their words."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import Index, LargeBinary, Text, UniqueConstraint, delete
from sqlmodel import Field, Session, SQLModel, col, select

from familyapp import clock, journal
from familyapp.journal import Kind, OtherWords, give_receipt
from familyapp.network import KEPT_CLOSE, Act, Audience, Part, Reader, Thing, can
from familyapp.photos.developing import Developed
from familyapp.table import Word, insert_once

MOST_LETTERS = 300
"""In what is said about a photo."""
MOST_PAGES = 40
READERS = tuple(each for each in Audience if each not in KEPT_CLOSE)
"""For whom a photo may be. What is for the workers or oneself alone is written in words, not hung on a wall."""


class NotYours(Exception):
    """The reader may not do this. Answered like something that is not there."""


class Size(StrEnum):
    """The two sizes in which a photo is kept."""

    LARGE = "large"
    SMALL = "small"


class Photo(SQLModel, table=True):
    """One page of paper, photographed. The phone gives the id at the moment of sending."""

    __table_args__ = (Index("ix_photo_family_id_added_at", "family_id", "added_at"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    family_id: UUID = Field(foreign_key="family.id")
    author_id: UUID = Field(foreign_key="person.id", index=True)
    audience: Audience = Field(sa_type=Word)
    caption: str = Field(sa_type=Text)
    page: int = 1
    width: int
    height: int
    """Of the large one, in pixels, so that its place on a page is known before it is there."""
    added_at: datetime = Field(default_factory=clock.now)
    withdrawn_at: datetime | None = None

    def thing(self) -> Thing:
        """This photo as the permission rules see it."""
        return Thing(
            self.family_id, self.author_id, Audience(self.audience), withdrawn=self.withdrawn_at is not None
        )


class PhotoImage(SQLModel, table=True):
    """The picture itself, in a table of its own: a list of photos never reads it."""

    photo_id: UUID = Field(foreign_key="photo.id", primary_key=True)
    size: Size = Field(sa_type=Word, primary_key=True)
    jpeg: bytes = Field(sa_type=LargeBinary)


class PhotoOk(SQLModel, table=True):
    """That somebody of the family says: these are our words."""

    __table_args__ = (UniqueConstraint("photo_id", "person_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    photo_id: UUID = Field(foreign_key="photo.id")
    person_id: UUID = Field(foreign_key="person.id", index=True)
    at: datetime = Field(default_factory=clock.now)


def add_photo(
    session: Session,
    reader: Reader,
    developed: Developed,
    audience: Audience,
    *,
    caption: str = "",
    page: int = 1,
    id: UUID | None = None,
    added_at: datetime | None = None,
) -> Photo:
    """Keeps a photo, once: the same id with the same picture is answered with what is kept.

    `added_at` is for the demo's invented past only. Raises NotYours for who may add nothing here, OtherWords when
    the id stands for something else already, and ValueError for an audience that no photo has.
    """
    if audience not in READERS:
        raise ValueError("a photo is for more than a few")
    if not can(reader, Act.ADD, Thing(reader.family_id, reader.person_id, audience)):
        raise NotYours
    who = (str(reader.family_id), str(reader.person_id))
    sent = ["photo", *who, developed.digest, caption, page, audience]
    if id is not None and not give_receipt(session, id, reader.person_id, sent):
        return session.get_one(Photo, id)
    photo = Photo(
        id=id or uuid4(),
        family_id=reader.family_id,
        author_id=reader.person_id,
        audience=audience,
        caption=caption,
        page=page,
        width=developed.width,
        height=developed.height,
        added_at=added_at or clock.now(),
    )
    if not insert_once(session, Photo, photo.model_dump(), ["id"]):
        raise OtherWords
    session.add(PhotoImage(photo_id=photo.id, size=Size.LARGE, jpeg=developed.large))
    session.add(PhotoImage(photo_id=photo.id, size=Size.SMALL, jpeg=developed.small))
    session.flush()
    _write(session, photo, Kind.PHOTO_ADDED, reader.person_id)
    return photo


def photo_for_change(session: Session, reader: Reader, photo_id: UUID, act: Act) -> Photo:
    """The photo, locked until the end of the transaction, if the reader may do this act to it; else NotYours."""
    photo = session.exec(select(Photo).where(col(Photo.id) == photo_id).with_for_update()).one_or_none()
    if photo is None or not can(reader, act, photo.thing()):
        raise NotYours
    return photo


def withdraw_photo(session: Session, reader: Reader, photo_id: UUID) -> Photo:
    """Its author takes the photo back: from now on nobody else can see it. It stays in the record."""
    photo = photo_for_change(session, reader, photo_id, Act.CHANGE)
    if photo.withdrawn_at is None:
        photo.withdrawn_at = clock.now()
        _moved(session, photo, Audience.ME)
    return photo


def put_back_photo(session: Session, reader: Reader, photo_id: UUID) -> Photo:
    """Undoes taking back: the same people see it again."""
    photo = photo_for_change(session, reader, photo_id, Act.CHANGE)
    if photo.withdrawn_at is not None:
        photo.withdrawn_at = None
        _moved(session, photo, Audience(photo.audience))
    return photo


def say_ours(session: Session, reader: Reader, photo_id: UUID) -> Photo:
    """Somebody of the family says that these are their words. Saying it twice is saying it once."""
    photo = _of_the_family(session, reader, photo_id)
    ok = PhotoOk(photo_id=photo.id, person_id=reader.person_id)
    if insert_once(session, PhotoOk, ok.model_dump(), ["photo_id", "person_id"]):
        _write(session, photo, Kind.PHOTO_OK, reader.person_id)
    return photo


def take_back_ours(session: Session, reader: Reader, photo_id: UUID) -> Photo:
    """They do not say so any more. Silently: what they said stays their own."""
    photo = _of_the_family(session, reader, photo_id)
    session.execute(
        delete(PhotoOk).where(col(PhotoOk.photo_id) == photo.id, col(PhotoOk.person_id) == reader.person_id)
    )
    _tick(session, photo)
    return photo


def _of_the_family(session: Session, reader: Reader, photo_id: UUID) -> Photo:
    photo = photo_for_change(session, reader, photo_id, Act.READ)
    if reader.part is not Part.FAMILY or photo.withdrawn_at is not None:
        raise NotYours
    return photo


def _moved(session: Session, photo: Photo, audience: Audience) -> None:
    session.add(photo)
    session.flush()
    journal.move_audience(session, photo.id, audience, photo.author_id)
    _tick(session, photo)


def _tick(session: Session, photo: Photo) -> None:
    # A silent line for those whose pages have just changed. It names no thing: it stays with its audience.
    journal.write(
        session,
        Kind.WORDS_MOVED,
        actor_id=photo.author_id,
        family_id=photo.family_id,
        audience=Audience(photo.audience),
    )


def _write(session: Session, photo: Photo, kind: Kind, actor_id: UUID) -> None:
    journal.write(
        session,
        kind,
        actor_id=actor_id,
        family_id=photo.family_id,
        author_id=photo.author_id,
        audience=Audience(photo.audience),
        thing_id=photo.id,
    )
