"""Holds a policy, the real one or one with a mistake in it, against the table; says in words where they differ."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import product
from types import ModuleType
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session, col, select

from familyapp.journal import Happening
from familyapp.network import Membership
from familyapp.plan import PLACES, Words
from tests.access import table
from tests.access.circle import Spoken

HERE, ELSEWHERE = uuid4(), uuid4()
PEOPLE = {role: uuid4() for role in table.rows_of(table.ROLES)}


def reader_in(policy: ModuleType, role: str, person: UUID | None = None, **family: UUID) -> Any:
    """The role as the policy sees it. Whoever is signed out is nobody in the circle."""
    row = table.rows_of(table.ROLES)[role]
    home = family.get("elsewhere", ELSEWHERE) if role == "stranger" else family.get("here", HERE)
    part = None if row["part"] == "-" else policy.Part(row["part"])
    return policy.Reader(person or PEOPLE[role], home, part, row["lead"] == "yes")


def disagreements(policy: ModuleType) -> Iterator[str]:
    """Every place in which `can` differs from the table."""
    for role in PEOPLE:
        reader = reader_in(policy, role)
        for act, thing, expected, what in _questions(policy, role):
            if policy.can(reader, act, thing) is not expected:
                yield f"{role}: {act} {what} should be {expected}"
    for row, (column, at) in product(table.rows_of(table.STAYS), table.MOMENTS.items()):
        until = table.OVER if row == "covering" else None
        if policy.is_in(None, until, at) is not table.yes(table.STAYS, row, column):
            yield f"{row}: in the circle {column}"
        if policy.is_in(at - timedelta(days=1), until, at) is not table.yes(table.STAYS, row, "taken out"):
            yield f"{row}: in the circle {column} after being taken out"
    if ", ".join(sorted(policy.READING_ACTS)) != table.READING_ACTS:
        yield "other acts only read"
    if ", ".join(policy.KEPT_CLOSE) != table.KEPT_CLOSE:
        yield "other words are kept close"


def _questions(policy: ModuleType, role: str) -> Iterator[tuple[Any, Any, bool, str]]:
    act = policy.Act
    for author, person in PEOPLE.items():
        home = ELSEWHERE if author == "stranger" else HERE
        for audience, taken_back in table.KINDS:
            thing = policy.Thing(home, person, policy.Audience(audience), taken_back)
            what = f"the words of {author} for {audience}{', taken back' * taken_back}"
            reads = table.may_read(role, author, audience, taken_back=taken_back)
            yield act.READ, thing, reads, what
            if author == "stranger" and role == "stranger":
                continue
            column = table.TAKEN_BACK if taken_back else audience
            hears = author not in {role, "stranger"} and table.yes(table.HEARS, role, column)
            yield act.HEAR, thing, hears, what
            changes = author != "stranger" and table.yes(
                table.CHANGES, role, "own" if role == author else "others'"
            )
            yield act.CHANGE, thing, changes, what
    for key, place in PLACES.items():
        filled_by = frozenset(policy.Part(part) for part in place.filled_by)
        thing = policy.Thing(HERE, PEOPLE[role], filled_by=filled_by)
        yield act.ADD, thing, table.may_add(role, key), f"to {key}"
    own, another = policy.Thing(HERE, PEOPLE[role]), policy.Thing(HERE, uuid4())
    for name in ("arrange", "agree", "invite", "suggest", "remove", "leave"):
        yield act(name), own, table.yes(table.ASKS, role, name), "in the circle"
    yield act.CONFIRM, own, table.yes(table.ASKS, role, "confirm own"), "own"
    yield act.CONFIRM, another, table.yes(table.ASKS, role, "confirm another's"), "another's"
    # Nobody opens a family, signs in or looks round by leave of a circle.
    for name in ("open", "sign in", "self", "look"):
        yield act(name), own, False, "by leave of a circle"


def stays_disagreements(
    policy: ModuleType, session: Session, people: dict[str, tuple[UUID, UUID]]
) -> Iterator[str]:
    """Every place in which the SQL says otherwise who is in: of each row a person who stays and one taken out."""
    for column, at in table.MOMENTS.items():
        there = set(session.exec(select(col(Membership.person_id)).where(policy.in_at(at, Membership))).all())
        for row, (stays, taken_out) in people.items():
            if (stays in there) is not table.yes(table.STAYS, row, column):
                yield f"{row}: the SQL {column}"
            if (taken_out in there) is not table.yes(table.STAYS, row, "taken out"):
                yield f"{row}: the SQL {column} after being taken out"


def sql_disagreements(
    policy: ModuleType, session: Session, spoken: Sequence[Spoken], readers: dict[str, Any]
) -> Iterator[str]:
    """Every place in which the SQL differs from the table, over words and over the journal's lines about them."""
    for role, reader in readers.items():
        expected = {
            each.id
            for each in spoken
            if table.may_read(role, each.author, each.audience, taken_back=each.taken_back)
        }
        words, lines = select(col(Words.id)), select(col(Happening.thing_id))
        asked: list[tuple[str, Any]] = [
            ("words", words.where(policy.readable(reader, Words))),
            ("lines", lines.where(policy.readable(reader, Happening))),
        ]
        if reader.part is not None:
            who = {"family": reader.family_id, "person": reader.person_id}
            asked.append(("words, prepared", words.where(policy.readable_as(reader.part, Words)).params(who)))
            asked.append(
                ("lines, prepared", lines.where(policy.readable_as(reader.part, Happening)).params(who))
            )
        for what, query in asked:
            given = set(session.exec(query).all()) - {None}
            if given != expected:
                yield f"{role} gets other {what} than the table says"
