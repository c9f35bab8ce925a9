"""Heard: a worker says, deliberately, that they have read somebody's words. Contributors most want to know that."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel

from familyapp import clock, journal
from familyapp.journal import Kind
from familyapp.network import Act, Audience, Reader
from familyapp.plan.words import Words, words_for_change
from familyapp.table import insert_once


class Heard(SQLModel, table=True):
    """A worker says, deliberately, that they have read somebody's words."""

    __table_args__ = (UniqueConstraint("words_id", "worker_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    words_id: UUID = Field(foreign_key="words.id")
    family_id: UUID = Field(foreign_key="family.id", index=True)
    worker_id: UUID = Field(foreign_key="person.id")
    heard_at: datetime = Field(default_factory=clock.now)


def mark_heard(session: Session, reader: Reader, words_id: UUID) -> Words:
    """A worker has read this and says so; the author is told. Saying it twice is saying it once."""
    words = words_for_change(session, reader, words_id, Act.HEAR)
    values = Heard(words_id=words.id, family_id=words.family_id, worker_id=reader.person_id).model_dump()
    if insert_once(session, Heard, values, ["words_id", "worker_id"]):
        journal.write(
            session,
            Kind.HEARD,
            actor_id=reader.person_id,
            family_id=words.family_id,
            author_id=words.author_id,
            audience=Audience(words.audience),
            thing_id=words.id,
        )
    return words
