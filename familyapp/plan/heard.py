"""Heard: a worker says, deliberately, that they have read somebody's words. Contributors most want to know that.

With it one sentence may go back to the author. It is for the author and the workers who may read the words, whoever
else may read the words themselves. It is said once and stays as it is, for the worker too: the author may have read
it, and an answer that changes afterwards is worth less than one that could have been better put.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Text, UniqueConstraint, text
from sqlmodel import Field, Session, SQLModel, col, select, update

from familyapp import clock, journal
from familyapp.journal import Kind
from familyapp.network import Act, Audience, Reader, Thing, can
from familyapp.plan.words import Words, words_for_change
from familyapp.table import insert_once

MOST_IN_A_REPLY = 280
"""Letters in the sentence that goes back: one thought, no letter."""


class RepliedBefore(Exception):
    """This worker has said something else back to these words already."""


class Heard(SQLModel, table=True):
    """A worker says, deliberately, that they have read somebody's words. `reply` is '' when nothing went back."""

    __table_args__ = (UniqueConstraint("words_id", "worker_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    words_id: UUID = Field(foreign_key="words.id")
    family_id: UUID = Field(foreign_key="family.id", index=True)
    worker_id: UUID = Field(foreign_key="person.id")
    heard_at: datetime = Field(default_factory=clock.now)
    reply: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": text("''")})


def mark_heard(session: Session, reader: Reader, words_id: UUID, reply: str = "") -> Words:
    """A worker has read this and says so, perhaps with a sentence; the author is told. Twice is once.

    The sentence may also follow later. Raises NotYours, or RepliedBefore when another one went back already.
    """
    words = words_for_change(session, reader, words_id, Act.HEAR)
    new = Heard(words_id=words.id, family_id=words.family_id, worker_id=reader.person_id, reply=reply)
    if insert_once(session, Heard, new.model_dump(), ["words_id", "worker_id"]):
        _write(session, reader, words, Audience(words.audience))
    elif reply:
        _reply_later(session, reader, words, reply)
    return words


def _reply_later(session: Session, reader: Reader, words: Words, reply: str) -> None:
    mine = (col(Heard.words_id) == words.id, col(Heard.worker_id) == reader.person_id)
    said = update(Heard).where(*mine, col(Heard.reply) == "").values(reply=reply).returning(col(Heard.id))
    if session.execute(said).first() is not None:
        # That it was heard was told before. This is news for those alone who can read the sentence.
        _write(session, reader, words, Audience.WORKER)
    elif session.exec(select(Heard.reply).where(*mine)).one() != reply:
        raise RepliedBefore


def _write(session: Session, reader: Reader, words: Words, audience: Audience) -> None:
    journal.write(
        session,
        Kind.HEARD,
        actor_id=reader.person_id,
        family_id=words.family_id,
        author_id=words.author_id,
        audience=audience,
        thing_id=words.id,
    )


def may_read_reply(reader: Reader, author_id: UUID) -> bool:
    """Whether what went back to this author is for this reader, too, who may read the words themselves."""
    return can(reader, Act.READ, Thing(reader.family_id, author_id, Audience.WORKER))
