"""Something new becomes a notification on a worker's phone, with the app closed, and leads to the right page."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import col, select, update

from familyapp import clock
from familyapp.network import Membership
from familyapp.notifications.subscription import Subscription
from familyapp.notifications.vapid import new_key, read_key
from familyapp.passkeys import SignIn
from tests.journeys.steps import ROLES, card_of, continue_as, kept
from tests.offline.steps import changing, write
from tests.support.browser import NewPhone
from tests.support.push_service import PushService
from tests.support.server import NewServer, Server
from tests.support.told_phone import ToldPhone, answers, await_answers, until, worker_that_can_be_told
from tests.support.worker import controlled, stop_workers

pytestmark = pytest.mark.browser
OLD_KEY, NEW_KEY = new_key(), new_key()
OLD, NEW = read_key(OLD_KEY).public, read_key(NEW_KEY).public
CANARY = "Zayn sang to the whole street, canary-9f3a."
STOPPED = re.compile("This phone is not told")


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


def tell_here(page: Page) -> None:
    page.get_by_role("button", name="Tell me on this phone").click()
    expect(page.get_by_role("button", name="Stop telling this phone")).to_be_visible()


def endpoints(demo: Server, name: str) -> list[str]:
    """Where this person is told, as the server has it."""
    with kept(demo) as session:
        theirs = select(Membership.person_id).where(Membership.known_as == name)
        return list(
            session.exec(
                select(Subscription.endpoint).where(
                    col(Subscription.person_id).in_(theirs), col(Subscription.gone_at).is_(None)
                )
            ).all()
        )


def nan_writes(demo: Server, new_phone: NewPhone, words: str) -> None:
    nan = continue_as(new_phone(demo.address).new_page(), "Nan")
    controlled(nan)
    write(nan, words)
    expect(card_of(nan, words)).to_be_visible()


def rests(demo: Server, name: str) -> None:
    """Nobody has touched the app for so long that the sign-in is used up, as a worker's is before long."""
    with changing(demo) as session:
        theirs = select(Membership.person_id).where(Membership.known_as == name)
        session.exec(
            update(SignIn)
            .where(col(SignIn.person_id).in_(theirs))
            .values(last_seen_at=clock.now() - timedelta(days=8))
        )


def starts_again(page: Page, demo: Server) -> None:
    """The app is opened another time: the phone asks for its list."""
    before = answers(demo, "list_kept_pages")
    stop_workers(page)
    page.goto("/updates")
    await_answers(demo, "list_kept_pages", before + 1)


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
