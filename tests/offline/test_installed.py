"""The app on a phone's own screen: it opens on the plan, and its shortcut on the form, signal or none."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import GOING_WELL, continue_as
from tests.offline.steps import HEADING, expect_nothing_waits, signal_is_back, times_kept, waiting
from tests.support.line import Line
from tests.support.pocket import NewPocket
from tests.support.worker import ready

pytestmark = pytest.mark.browser


def test_the_installed_app_opens_on_the_plan_and_its_shortcut_on_the_form(
    line: Line, new_pocket: NewPocket
) -> None:
    phone = new_pocket(line.address)
    page = continue_as(phone.open(), "Nan")
    ready(page)
    manifest = page.evaluate(
        "async () => (await fetch(document.querySelector('link[rel=manifest]').href)).json()"
    )
    phone.close()
    page = phone.open()
    line.refuses()
    page.goto(manifest["start_url"])
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADING)
    shortcut = next(each["url"] for each in manifest["shortcuts"] if each["name"] == "Add a strength")
    page.goto(shortcut)
    page.get_by_role("textbox", name=GOING_WELL).fill("From the shortcut, f1f1.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(waiting(page, "From the shortcut, f1f1.")).to_be_visible()
    line.opens()
    signal_is_back(page)
    expect_nothing_waits(page)
    assert times_kept(line.server, "From the shortcut, f1f1.") == 1


def test_a_sign_in_that_is_over_opens_the_installed_app_at_the_door(nan: Page, line: Line) -> None:
    nan.context.clear_cookies()
    nan.goto("/")
    expect(nan.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    line.refuses()
    nan.goto("/")
    assert "Hana" not in nan.content()
