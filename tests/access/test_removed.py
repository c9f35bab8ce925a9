"""Removed: from their next request on there is nothing, whatever they hold open; what they said stays with others."""

from uuid import uuid4

import pytest

from familyapp.network import Audience, Membership, Part, let_in
from familyapp.plan import BoxKey
from tests.access.same import answer_of
from tests.support.house import House, Visitor

PLACES = ("plan", "plan/strengths", "plan/close", "plan/close/words", "circle", "meetings", "circle/leave")


def assert_nothing_there(visitor: Visitor) -> None:
    """Their circle is like one that never was, and so is everything in it."""
    for place in PLACES:
        assert answer_of(visitor.get(visitor.plan(place))) == answer_of(
            visitor.get(f"/families/{uuid4()}/{place}")
        )
    sent: dict[str, object] = {"text": "I am still here."}
    for place in ("plan/strengths/add", "circle/leave"):
        nowhere = visitor.post(f"/families/{uuid4()}/{place}", sent)
        assert answer_of(visitor.post(visitor.plan(place), sent)) == answer_of(nowhere)
    for page in ("/plan", "/circle", "/meetings", "/updates", "/updates/news", "/me", "/families"):
        text = visitor.get(page).text
        assert "Hana" not in text, page
        assert "Nan is proud." not in text, page
        assert str(visitor.house.cast.family.id) not in text, page


def remove(house: House, other: Membership, *, second: Membership | None = None) -> None:
    """Mum removes them on her phone; a second person says yes where it takes two."""
    mum = house.visit(house.cast.mum)
    mum.post(mum.plan("circle", "members", other.id, "remove"))
    if second is not None:
        agreeing = house.visit(second)
        page = agreeing.get(agreeing.plan("circle")).text
        wish = page.split("/circle/wishes/")[1][:36]
        agreeing.post(agreeing.plan("circle", "wishes", wish), {"answer": "yes"})


@pytest.mark.parametrize("who", ["nan", "zayn", "sam"])
def test_the_next_request_of_an_open_phone_finds_nothing(house: House, who: str) -> None:
    other: Membership = getattr(house.cast, who)
    house.say(house.cast.nan, BoxKey.STRENGTHS, "Nan is proud.")
    phone, second_phone = house.visit(other), house.visit(other)
    held = phone.get(phone.plan())
    assert "Nan is proud." in held.text
    remove(house, other, second=None if who == "nan" else house.cast.priya)
    assert phone.get(phone.plan(), **{"if-none-match": held.headers["etag"]}).status_code == 404
    assert_nothing_there(phone)
    assert_nothing_there(second_phone)


def test_what_a_removed_person_said_stays_with_their_readers_and_under_their_name(house: House) -> None:
    for audience in Audience:
        house.say(house.cast.nan, BoxKey.NOW, f"Said for {audience}.", audience)
    remove(house, house.cast.nan)
    mum, priya = house.visit(house.cast.mum), house.visit(house.cast.priya)
    plan = mum.get(mum.plan()).text
    assert [audience for audience in Audience if f"Said for {audience}." in plan] == [
        Audience.CIRCLE,
        Audience.FAMILY_AND_NETWORK,
        Audience.FAMILY,
    ]
    assert "<bdi>Nan</bdi>" in plan
    assert "Said for worker." in priya.get(priya.plan("plan", "close")).text
    assert "Said for me." not in priya.get(priya.plan("plan", "close")).text


def test_whoever_comes_back_as_less_reads_less(house: House) -> None:
    zayn = house.cast.zayn
    house.say(house.cast.mum, BoxKey.NOW, "Only us.", Audience.FAMILY)
    phone = house.visit(zayn)
    assert "Only us." in phone.get(phone.plan()).text
    remove(house, zayn, second=house.cast.priya)
    with house.database.writing() as session:
        let_in(session, zayn.family_id, zayn.person_id, part=Part.NETWORK, known_as="Zayn", relation="friend")
    page = phone.get(phone.plan())
    assert page.status_code == 200
    assert "Only us." not in page.text


def test_whoever_is_signed_out_finds_nothing_with_the_old_cookie(house: House) -> None:
    phone = house.visit(house.cast.nan)
    cookies = dict(phone.client.cookies)
    held = phone.get(phone.plan())
    phone.post("/sign-out")
    thief = house.stranger_to_all()
    thief.client.cookies.update(cookies)
    nobody = house.stranger_to_all()
    for place in PLACES:
        assert answer_of(thief.get(thief.plan(place))) == answer_of(nobody.get(nobody.plan(place)))
    again = thief.get(thief.plan(), **{"if-none-match": held.headers["etag"]})
    assert again.status_code == 303
