"""Something new becomes a notification on a worker's phone, with the app closed, and leads to the right page."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import ROLES, card_of
from tests.journeys.told_steps import (
    CANARY,
    endpoints,
    nan_writes,
    rests,
)
from tests.support.browser import NewPhone
from tests.support.push_service import PushService
from tests.support.server import Server
from tests.support.told_phone import ToldPhone, await_answers

pytestmark = pytest.mark.browser


def test_a_strength_from_nan_reaches_her_worker_with_the_app_closed(
    demo: Server,
    new_phone: NewPhone,
    push_service: PushService,
    told: Callable[[str], tuple[ToldPhone, Page]],
) -> None:
    phone, page = told("Priya")
    page.close()
    rests(demo, "Priya")
    nan_writes(demo, new_phone, CANARY)
    (arrived,) = push_service.wait_for(1)
    assert arrived.complaint == ""
    phone.deliver(arrived)
    (shown,) = phone.on_the_screen()
    assert (shown["title"], shown["body"]) == ("Our plan", "Something is new.")
    assert re.fullmatch(re.escape(demo.address) + r"/news/[0-9a-f-]{36}", shown["data"])
    assert not re.search("canary|Nan|Zayn|Hana|street|strength", json.dumps(shown))

    (link,) = phone.press()
    assert phone.on_the_screen() == []
    page = phone.context.new_page()
    page.goto(link)
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    page.get_by_role("button", name=f"Continue as Priya, {ROLES['Priya']}", exact=True).click()
    expect(card_of(page, CANARY)).to_be_visible()
    expect(card_of(page, CANARY).get_by_role("button", name="Mark as heard")).to_be_visible()

    # Her sign-in is another one now, and so her phone has said where it is told once more.
    await_answers(demo, "tell_this_phone", 2)
    assert endpoints(demo, "Priya") == [phone.uses(page)]


def test_pressed_while_the_app_is_open_it_leads_on_there(
    demo: Server,
    new_phone: NewPhone,
    push_service: PushService,
    told: Callable[[str], tuple[ToldPhone, Page]],
) -> None:
    phone, page = told("Priya")
    nan_writes(demo, new_phone, CANARY)
    (arrived,) = push_service.wait_for(1)
    phone.deliver(arrived)
    assert len(phone.on_the_screen()) == 1
    assert phone.press() == []
    expect(card_of(page, CANARY)).to_be_visible()


def test_what_cannot_be_read_is_shown_all_the_same_in_our_own_words(
    demo: Server, push_service: PushService, told: Callable[[str], tuple[ToldPhone, Page]]
) -> None:
    phone, page = told("Priya")
    page.close()
    for words in (b"", b"{", b'{"notification": null}', b'"text"'):
        phone.deliver_words(words)
        (shown,) = phone.on_the_screen()
        assert (shown["title"], shown["body"]) == ("Something is new", "")
    assert phone.press() == ["/updates"]
