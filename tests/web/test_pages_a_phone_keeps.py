"""Which pages a phone may keep, for how long, and how it learns that its copy still holds."""

from base64 import b64decode
from datetime import timedelta

import time_machine
from httpx2 import Response

from familyapp import clock
from familyapp.network import Audience, CouncilRole, Membership, Person
from familyapp.passkeys import start_sign_in
from familyapp.plan import BoxKey
from familyapp.web.cookies import SESSION
from familyapp.web.routes import KEPT
from tests.support.house import House, Visitor
from tests.web.kept import manifest, pages_of
from tests.web.outbox import added, answers
from tests.web.street import addresses, our_things

FORTNIGHT, HALF_A_DAY = "1209600", "43200"
BY_NAME = {
    "show_plan",
    "write_words",
    "choose_pictures",
    "choose_box_to_agree",
    "choose_head_form",
    "choose_number",
    "add_photo_form",
    "show_all_steps",
    "write_step",
    "choose_tick",
    "show_circle",
    "show_meetings",
    "show_updates",
    "show_me",
    "list_families",
    "show_unsent",
}


def on_a_shared_phone(house: House, member: Membership) -> Visitor:
    with house.database.writing() as session:
        person = session.get_one(Person, member.person_id)
        _, token = start_sign_in(session, person, None, "the school's tablet", shared=True)
    visitor = house.stranger_to_all()
    visitor.client.cookies.set(SESSION, token)
    return visitor


def test_these_pages_are_kept_and_no_others(house: House) -> None:
    assert {route.name for route, _ in KEPT} == BY_NAME
    visitors = [(house.visit(house.cast.mum), FORTNIGHT), (house.visit(house.cast.priya), HALF_A_DAY)]
    for visitor, seconds in visitors:
        for address in addresses(our_things(house)):
            if address.method != "GET":
                continue
            answer = visitor.get(address.path)
            kept = address.name in BY_NAME and answer.status_code == 200
            assert answer.headers.get("keep-for") == (seconds if kept else None), address.name
            assert ("etag" in answer.headers) >= kept, address.name


def test_an_address_that_tells_what_was_just_done_is_not_kept(house: House) -> None:
    nan = house.visit(house.cast.nan)
    for path in (nan.plan(), "/me", "/updates", nan.plan("circle")):
        assert "keep-for" in nan.get(path).headers
        told = nan.get(f"{path}?told=sent")
        assert "keep-for" not in told.headers
        held = nan.get(f"{path}?told=sent", **{"if-none-match": told.headers.get("etag", '"x"')})
        assert "keep-for" not in held.headers


def test_on_a_shared_phone_nothing_is_kept(house: House) -> None:
    nan = on_a_shared_phone(house, house.cast.nan)
    for path in (nan.plan(), nan.plan("plan", "strengths", "add"), nan.plan("circle"), "/me", "/updates"):
        page = nan.get(path)
        assert page.status_code == 200
        assert "keep-for" not in page.headers
        again = nan.get(path, **{"if-none-match": page.headers["etag"]})
        assert again.status_code == 304
        assert "keep-for" not in again.headers
    told = manifest(nan)
    assert (told["keep_for"], told["pages"], told["moves"]) == (0, {}, {})
    assert told["account"] == manifest(house.visit(house.cast.nan))["account"]


def test_whoever_the_council_employs_keeps_pages_for_half_a_day(house: House) -> None:
    for member, seconds in (
        (house.cast.mum, FORTNIGHT),
        (house.cast.nan, FORTNIGHT),
        (house.cast.sam, HALF_A_DAY),
    ):
        visitor = house.visit(member)
        assert visitor.get("/me").headers["keep-for"] == seconds
        assert visitor.get(visitor.plan()).headers["keep-for"] == seconds
        assert manifest(visitor)["keep_for"] == int(seconds)
    with house.database.writing() as session:
        session.get_one(Person, house.cast.mum.person_id).council_role = CouncilRole.MANAGER
    assert house.visit(house.cast.mum).get("/me").headers["keep-for"] == HALF_A_DAY


def unchanged(visitor: Visitor, path: str) -> Response:
    return visitor.get(path, **{"if-none-match": visitor.get(path).headers["etag"]})


def test_a_copy_that_still_holds_is_answered_304_and_may_be_kept_on(house: House) -> None:
    nan = house.visit(house.cast.nan)
    for path in pages_of(nan):
        answer = unchanged(nan, path)
        assert (answer.status_code, answer.content) == (304, b""), path
        assert answer.headers["keep-for"] == FORTNIGHT
        assert answer.headers["account"] == nan.get("/me").headers["account"]


def test_a_copy_that_does_not_hold_any_more_is_answered_with_the_page(house: House) -> None:
    nan, mum = house.visit(house.cast.nan), house.visit(house.cast.mum)
    held = {path: nan.get(path).headers["etag"] for path in (nan.plan(), "/updates")}
    mum.post(mum.plan("plan", "now", "add"), {"text": "New words."})
    for path, mark in held.items():
        answer = nan.get(path, **{"if-none-match": mark})
        assert answer.status_code == 200
        assert "New words." in answer.text
    assert mum.get("/me", **{"if-none-match": nan.get("/me").headers["etag"]}).status_code == 200


def test_no_kept_page_ever_holds_words_for_fewer_people(house: House) -> None:
    secrets = {audience: f"A secret for {audience}." for audience in (Audience.ME, Audience.WORKER)}
    speakers = (house.cast.nan, house.cast.mum, house.cast.priya, house.cast.sam)
    for member in speakers:
        for box in (BoxKey.STRENGTHS, BoxKey.BETTER, BoxKey.NOW):
            for audience, text in secrets.items():
                house.say(member, box, text, audience)
            house.say(member, box, "For all.")
    for member in speakers:
        visitor = house.visit(member)
        assert secrets[Audience.WORKER] in visitor.get(visitor.plan("plan", "close")).text
        kept = [visitor.get(path).text for path in pages_of(visitor)]
        assert any("For all." in page for page in kept)
        assert not any(secret in page for page in kept for secret in secrets.values())
        # The address that does hold them is never kept.
        for path in (visitor.plan("plan", "close"), visitor.plan("plan", "close", "words")):
            assert "keep-for" not in visitor.get(path).headers


def test_what_a_phone_asks_by_itself_keeps_nobody_signed_in(small_house: House) -> None:
    at = clock.now()
    with time_machine.travel(at, tick=False):
        nan = on_a_shared_phone(small_house, small_house.cast.nan)
    with time_machine.travel(at + timedelta(minutes=9), tick=False):
        assert nan.get("/offline/pages").status_code == 200
        assert [each["status"] for each in answers(nan, added(nan, "Sent by itself."))] == [201]
    with time_machine.travel(at + timedelta(minutes=11), tick=False):
        assert nan.get("/offline/pages").status_code == 401


def test_the_key_for_waiting_words_is_the_persons_own_and_the_same_each_time(house: House) -> None:
    nan, again, mum = (
        manifest(house.visit(each)) for each in (house.cast.nan, house.cast.nan, house.cast.mum)
    )
    assert (nan["key"], nan["account"]) == (again["key"], again["account"])
    assert nan["key"] != mum["key"]
    assert len(b64decode(str(nan["key"]))) == 32
