"""The plan is saved as PDF, and printed, by somebody on a phone and on a computer."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from familyapp.database import Database
from familyapp.network import Audience, Membership
from familyapp.plan import BoxKey, add_words
from tests.journeys.steps import demo_phone, kept
from tests.support.browser import NewPhone
from tests.support.pdf import A4, Sheets
from tests.support.server import Server
from tests.support.worker import controlled, ready

pytestmark = pytest.mark.browser

ON_ITS_SIDE = {(A4[1], A4[0])}
MORNINGS = "Mornings are a rush and there is shouting."
FOR_FEW = "I worry that she does not eat herself."
"""Nan told this the workers only."""


def saved(page: Page, link: str) -> Sheets:
    """Presses the link and unfolds what was saved."""
    with page.expect_download() as coming:
        page.get_by_role("link", name=link, exact=True).click()
    assert coming.value.suggested_filename == "pathway.pdf"
    return Sheets(Path(coming.value.path()).read_bytes())


def test_a_plan_is_saved_as_pdf_on_a_phone_whose_worker_stands_in_between(
    demo_server: Server, new_phone: NewPhone
) -> None:
    nan = demo_phone(demo_server, new_phone, "Nan")
    controlled(nan)
    nan.goto("/plan")
    expect(nan.get_by_text(FOR_FEW)).to_be_visible()
    sheets = saved(nan, "Save as PDF")
    assert sheets.sizes == ON_ITS_SIDE
    assert MORNINGS in sheets.text
    assert FOR_FEW not in sheets.text
    assert "Printed for Nan, " in sheets.text
    expect(nan.get_by_role("heading", name="Our Pathway to Change")).to_be_visible()


def test_the_printers_window_opens_where_it_is_asked_for(demo_server: Server, new_phone: NewPhone) -> None:
    mum = demo_phone(demo_server, new_phone, "Mum", width=1280, touch=False)
    mum.add_init_script("addEventListener('beforeprint', () => { globalThis.asked = true; });")
    mum.get_by_role("link", name="Print", exact=True).click()
    expect(mum.get_by_role("heading", name="Pathway to Change")).to_be_visible()
    assert not mum.evaluate("globalThis.asked"), "it does not open by itself, over Leave now"
    mum.get_by_role("button", name="Print this page").click()
    mum.wait_for_function("globalThis.asked")


def test_the_printed_page_stands_as_the_template_does(demo_server: Server, new_phone: NewPhone) -> None:
    mum = demo_phone(demo_server, new_phone, "Mum", width=1280, touch=False, colours="dark")
    mum.get_by_role("link", name="Print", exact=True).click()
    mum.get_by_role("button", name="Print this page").wait_for()
    sheets = Sheets(mum.pdf(prefer_css_page_size=True))
    assert sheets.sizes == ON_ITS_SIDE
    assert MORNINGS in sheets.text
    assert re.search(r"Printed for Mum, \d+ \w+ \d{4}$", sheets.text)
    for unwanted in ("Print this page", "Leave now", "Back to the plan", "I am worried", "This is your copy"):
        assert unwanted not in sheets.text
    lefts = []
    for question in (
        "What happened in the past?",
        "What is happening now?",
        "What keeps",
        "What changes need",
    ):
        lefts += [round(piece.x) for piece in sheets.pieces if piece.text.startswith(question)][:1]
    assert len(lefts) == 4
    assert lefts == sorted(set(lefts)), "four columns beside each other"


def test_a_long_plan_is_printed_whole(demo_server: Server, new_phone: NewPhone) -> None:
    mum = demo_phone(demo_server, new_phone, "Mum", width=1280, touch=False)
    said = [f"Voice{number:02d} " + "and so on " * 12 for number in range(60)] + ["long " * 790 + "LongEnd"]
    with kept(demo_server) as session:
        member = session.exec(select(Membership).where(Membership.known_as == "Mum")).one()
    database = Database(f"sqlite:///{demo_server.data / 'familyapp.db'}")
    with database.writing() as session:
        for text in said:
            add_words(session, member.reader(), BoxKey.CHANGES, text, Audience.CIRCLE)
    database.close()
    mum.goto(f"/families/{member.family_id}/paper")
    sheets = Sheets(mum.pdf(prefer_css_page_size=True))
    assert sheets.sizes == ON_ITS_SIDE
    assert len(sheets.read.pages) > 2
    assert [text[:7] for text in said if text.split()[0] not in sheets.letters] == []
    assert "LongEnd" in sheets.letters


def test_the_other_papers_are_on_the_page_for_printing(demo_server: Server, new_phone: NewPhone) -> None:
    zayn = demo_phone(demo_server, new_phone, "Zayn")
    zayn.get_by_role("link", name="Print", exact=True).click()
    large, fridge = (saved(zayn, name) for name in ("In large print (PDF)", "For the fridge (PDF)"))
    assert large.sizes == fridge.sizes == {A4}
    assert MORNINGS in large.text
    assert MORNINGS not in fridge.text
    assert "Lay clothes out the night before" in fridge.text


def test_without_scripts_the_browser_prints_and_saves(demo_server: Server, new_phone: NewPhone) -> None:
    jo = demo_phone(demo_server, new_phone, "Jo", java_script=False)
    assert "Printed for Jo, " in saved(jo, "Save as PDF").text
    jo.get_by_role("link", name="Print", exact=True).click()
    expect(jo.get_by_role("heading", name="Pathway to Change")).to_be_visible()
    expect(jo.get_by_role("button", name="Print this page")).to_have_count(0)
    expect(jo.get_by_text("Printed for Jo, ")).to_be_visible()


def test_without_a_signal_it_is_said_in_words(demo_server: Server, new_phone: NewPhone) -> None:
    nan = demo_phone(demo_server, new_phone, "Nan")
    ready(nan)
    nan.goto("/plan")
    nan.context.set_offline(True)
    nan.get_by_role("link", name="Save as PDF", exact=True).click()
    expect(nan.get_by_role("heading", name="You are offline")).to_be_visible()
    nan.context.set_offline(False)
    nan.go_back()
    assert saved(nan, "Save as PDF").sizes == ON_ITS_SIDE
