"""Hidden must not look hidden: no page, count, mark or badge of a reader moves by what they may not read."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from re import findall
from uuid import UUID, uuid4

import pytest
import time_machine

from familyapp import journal
from familyapp.network import Act, Audience, Part, can
from familyapp.network.suggestion import suggest
from familyapp.plan import (
    BoxKey,
    PlaceKey,
    ScaleKey,
    Words,
    add_words,
    change_words,
    mark_heard,
    move_words,
    put_back_words,
    withdraw_words,
)
from tests.access import table
from tests.access.circle import Circle, circle_in
from tests.access.same import Outgoing, answer_of
from tests.support.house import House

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
READERS = ("lead", "grandmother", "worker", "covering worker")
PLACES = ("plan", "plan/better", "plan/likely", "plan/close", "circle")
OWN = ("/updates", "/updates/news", "/families", "/me")
Seen = dict[str, Outgoing]


@pytest.fixture
def quiet_circle(small_house: House) -> Iterator[Circle]:
    """The circle with a whole plan, at a moment that does not pass."""
    with time_machine.travel(NOON, tick=False):
        circle = circle_in(small_house)
        small_house.fill()
        yield circle


def seen_by(circle: Circle, role: str) -> Seen:
    """All that this reader's pages are made of, headers included."""
    visitor = circle.visitor(role)
    seen = {path: answer_of(visitor.get(path)) for path in (*map(visitor.plan, PLACES), *OWN)}
    # What a phone is told of its pages is nothing but marks, which no person sees.
    status, headers, body = answer_of(visitor.get("/offline/pages"))
    return seen | {"/offline/pages": (status, (*headers, ("body", body.decode())), b"")}


def without_marks(seen: Seen) -> dict[str, tuple[int, bytes]]:
    """The same without headers, and without the mark that a live page begins with: what a person can see."""
    live = re.compile(rb' data-live="[^"]*"')
    return {path: (status, live.sub(b"", body)) for path, (status, _, body) in seen.items()}


def looks(circle: Circle, role: str) -> None:
    """The reader's page says that they have looked."""
    page = circle.visitor(role).get("/updates").text
    marks = dict(findall(r'name="(until-[^"]+)" value="([^"]+)"', page))
    circle.visitor(role).post("/updates/looked", marks)


@pytest.mark.parametrize("audience", table.AUDIENCES)
@pytest.mark.parametrize(("author", "looking"), [("parent", True), ("worker", False)])
@pytest.mark.parametrize("place", [BoxKey.BETTER, ScaleKey.LIKELY])
def test_words_leave_no_trace_with_who_may_not_read_them(
    quiet_circle: Circle, author: str, audience: str, looking: bool, place: PlaceKey
) -> None:
    circle, words_id = quiet_circle, uuid4()
    readers = [role for role in READERS if role != author]
    for role in readers:
        looks(circle, role)
    before = {role: seen_by(circle, role) for role in readers}
    for what, audience_now, taken_back in _a_life(circle, author, words_id, audience, place):
        for role in readers:
            now = seen_by(circle, role)
            if table.may_read(role, author, audience_now, taken_back=taken_back):
                if looking:
                    looks(circle, role)
                assert without_marks(now) != without_marks(before[role]), f"{role} sees nothing: {what}"
            elif table.may_read(role, author, audience):
                assert without_marks(now) == without_marks(before[role]), f"{role} sees a hole: {what}"
            else:
                assert now == before[role], f"{role} notices: {what}"


def _a_life(
    circle: Circle, author: str, words_id: UUID, audience: str, place: PlaceKey
) -> Iterator[tuple[str, str, bool]]:
    """One thing after another that can happen to words; after each, for whom they are and whether taken back."""
    me, others = circle.member(author).reader(), circle.member("covering worker").reader()
    with circle.house.database.writing() as session:
        number = 3 if isinstance(place, ScaleKey) else None
        add_words(session, me, place, "Laughing again.", Audience(audience), id=words_id, number=number)
    yield "added", audience, False
    with circle.house.database.writing() as session:
        change_words(session, me, words_id, "Laughing again, at breakfast.", 1)
    yield "changed", audience, False
    with circle.house.database.writing() as session:
        if can(others, Act.HEAR, session.get_one(Words, words_id).thing()):
            mark_heard(session, others, words_id)
    yield "heard", audience, False
    with circle.house.database.writing() as session:
        withdraw_words(session, me, words_id)
    yield "taken back", audience, True
    with circle.house.database.writing() as session:
        change_words(session, me, words_id, "Laughing at breakfast, every day.", 2)
    yield "changed while taken back", audience, True
    with circle.house.database.writing() as session:
        put_back_words(session, me, words_id)
    yield "put back", audience, False
    with circle.house.database.writing() as session:
        move_words(session, me, words_id, Audience.ME)
    yield "kept for oneself", "me", False


def test_a_worker_s_idea_is_nobody_s_business_but_the_leads(quiet_circle: Circle) -> None:
    circle = quiet_circle
    not_told = ("grandmother", "covering worker")
    before = {role: seen_by(circle, role) for role in not_told}
    with circle.house.database.writing() as session:
        worker = circle.member("worker")
        idea = suggest(
            session,
            family_id=worker.family_id,
            suggested_by=worker.person_id,
            name="Coach",
            part=Part.NETWORK,
            relation="football",
        )
        journal.write(
            session,
            journal.Kind.SUGGESTED,
            actor_id=worker.person_id,
            family_id=worker.family_id,
            thing_id=idea.id,
        )
    for role in not_told:
        assert seen_by(circle, role) == before[role], role
    assert "Coach" in circle.visitor("lead").get(circle.visitor("lead").plan("circle")).text


def test_a_sentence_that_follows_later_is_for_the_author_and_the_workers(quiet_circle: Circle) -> None:
    circle, words_id = quiet_circle, uuid4()
    grandmother, worker = circle.member("grandmother").reader(), circle.member("worker").reader()
    with circle.house.database.writing() as session:
        add_words(session, grandmother, BoxKey.BETTER, "We sing again.", Audience.CIRCLE, id=words_id)
        mark_heard(session, worker, words_id)
    before = {role: seen_by(circle, role) for role in READERS}
    with circle.house.database.writing() as session:
        mark_heard(session, worker, words_id, "I could hear it in the street.")
    assert seen_by(circle, "lead") == before["lead"]
    for role in ("grandmother", "worker", "covering worker"):
        page = circle.visitor(role).plan("plan")
        assert b"hear it in the street" in seen_by(circle, role)[page][2], role


@pytest.mark.parametrize("about", ["lead", "worker", "grandmother"])
def test_whoever_a_wish_is_about_is_not_told_before_it_is_decided(quiet_circle: Circle, about: str) -> None:
    circle = quiet_circle
    asker = circle.visitor("covering worker")
    before = {role: seen_by(circle, role) for role in (about, "grandmother")}
    asked = asker.post(asker.plan("circle", "members", circle.member(about).id, "remove"))
    assert asked.status_code == 303
    for role, seen in before.items():
        assert seen_by(circle, role) == seen, role
    deciding = circle.visitor("worker" if about == "lead" else "lead")
    assert "Should they leave the circle?" in deciding.get(deciding.plan("circle")).text
    assert "asks for your yes" in deciding.get("/updates").text
