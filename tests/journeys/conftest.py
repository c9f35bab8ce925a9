"""A demo that can tell phones, and people who have asked for it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import continue_as
from tests.journeys.told_steps import OLD, OLD_KEY, tell_here
from tests.support.browser import NewPhone
from tests.support.push_service import PushService
from tests.support.server import NewServer, Server
from tests.support.told_phone import ToldPhone, await_answers, worker_that_can_be_told
from tests.support.worker import controlled


@pytest.fixture
def demo(new_server: NewServer, push_service: PushService, tmp_path: Path) -> Server:
    """A demo that tells phones by the tests' own push service."""
    return new_server(
        "demo",
        vapid_keys=json.dumps([OLD_KEY]),
        push_hosts=json.dumps([push_service.place]),
        worker_folder=str(worker_that_can_be_told(tmp_path)),
    )


@pytest.fixture
def told(
    demo: Server, new_phone: NewPhone, push_service: PushService
) -> Callable[[str], tuple[ToldPhone, Page]]:
    """Somebody has asked to be told on their phone, at any hour."""

    def ask(name: str) -> tuple[ToldPhone, Page]:
        context = new_phone(demo.address)
        phone = ToldPhone(context, demo.address, push_service)
        page = continue_as(context.new_page(), name)
        controlled(page)
        phone.fill_drawer(page, OLD)
        # What is new in the demo already has been seen: from here on only one family has something new.
        page.goto("/updates")
        await_answers(demo, "look_at_updates", 1)
        page.goto("/me")
        page.get_by_role("link", name="Notifications").click()
        page.get_by_role("radio", name="No, at any time").check()
        page.locator("#keep-quiet-hours").get_by_role("button", name="Keep this").click()
        expect(page.get_by_role("radio", name="No, at any time")).to_be_checked()
        tell_here(page)
        return phone, page

    return ask
