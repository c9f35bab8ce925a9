"""What people do on their phones, in the words of the screen. Journeys are written in these steps."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from playwright.sync_api import Locator, Page, expect
from sqlmodel import Session

from familyapp.database import Database
from tests.support.browser import Authenticator, NewPhone, virtual_authenticator
from tests.support.server import Server

ROLES = {
    "Mum": "mother",
    "Zayn": "young person",
    "Nan": "grandmother",
    "Jo": "neighbour",
    "Mr Okoro": "teacher",
    "Priya": "worker",
    "Sam": "covering worker",
    "Charlie": "stranger",
}
"""The cast of the demo, as its sign-in page names them."""

BACK_ON_THE_PLAN = re.compile(r"/plan(\?|#|$)")
"""With or without what the page was told to say once, which it takes out of its address."""
GOING_WELL = "What's going well?"
WHEN_BETTER = "What will it look like when it's better?"


def continue_as(page: Page, name: str) -> Page:
    """Comes into the demo as one of its people."""
    page.goto("/sign-in")
    page.get_by_role("button", name=f"Continue as {name}, {ROLES[name]}", exact=True).click()
    page.wait_for_url(re.compile(r"/(families|plan|waiting)"))
    return page


def demo_phone(server: Server, new_phone: NewPhone, name: str, **more: object) -> Page:
    """A phone in the hands of one of the demo's people."""
    return continue_as(new_phone(server.address, **more).new_page(), name)  # type: ignore[arg-type]


def go(page: Page, place: str) -> None:
    """Presses one of the places in the bar, and waits until its page has come."""
    with page.expect_navigation(url=re.compile(place.lower())):
        page.get_by_role("navigation", name="Main").get_by_role("link", name=place, exact=True).click()


def say(page: Page, link: str, box: str, words: str) -> None:
    """From the plan: presses the link, writes the words, sends them, and is back on the plan."""
    page.get_by_role("link", name=link, exact=True).click()
    page.get_by_role("textbox", name=box).fill(words)
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url(BACK_ON_THE_PLAN)


def card_of(page: Page, words: str) -> Locator:
    """The card that carries these words."""
    return page.locator(".words").filter(has_text=words).first


def hear(page: Page, words: str, sentence: str = "") -> None:
    """A worker marks these words as heard, by one tap or with a sentence."""
    card = card_of(page, words)
    if sentence:
        card.get_by_text("Say something back").click()
        card.get_by_role("textbox", name="One sentence, if you like").fill(sentence)
    card.get_by_role("button", name="Mark as heard").click()
    expect(card_of(page, words).get_by_role("status")).to_have_text("Heard")


def claim(page: Page, link: str) -> Authenticator:
    """Opens an invitation on a phone and makes a passkey there."""
    finger = virtual_authenticator(page)
    page.goto(link)
    page.get_by_role("button", name="Make a passkey and come in").click()
    return finger


def four_words(page: Page) -> list[str]:
    """The words that the waiting room or the comparing page shows."""
    shown = page.locator(".spoken-words li, .four-words span")
    expect(shown).to_have_count(4)
    return shown.all_inner_texts()


def invite(page: Page, name: str, relation: str) -> str:
    """From the form for asking somebody in: fills it, and returns the link that it makes."""
    page.get_by_role("textbox", name="What do you call them?").fill(name)
    page.get_by_role("textbox", name="Who are they to the children?").fill(relation)
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_role("textbox", name="Or send this link").input_value()
    page.get_by_role("link", name="Go to the circle").click()
    return link


def compare_and_let_in(inviter: Page, newcomer: Page) -> None:
    """Both read their four words to each other; the inviter shows their passkey once more."""
    words = four_words(newcomer)
    inviter.reload()
    inviter.get_by_role("link", name="Compare the words").click()
    assert four_words(inviter) == words
    inviter.get_by_role("button", name="The words are the same: let them in").click()
    expect(inviter.get_by_role("status").filter(has_text="They are in.")).to_be_visible()


@contextmanager
def kept(server: Server) -> Iterator[Session]:
    """What the running server keeps, read from outside."""
    database = Database(f"sqlite:///{server.data / 'familyapp.db'}")
    with database.reading() as session:
        yield session
    database.close()


def family_in(page: Page) -> UUID:
    """The family in the page's address."""
    found = re.search(r"/families/([0-9a-f-]{36})", page.url)
    assert found, page.url
    return UUID(found[1])
