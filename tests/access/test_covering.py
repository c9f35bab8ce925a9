"""Covering over the street: from then on exactly what a worker reads, and not a moment before or after."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from sqlmodel import select

from familyapp.network import Audience, CouncilRole, Membership, Part, add_person, membership_of
from familyapp.network.removal import end_membership
from familyapp.network.standing_in import set_cover
from familyapp.notifications.covering import come_back, end_covers, go_away
from familyapp.passkeys import start_sign_in
from familyapp.plan import BoxKey
from familyapp.web.cookies import SESSION
from tests.access import table
from tests.access.circle import BOX, Circle
from tests.access.same import answer_of
from tests.access.test_removed import PLACES, assert_nothing_there
from tests.support.house import House, Visitor

EVENING = datetime(2026, 11, 27, 23, 55, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 28, tzinfo=UTC)
A_MOMENT = timedelta(microseconds=1)


@pytest.fixture(autouse=True)
def travel() -> Iterator[time_machine.Traveller]:
    """Five minutes before midnight: a worker's sign-in that is open then is open afterwards."""
    with time_machine.travel(EVENING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def wren(house: House) -> Visitor:
    """The open browser of a worker who works with nobody yet."""
    return _arrives(house)


def _arrives(house: House) -> Visitor:
    with house.writing() as session:
        person = add_person(session, "Wren", CouncilRole.WORKER)
        person.invented = True
        _, token = start_sign_in(session, person, None, "a phone")
        session.commit()
    visitor = house.stranger_to_all()
    visitor.client.cookies.set(SESSION, token)
    visitor.member = Membership(
        family_id=house.cast.family.id, person_id=person.id, part=Part.WORKER, known_as="Wren"
    )
    return visitor


def _id(visitor: Visitor) -> UUID:
    assert visitor.member is not None
    return visitor.member.person_id


def _cover(house: House, wren: Visitor) -> None:
    with house.database.writing() as session:
        go_away(session, house.cast.priya.person_id, _id(wren), MIDNIGHT)


def _back(house: House, wren: Visitor) -> None:
    priya = house.visit(house.cast.priya)
    assert priya.post("/me/away/back").status_code == 303


def _taken_out(house: House, wren: Visitor) -> None:
    with house.database.reading() as session:
        member = membership_of(session, _id(wren), house.cast.family.id)
    assert member is not None
    mum, sam = house.visit(house.cast.mum), house.visit(house.cast.sam)
    mum.post(mum.plan("circle", "members", member.id, "remove"))
    wish = sam.get(sam.plan("circle")).text.split("/circle/wishes/")[1][:36]
    assert sam.post(sam.plan("circle", "wishes", wish), {"answer": "yes"}).status_code == 303


def _priya_taken_out(house: House, wren: Visitor) -> None:
    with house.database.writing() as session:
        member = session.get_one(Membership, house.cast.priya.id)
        assert end_membership(session, member, by=house.cast.mum.person_id)


def test_who_covers_reads_what_the_table_gives_a_covering_worker(circle: Circle) -> None:
    house, ours = circle.house, circle.member("lead").family_id
    wren = _arrives(house)
    nothing = answer_of(wren.get(f"/families/{ours}/words/{uuid4()}"))
    for each in circle.spoken:
        path = f"/families/{circle.family_of(each)}/words/{each.id}"
        assert answer_of(wren.get(path)) == nothing, each
    _cover(house, wren)
    plan, close = (wren.get(f"/families/{ours}/{page}").text for page in ("plan", "plan/close"))
    for each in circle.spoken:
        path = f"/families/{circle.family_of(each)}/words/{each.id}"
        column = table.TAKEN_BACK if each.taken_back else each.audience
        if each.author != "stranger" and table.yes(table.READS, "covering worker", column):
            assert each.text in wren.get(path).text, each
            assert (each.text in plan) is (each.audience not in table.KEPT_CLOSE), each
            assert (each.text in close) is (each.audience in table.KEPT_CLOSE), each
        else:
            assert answer_of(wren.get(path)) == nothing, each
            assert each.text not in plan + close, each


def test_who_covers_acts_as_a_worker_does(house: House, wren: Visitor) -> None:
    words = house.say(house.cast.nan, BoxKey.STRENGTHS, "She laughed.")
    _cover(house, wren)
    assert wren.post(wren.plan("words", words, "heard")).status_code == 303
    assert wren.post(wren.plan("plan", BOX, "add"), {"text": "Seen."}).status_code == 303
    assert wren.get(wren.plan("circle", "invite")).status_code == 200
    assert "Suggest" in wren.get(wren.plan("circle")).text


@pytest.mark.parametrize("ends", [None, _back, _taken_out, _priya_taken_out])
def test_before_and_after_there_is_nothing_there(
    house: House, wren: Visitor, travel: time_machine.Traveller, ends: Callable[[House, Visitor], None] | None
) -> None:
    house.say(house.cast.nan, BoxKey.STRENGTHS, "Nan is proud.")
    assert_nothing_there(wren)
    _cover(house, wren)
    held = wren.get(wren.plan())
    assert "Nan is proud." in held.text
    assert str(house.cast.family.id) in wren.get("/families").text
    mark = {"if-none-match": held.headers["etag"]}
    if ends is not None:
        ends(house, wren)
    else:
        assert wren.get(wren.plan(), **mark).status_code == 304
        travel.move_to(MIDNIGHT - A_MOMENT, tick=False)
        assert wren.get(wren.plan()).status_code == 200
        assert wren.get(wren.plan("circle")).status_code == 200
        travel.move_to(MIDNIGHT, tick=False)
    nowhere = answer_of(wren.get(f"/families/{uuid4()}/plan", **mark))
    assert answer_of(wren.get(wren.plan(), **mark)) == nowhere
    assert nowhere[0] == 404
    assert_nothing_there(wren)


def test_the_304_path_ends_at_the_same_moment(
    house: House, wren: Visitor, travel: time_machine.Traveller
) -> None:
    # In the middle of an hour: with each new hour the mark is another one anyway.
    with house.database.writing() as session:
        set_cover(session, house.cast.priya.person_id, _id(wren), EVENING + timedelta(minutes=2))
    held = wren.get(wren.plan()).headers["etag"]
    travel.move_to(EVENING + timedelta(minutes=2) - A_MOMENT, tick=False)
    wren.get("/me")  # noted as here within the last minute, so that the quick way answers
    assert wren.get(wren.plan(), **{"if-none-match": held}).status_code == 304
    travel.move_to(EVENING + timedelta(minutes=2), tick=False)
    gone = wren.get(wren.plan(), **{"if-none-match": held})
    assert answer_of(gone) == answer_of(wren.get(f"/families/{uuid4()}/plan"))


def test_the_plan_of_everybody_else_moves_when_somebody_comes_and_goes(
    house: House, wren: Visitor, travel: time_machine.Traveller
) -> None:
    mum = house.visit(house.cast.mum)

    held = [mum.get(mum.plan()).headers["etag"]]

    def moved() -> bool:
        now = mum.get(mum.plan(), **{"if-none-match": held[-1]})
        held.append(now.headers["etag"])
        return now.status_code == 200

    assert not moved()
    _cover(house, wren)
    assert moved()
    assert not moved()
    _back(house, wren)
    assert moved()
    _cover(house, wren)
    travel.move_to(MIDNIGHT, tick=False)
    assert moved()
    with house.database.writing() as session:
        assert end_covers(session) == 1
    assert moved()
    assert not moved()


def test_whom_the_family_took_out_stays_out_whatever_the_chore_does(house: House, wren: Visitor) -> None:
    _cover(house, wren)
    _taken_out(house, wren)
    with house.database.writing() as session:
        end_covers(session)
    assert_nothing_there(wren)
    _back(house, wren)
    _cover(house, wren)
    assert_nothing_there(wren)


def test_who_covers_hands_nothing_on(house: House, wren: Visitor) -> None:
    _cover(house, wren)
    with house.database.writing() as session:
        ada = add_person(session, "Ada", CouncilRole.WORKER)
        go_away(session, _id(wren), ada.id, MIDNIGHT)
        assert session.exec(select(Membership).where(Membership.person_id == ada.id)).all() == []


def test_what_is_for_its_author_alone_or_not_for_workers_stays_so(house: House, wren: Visitor) -> None:
    for audience in Audience:
        house.say(house.cast.mum, BoxKey.NOW, f"Mum for {audience}.", audience)
        house.say(house.cast.priya, BoxKey.NOW, f"Priya for {audience}.", audience)
    _cover(house, wren)
    pages = "".join(wren.get(wren.plan(*place.split("/"))).text for place in PLACES)
    pages += wren.get("/updates").text + wren.get("/families").text
    found = {audience for audience in Audience if f"for {audience}." in pages}
    assert found == {Audience.CIRCLE, Audience.WORKER}


def test_nothing_of_a_time_of_covering_is_left_to_who_covered(house: House, wren: Visitor) -> None:
    _cover(house, wren)
    with house.database.writing() as session:
        assert come_back(session, house.cast.priya.person_id)
    for page in ("/updates", "/updates/news", "/families", "/me", "/me/away", "/offline/pages"):
        text = wren.get(page).text
        assert "Priya" not in text or page == "/me/away", page
        assert str(house.cast.family.id) not in text, page
