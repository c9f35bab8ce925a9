""" "This is our plan": what stands for everyone is kept as a dated version, and everyone is asked to answer."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Session, col, select

from familyapp import clock, journal
from familyapp.journal import Kind, OtherWords, give_receipt
from familyapp.network import Act, Family, Reader, Thing, can, children_of, circle_of, family_called
from familyapp.plan.answer import keep_answer
from familyapp.plan.standing import Standing, digest_of, stands_now
from familyapp.plan.version import Version, VersionEntry, newest_version
from familyapp.plan.words import NotYours
from familyapp.table import insert_once


class MovedOn(Exception):
    """Something was added, changed or taken away since the plan was looked at, or somebody else was quicker."""


class NothingStands(Exception):
    """There is nothing in the plan that everybody can read: nothing to agree to."""


def may_make_version(reader: Reader) -> bool:
    """Whether this person may say for the circle that this is the plan."""
    return can(reader, Act.ARRANGE, Thing(reader.family_id, reader.person_id))


def seen(session: Session, reader: Reader, standing: list[Standing]) -> str:
    """What this reader has before them when they say that this is the plan, in short."""
    family, newest = family_called(session, reader.family_id), newest_version(session, reader)
    name = family.name if family else ""
    return digest_of(standing, name, _children(session, reader), newest.id if newest else None)


def make_version(
    session: Session,
    reader: Reader,
    has_seen: str,
    *,
    id: UUID | None = None,
    sign_in_id: UUID | None = None,
) -> Version:
    """Keeps what stands now as the next version, to which whoever makes it agrees, and asks everybody else.

    `has_seen` is `seen` of what they had before them. Raises NotYours, MovedOn when that is not what stands now,
    NothingStands, and OtherWords when `id` already stands for something else.
    """
    if not may_make_version(reader):
        raise NotYours
    # Two who press at once are brought into a row here: the second sees the version of the first.
    session.exec(select(Family.id).where(Family.id == reader.family_id).with_for_update(key_share=True)).all()
    sent = ["version", str(reader.family_id), str(reader.person_id), has_seen]
    if id is not None and not give_receipt(session, id, reader.person_id, sent):
        return session.get_one(Version, id)
    standing = stands_now(session, reader)
    if seen(session, reader, standing) != has_seen:
        raise MovedOn
    version = keep_version(session, reader, standing, id=id)
    keep_answer(session, version.id, reader.person_id, agrees=True, sign_in_id=sign_in_id)
    journal.write(
        session,
        Kind.PLAN_AGREED_ON,
        actor_id=reader.person_id,
        family_id=reader.family_id,
        thing_id=version.id,
    )
    return version


def keep_version(
    session: Session,
    reader: Reader,
    standing: list[Standing],
    *,
    id: UUID | None = None,
    made_at: datetime | None = None,
) -> Version:
    """The next version of the plan, and a question to everybody in the circle. `made_at` is for the demo's past only.

    Raises NothingStands, and OtherWords when `id` is another version's.
    """
    if not standing:
        raise NothingStands
    newest, family = newest_version(session, reader), family_called(session, reader.family_id)
    version = Version(
        id=id or uuid4(),
        family_id=reader.family_id,
        number=newest.number + 1 if newest else 1,
        name=family.name if family else "",
        children=_children(session, reader),
        made_by=reader.person_id,
        made_at=made_at or clock.now(),
    )
    if not insert_once(session, Version, version.model_dump(), ["id"]):
        raise OtherWords
    session.add_all(
        VersionEntry(
            version_id=version.id,
            position=position,
            place=each.place,
            words_id=each.words_id,
            revision=each.revision,
            agreed_id=each.agreed_id,
            state=each.state,
        )
        for position, each in enumerate(standing)
    )
    session.flush()
    for person in circle_of(session, reader.family_id):
        keep_answer(session, version.id, person.person.id, agrees=None)
    return session.exec(select(Version).where(col(Version.id) == version.id)).one()


def _children(session: Session, reader: Reader) -> list[str]:
    return [child.called for child in children_of(session, reader.family_id)]
