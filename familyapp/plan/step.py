"""Steps: what we do, who does it, by when or how often, and how far it has come.

A step is words in "How will we do it?" with a few facts beside them: it is read, changed, heard and taken back as all
words are. Whoever does it moves it on, and so does whoever wrote it, a lead or a worker.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import and_
from sqlmodel import Field, Session, SQLModel, col, select

from familyapp import clock, journal
from familyapp.journal import Kind, give_receipt
from familyapp.network import KEPT_CLOSE, Act, Audience, Membership, Part, Reader, can, membership_of
from familyapp.plan.pathway import BoxKey
from familyapp.plan.words import NotYours, Words, add_words, words_for_change
from familyapp.table import Word

MOST_ABOUT_WHO = 80
MOST_ABOUT_HOW_OFTEN = 80


class StepState(StrEnum):
    """How far a step has come."""

    TODO = "todo"
    DOING = "doing"
    DONE = "done"
    NOT_NOW = "not_now"


OPEN = frozenset({StepState.TODO, StepState.DOING})
"""What somebody is still to do."""


class Step(SQLModel, table=True):
    """What stands beside the words of a step."""

    words_id: UUID = Field(primary_key=True, foreign_key="words.id")
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    """Who does it, if that is one person of the circle."""
    who: str = Field(default="", max_length=MOST_ABOUT_WHO)
    """Who else does it, or who does it, in words."""
    by_when: date | None = None
    how_often: str = Field(default="", max_length=MOST_ABOUT_HOW_OFTEN)
    change_id: UUID | None = Field(default=None, foreign_key="words.id")
    """The words about a change from which it follows."""
    state: StepState = Field(default=StepState.TODO, sa_type=Word)
    moved_by: UUID | None = Field(default=None, foreign_key="person.id")
    moved_at: datetime | None = None
    moved_id: UUID | None = None
    """The newest of its moves."""


class StepMove(SQLModel, table=True):
    """That somebody said how far a step has come. Never changed: who thinks otherwise says so anew."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    step_id: UUID = Field(foreign_key="step.words_id", index=True)
    person_id: UUID = Field(foreign_key="person.id")
    state: StepState = Field(sa_type=Word)
    at: datetime = Field(default_factory=clock.now)


class StepFacts(NamedTuple):
    """A step as one reader may know it. `change_id` is None, too, for a change that they may not read."""

    state: StepState
    person_id: UUID | None
    person: str
    """What the circle calls `person_id`, '' for nobody."""
    who: str
    by_when: date | None
    how_often: str
    change_id: UUID | None
    moved_by: str
    moved_at: datetime | None
    moved_id: UUID | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is to do a step, by when or how often, and the change that it follows from. All of it may be left out."""

    person_id: UUID | None = None
    who: str = ""
    by_when: date | None = None
    how_often: str = ""
    change_id: UUID | None = None

    def sent(self) -> list[str]:
        """The same for a receipt. Its form never changes."""
        facts = (self.person_id, self.who, self.by_when, self.how_often, self.change_id)
        return ["step", *("" if fact is None else str(fact) for fact in facts)]


def add_step(
    session: Session,
    reader: Reader,
    text: str,
    audience: Audience,
    asked: Asked,
    *,
    id: UUID | None = None,
    written_at: datetime | None = None,
) -> Words:
    """Keeps a step, once, and tells whoever is asked to do it, if they may read it.

    Raises NotYours when they are not in the circle or the change is not the reader's to read, and OtherWords when
    the id already stands for something else; what was written then is to be rolled back. `written_at` is for the
    demo's invented past only.
    """
    words = add_words(
        session,
        reader,
        BoxKey.HOW,
        text,
        audience,
        id=id,
        besides=asked.sent(),
        written_at=written_at,
    )
    if session.get(Step, words.id) is not None:
        return words
    # Asked after that: what is kept already is answered with what is kept, whoever has left since.
    member = membership_of(session, asked.person_id, reader.family_id) if asked.person_id else None
    if (asked.person_id and member is None) or not _may_follow(session, reader, asked.change_id):
        raise NotYours
    session.add(
        Step(
            words_id=words.id,
            person_id=asked.person_id,
            who=asked.who,
            by_when=asked.by_when,
            how_often=asked.how_often,
            change_id=asked.change_id,
        )
    )
    session.flush()
    is_another = member is not None and member.person_id != reader.person_id
    if member is not None and is_another and can(member.reader(), Act.READ, words.thing()):
        _tell(session, reader, words, Kind.STEP_GIVEN, member.person_id)
    return words


def _may_follow(session: Session, reader: Reader, change_id: UUID | None) -> bool:
    if change_id is None:
        return True
    change = session.get(Words, change_id)
    return change is not None and change.box == BoxKey.CHANGES and can(reader, Act.READ, change.thing())


def may_move(reader: Reader, author_id: UUID, person_id: UUID | None) -> bool:
    """Whether this reader, who may read a step, may say how far it has come. Pure."""
    own = reader.person_id in {author_id, person_id}
    return reader.part is not None and (own or reader.is_lead or reader.part is Part.WORKER)


def move_step(
    session: Session,
    reader: Reader,
    step_id: UUID,
    state: StepState,
    *,
    id: UUID | None = None,
    at: datetime | None = None,
) -> Words:
    """Says how far a step has come; the same id again is answered with the step as it stands now.

    Saying what stands there already keeps and tells nothing. Raises NotYours for what is no step, taken back, or
    not theirs to move, and OtherWords when the id already stands for something else. `at` is for the demo's invented
    past only.
    """
    words = words_for_change(session, reader, step_id, Act.READ)
    step = session.get(Step, step_id)
    if (
        step is None
        or words.withdrawn_at is not None
        or not may_move(reader, words.author_id, step.person_id)
    ):
        raise NotYours
    sent = ["tick", str(step_id), str(reader.person_id), state]
    if id is not None and not give_receipt(session, id, reader.person_id, sent):
        return words
    if step.state == state:
        return words
    move = StepMove(id=id or uuid4(), step_id=step_id, person_id=reader.person_id, state=state)
    move.at = at or move.at
    step.state, step.moved_by, step.moved_at, step.moved_id = state, reader.person_id, move.at, move.id
    session.add_all([move, step])
    session.flush()
    _tell(session, reader, words, Kind.STEP_MOVED, words.author_id)
    if step.person_id is not None and step.person_id != reader.person_id:
        asked = membership_of(session, step.person_id, words.family_id)
        if asked is not None and can(asked.reader(), Act.READ, words.thing()):
            _tell(session, reader, words, Kind.STEP_OF_THEIRS_MOVED, asked.person_id)
    return words


def _tell(session: Session, reader: Reader, words: Words, kind: Kind, whose: UUID) -> None:
    journal.write(
        session,
        kind,
        actor_id=reader.person_id,
        family_id=words.family_id,
        # What is for so few people is its author's and theirs alone, whoever is to do it.
        author_id=words.author_id if words.audience in KEPT_CLOSE else whose,
        audience=Audience(words.audience),
        thing_id=words.id,
    )


def moves_of(session: Session, step_id: UUID) -> list[tuple[str, str, datetime]]:
    """How far a step has come, who said so, and when, newest first. For whoever may read the step."""
    moves = (
        select(StepMove.state, Membership.known_as, StepMove.at)
        .join(Words, col(Words.id) == col(StepMove.step_id))
        .join(
            Membership,
            and_(
                col(Membership.family_id) == col(Words.family_id),
                col(Membership.person_id) == col(StepMove.person_id),
            ),
        )
        .where(col(StepMove.step_id) == step_id)
    )
    return list(session.exec(moves.order_by(col(StepMove.at).desc(), col(StepMove.id))).all())
