"""A phone that is told stays so when its endpoint or our key changes, and is not when somebody says so or goes."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import continue_as
from tests.journeys.told_steps import (
    CANARY,
    NEW,
    NEW_KEY,
    OLD,
    OLD_KEY,
    STOPPED,
    endpoints,
    nan_writes,
    rests,
    starts_again,
    tell_here,
)
from tests.support.browser import NewPhone
from tests.support.push_service import PushService
from tests.support.server import Server
from tests.support.told_phone import ToldPhone, await_answers, until

pytestmark = pytest.mark.browser


def test_an_endpoint_that_has_changed_is_known_at_the_next_start(
    demo: Server, told: Callable[[str], tuple[ToldPhone, Page]]
) -> None:
    phone, page = told("Priya")
    before = phone.uses(page)
    another = phone.fill_drawer(page, OLD)[OLD][0]
    starts_again(page, demo)
    assert endpoints(demo, "Priya") == [before]
    phone.changes_to(page, another)
    starts_again(page, demo)
    await_answers(demo, "tell_this_phone", 2)
    assert endpoints(demo, "Priya") == [another["endpoint"]]


def test_an_endpoint_that_is_gone_is_asked_for_anew(
    demo: Server,
    new_phone: NewPhone,
    push_service: PushService,
    told: Callable[[str], tuple[ToldPhone, Page]],
) -> None:
    phone, page = told("Priya")
    before = phone.uses(page)
    push_service.forget(before)
    nan_writes(demo, new_phone, CANARY)
    push_service.wait_for(1)
    until(lambda: endpoints(demo, "Priya") == [])
    starts_again(page, demo)
    await_answers(demo, "tell_this_phone", 2)
    now = phone.uses(page)
    assert now not in {"", before}
    assert endpoints(demo, "Priya") == [now]


def test_with_a_new_key_of_ours_the_phone_asks_again_under_that(
    demo: Server,
    new_phone: NewPhone,
    push_service: PushService,
    told: Callable[[str], tuple[ToldPhone, Page]],
) -> None:
    phone, page = told("Priya")
    before = phone.uses(page)
    demo.change(vapid_keys=json.dumps([NEW_KEY, OLD_KEY]))
    phone.fill_drawer(page, NEW)
    starts_again(page, demo)
    await_answers(demo, "tell_this_phone", 2)
    now = phone.uses(page)
    assert now not in {"", before}
    assert endpoints(demo, "Priya") == [now]
    nan_writes(demo, new_phone, CANARY)
    (arrived,) = push_service.wait_for(1)
    assert (arrived.endpoint, arrived.complaint) == (now, "")


def test_a_phone_that_may_not_be_told_any_more_says_so_to_the_server(
    demo: Server, told: Callable[[str], tuple[ToldPhone, Page]]
) -> None:
    phone, page = told("Priya")
    phone.context.clear_permissions()
    phone.changes_to(page, None)
    starts_again(page, demo)
    await_answers(demo, "stop_telling_this_phone", 1)
    assert endpoints(demo, "Priya") == []


def test_stopping_stops_here_and_there(demo: Server, told: Callable[[str], tuple[ToldPhone, Page]]) -> None:
    phone, page = told("Priya")
    page.get_by_role("button", name="Stop telling this phone").click()
    expect(page.locator("#flash")).to_have_text(STOPPED)
    assert (phone.uses(page), endpoints(demo, "Priya")) == ("", [])
    starts_again(page, demo)
    assert phone.uses(page) == ""


def test_signing_out_ends_it(demo: Server, told: Callable[[str], tuple[ToldPhone, Page]]) -> None:
    phone, page = told("Priya")
    page.goto("/me")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    assert phone.uses(page) == ""
    continue_as(page, "Priya")
    page.goto("/me/notifications")
    expect(page.get_by_role("button", name="Tell me on this phone")).to_be_visible()


def test_who_signs_in_on_that_phone_next_is_not_told_for_the_other_and_may_take_it_over(
    demo: Server,
    new_phone: NewPhone,
    push_service: PushService,
    told: Callable[[str], tuple[ToldPhone, Page]],
) -> None:
    phone, page = told("Priya")
    rests(demo, "Priya")
    before = phone.uses(page)
    continue_as(page, "Jo")
    until(lambda: phone.uses(page) == "")
    page.goto("/me/notifications")
    tell_here(page)
    now = phone.uses(page)
    assert now not in {"", before}
    assert endpoints(demo, "Jo") == [now]
