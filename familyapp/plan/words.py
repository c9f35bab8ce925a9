"""Words: what a person said in a box of the plan. Strengths and "when it's better" are boxes like the others.

Nobody edits another's words; what the author changes or takes back stays in the record (PRACTICE.md).
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, Index, Text, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from familyapp import clock, journal
from familyapp.journal import Kind, OtherWords, give_receipt
from familyapp.network import READS, Act, Audience, Part, Reader, Thing, can
from familyapp.plan.pathway import LEAST, MOST, PLACES, PlaceKey, ScaleKey
from familyapp.table import Word, insert_once

MOST_LETTERS = 4000


class NotYours(Exception):
    """The reader may not do this. Answered like something that is not there."""


class Stale(Exception):
    """The words were changed on another phone meanwhile."""


class Words(SQLModel, table=True):
    """What one person said in one box. The phone gives the id at the moment of sending."""

    __table_args__ = (Index("ix_words_family_id_written_at", "family_id", "written_at"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    family_id: UUID = Field(foreign_key="family.id")
    box: PlaceKey = Field(sa_type=Word)
    author_id: UUID = Field(foreign_key="person.id", index=True)
    child_id: UUID | None = Field(default=None, foreign_key="child.id")
    text: str = Field(sa_type=Text)
    audience: Audience = Field(sa_type=Word)
    about: list[str] = Field(default_factory=list, sa_type=JSON)
    number: int | None = None
    """What was given on a scale, LEAST to MOST. None in a box."""
    pictures: list[str] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    """The pictures that a child chose, by name. None when there was nothing to choose."""
    written_at: datetime = Field(default_factory=clock.now)
    revision: int = 1
    withdrawn_at: datetime | None = None

    def thing(self) -> Thing:
        """These words as the permission rules see them."""
        return Thing(
            self.family_id,
            self.author_id,
            Audience(self.audience),
            self.withdrawn_at is not None,
            PLACES[self.box].filled_by,
        )


class Revision(SQLModel, table=True):
    """Words as they stood before a change."""

    __table_args__ = (UniqueConstraint("words_id", "number"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    words_id: UUID = Field(foreign_key="words.id")
    number: int
    text: str = Field(sa_type=Text)
    audience: Audience = Field(sa_type=Word)
    ended_at: datetime = Field(default_factory=clock.now)


def add_words(
    session: Session,
    reader: Reader,
    box: PlaceKey,
    text: str,
    audience: Audience,
    *,
    id: UUID | None = None,
    child_id: UUID | None = None,
    about: list[str] | None = None,
    number: int | None = None,
    pictures: list[str] | None = None,
    besides: list[str] | None = None,
    written_at: datetime | None = None,
) -> Words:
    """Keeps what a person said, once: the same id with the same words is answered with what is kept.

    On a scale a `number` from LEAST to MOST counts, and `text` may be empty. `besides`: what another noun keeps with
    them. `written_at` is for the demo's past. Raises NotYours when the box is not theirs to fill, OtherWords when
    the id stands for something else, ValueError for a number where none belongs or none where one does.
    """
    if isinstance(box, ScaleKey) != (number is not None) or not LEAST <= (number or LEAST) <= MOST:
        raise ValueError("a scale takes a number from 0 to 10, and a box none")
    thing = Thing(reader.family_id, reader.person_id, audience, filled_by=PLACES[box].filled_by)
    if not can(reader, Act.ADD, thing):
        raise NotYours
    who, said_by = (str(reader.family_id), str(reader.person_id)), str(child_id or "")
    sent: list[object] = [*who, box, text, audience, said_by, about or []]
    # What older versions took has the digest that it had then.
    sent += [number, *(pictures or [])] if number is not None or pictures else []
    sent += besides or []
    if id is not None and not give_receipt(session, id, reader.person_id, sent):
        return session.get_one(Words, id)
    words = Words(
        id=id or uuid4(),
        family_id=reader.family_id,
        box=box,
        author_id=reader.person_id,
        child_id=child_id,
        text=text,
        audience=audience,
        about=about or [],
        number=number,
        pictures=pictures or None,
    )
    if written_at is not None:
        words.written_at = written_at
    if not insert_once(session, Words, words.model_dump(), ["id"]):
        raise OtherWords
    journal.write(
        session,
        Kind.WORDS_ADDED,
        actor_id=reader.person_id,
        family_id=reader.family_id,
        audience=audience,
        thing_id=words.id,
    )
    return words


def words_for_change(session: Session, reader: Reader, words_id: UUID, act: Act) -> Words:
    """The words, locked until the end of the transaction, if the reader may do this act to them; else NotYours."""
    words = session.exec(select(Words).where(col(Words.id) == words_id).with_for_update()).one_or_none()
    if words is None or not can(reader, act, words.thing()):
        raise NotYours
    return words


def change_words(
    session: Session, reader: Reader, words_id: UUID, text: str, based_on: int, *, id: UUID | None = None
) -> Words:
    """The author says it differently; the earlier text is kept. Raises NotYours, or Stale when `based_on` is old.

    With the phone's `id` for the change, sending it again is answered with the words as they stand now, even when
    another phone has changed them since; OtherWords when that id stands for something else. What stands there
    already is no change, so that a phone without a name for it may send the same again, too.
    """
    words = words_for_change(session, reader, words_id, Act.CHANGE)
    sent = ["change", str(words_id), str(reader.person_id), text, based_on]
    if id is not None and not give_receipt(session, id, reader.person_id, sent):
        return words
    if words.text == text:
        return words
    if words.revision != based_on:
        raise Stale
    _keep_revision(session, words)
    words.text = text
    session.add(words)
    _write(session, words, Kind.WORDS_CHANGED)
    return words


def widens(old: Audience, new: Audience) -> bool:
    """Whether somebody could read the words under the new audience who could not under the old one."""
    return bool(_parts_reading(new) - _parts_reading(old))


def _parts_reading(audience: Audience) -> set[Part]:
    return {part for part, audiences in READS.items() if audience in audiences}


def move_words(session: Session, reader: Reader, words_id: UUID, audience: Audience) -> Words:
    """Changes for whom the words are. At once, and silently: nobody is told that something went away."""
    words = words_for_change(session, reader, words_id, Act.CHANGE)
    before = Audience(words.audience)
    if before == audience:
        return words
    _keep_revision(session, words)
    words.audience = audience
    session.add(words)
    session.flush()
    if words.withdrawn_at is None:
        journal.move_audience(session, words.id, audience, words.author_id)
        _tick(session, words, before)
        _tick(session, words, audience)
    return words


def withdraw_words(session: Session, reader: Reader, words_id: UUID) -> Words:
    """The author takes the words back: from now on nobody else can read them. They stay in the record."""
    words = words_for_change(session, reader, words_id, Act.CHANGE)
    if words.withdrawn_at is None:
        words.withdrawn_at = clock.now()
        session.add(words)
        session.flush()
        journal.move_audience(session, words.id, Audience.ME, words.author_id)
        _tick(session, words, Audience(words.audience))
    return words


def put_back_words(session: Session, reader: Reader, words_id: UUID) -> Words:
    """Undoes taking back: the words stand where they stood, for the same people."""
    words = words_for_change(session, reader, words_id, Act.CHANGE)
    if words.withdrawn_at is not None:
        words.withdrawn_at = None
        session.add(words)
        session.flush()
        journal.move_audience(session, words.id, Audience(words.audience), words.author_id)
        _tick(session, words, Audience(words.audience))
    return words


def revisions_of(session: Session, words: Words) -> list[Revision]:
    """How the words stood before, newest first. For their author only."""
    return list(
        session.exec(
            select(Revision).where(col(Revision.words_id) == words.id).order_by(col(Revision.number).desc())
        ).all()
    )


def _keep_revision(session: Session, words: Words) -> None:
    session.add(Revision(words_id=words.id, number=words.revision, text=words.text, audience=words.audience))
    words.revision += 1


def _write(session: Session, words: Words, kind: Kind) -> None:
    session.flush()
    journal.write(
        session,
        kind,
        actor_id=words.author_id,
        family_id=words.family_id,
        audience=Audience(words.audience) if words.withdrawn_at is None else Audience.ME,
        thing_id=words.id,
    )


def _tick(session: Session, words: Words, audience: Audience) -> None:
    # A silent line for those whose page has just changed, so that their kept copy is known to be old. It names
    # no thing: it must stay with its audience when the words move on.
    journal.write(
        session, Kind.WORDS_MOVED, actor_id=words.author_id, family_id=words.family_id, audience=audience
    )
