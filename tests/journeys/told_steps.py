"""What people do on a phone that can be told, and what the server then knows of it."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect
from sqlmodel import col, select, update

from familyapp import clock
from familyapp.network import Membership
from familyapp.notifications.subscription import Subscription
from familyapp.notifications.vapid import new_key, read_key
from familyapp.passkeys import SignIn
from tests.journeys.steps import card_of, continue_as, kept
from tests.offline.steps import changing, write
from tests.support.browser import NewPhone
from tests.support.server import Server
from tests.support.told_phone import answers, await_answers
from tests.support.worker import controlled, stop_workers

OLD_KEY, NEW_KEY = new_key(), new_key()
OLD, NEW = read_key(OLD_KEY).public, read_key(NEW_KEY).public
CANARY = "Zayn sang to the whole street, canary-9f3a."
STOPPED = re.compile("This phone is not told")


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
