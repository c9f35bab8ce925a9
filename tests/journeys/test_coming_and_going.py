"""Who is in the circle: a worker's idea waits for a lead, a removal works at once, and some take two people."""

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import GOING_WELL, claim, compare_and_let_in, demo_phone, go, invite
from tests.support.browser import NewPhone
from tests.support.server import Server
from tests.support.worker import ready

pytestmark = pytest.mark.browser


def test_removed_by_a_lead_jo_finds_nothing(demo_server: Server, new_phone: NewPhone) -> None:
    mum, jo, sam = (demo_phone(demo_server, new_phone, name) for name in ("Mum", "Jo", "Sam"))
    ready(jo)
    plan = jo.url
    jo.get_by_role("link", name="Add a strength").click()
    jo.get_by_role("textbox", name=GOING_WELL).fill("Too late.")
    go(mum, "Circle")
    mum.get_by_role("link", name="Remove Jo").click()
    mum.get_by_role("button", name="Remove from the circle").click()
    expect(mum.get_by_role("status").filter(has_text="They cannot open the plan any more.")).to_be_visible()

    jo.get_by_role("button", name="Send").click()
    # What Jo wrote is Jo's to take along; it stands nowhere else.
    expect(jo.get_by_text("You cannot add to this plan any more.")).to_be_visible()
    expect(jo.get_by_text("Too late.")).to_be_visible()
    for path in (plan, "/plan", "/circle", "/meetings", "/updates", "/me"):
        answer = jo.goto(path)
        assert answer is not None
        assert answer.status == (404 if path == plan else 200), path
        for private in ("Hana", "Zayn", "Too late."):
            expect(jo.get_by_text(private)).to_have_count(0)
    expect(jo.get_by_text("You are in no circle yet.")).to_be_visible()
    go(sam, "Plan")
    expect(sam.get_by_text("Too late.")).to_have_count(0)
    expect(sam.get_by_text("Zayn carried my shopping up")).to_be_visible()


def test_a_parent_is_not_removed_by_one(demo_server: Server, new_phone: NewPhone) -> None:
    priya, sam, mum = (demo_phone(demo_server, new_phone, name) for name in ("Priya", "Sam", "Mum"))
    go(mum, "Circle")
    mum.get_by_role("link", name="Remove Sam").click()
    mum.get_by_role("button", name="Ask for a second yes").click()
    expect(mum.get_by_role("status").filter(has_text="Somebody else needs to say yes too.")).to_be_visible()
    go(sam, "Plan")
    expect(sam.get_by_role("heading", name="Hana and Zayn’s plan")).to_be_visible()

    priya.get_by_role("link", name="Hana and Zayn’s plan").click()
    go(priya, "Circle")
    priya.get_by_role("button", name="Yes, remove them").click()
    expect(priya.get_by_role("status").filter(has_text="They cannot open the plan any more.")).to_be_visible()
    answer = sam.reload()
    assert answer is not None
    assert answer.status == 404


def test_a_workers_idea_waits_for_a_leads_yes(demo_server: Server, new_phone: NewPhone) -> None:
    priya, mum, nan = (demo_phone(demo_server, new_phone, name) for name in ("Priya", "Mum", "Nan"))
    priya.get_by_role("link", name="Hana and Zayn’s plan").click()
    go(priya, "Circle")
    priya.get_by_role("link", name="Suggest someone").click()
    priya.get_by_role("textbox", name="What do you call them?").fill("Coach Lee")
    priya.get_by_role("button", name="Suggest them").click()
    expect(priya.get_by_text("A lead of the family decides.").first).to_be_visible()
    go(nan, "Circle")
    expect(nan.get_by_text("Coach Lee")).to_have_count(0)

    go(mum, "Circle")
    mum.get_by_role("button", name="Yes, ask them in").click()
    link = mum.get_by_role("textbox", name="Or send this link").input_value()
    mum.get_by_role("link", name="Go to the circle").click()
    lee = new_phone(demo_server.address).new_page()
    claim(lee, link)
    compare_and_let_in(mum, lee)
    expect(lee.get_by_role("heading", name="Hana and Zayn’s plan")).to_be_visible()


def test_whoever_says_other_words_is_not_let_in(demo_server: Server, new_phone: NewPhone) -> None:
    mum = demo_phone(demo_server, new_phone, "Mum")
    go(mum, "Circle")
    mum.get_by_role("link", name="Invite someone").click()
    link = invite(mum, "Auntie", "aunt")
    thief = new_phone(demo_server.address).new_page()
    claim(thief, link)
    expect(thief.get_by_role("heading", name="Nearly there")).to_be_visible()
    mum.reload()
    mum.get_by_role("link", name="Compare the words").click()
    mum.get_by_role("button", name="Not the same: do not let them in").click()
    expect(thief.get_by_role("heading", name="Not this time")).to_be_visible()
    thief.goto("/plan")
    expect(thief.get_by_text("Hana")).to_have_count(0)
