"""Leave now: the screen is blank at once, the sign-in is over, and nothing brings the page back."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from sqlmodel import col, select

from familyapp.passkeys import SignIn
from tests.journeys.steps import continue_as, kept
from tests.support.browser import NewPhone
from tests.support.line import Line
from tests.support.lines import line_to_server
from tests.support.server import NewServer, Server

pytestmark = pytest.mark.browser

WEATHER = "https://weather.example/"
PRIVATE = "Hana and Zayn’s plan"
BLANK_AFTER = """() => {
  addEventListener("mousedown", () => (globalThis.began = performance.now()), true);
  addEventListener("keydown", () => (globalThis.began = performance.now()), true);
  globalThis.blankAfter = new Promise((known) =>
    new MutationObserver(() => document.documentElement.checkVisibility() || known(performance.now() - began))
      .observe(document.documentElement, { attributes: true }));
  blankAfter.then((ms) => console.log(`blank after ${ms}`));
}"""


@pytest.fixture(scope="module")
def weather(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """A demo whose Leave now leads to a site that this test answers for."""
    with line_to_server(tmp_path_factory.mktemp("weather"), leave_to=WEATHER) as line:
        yield line


def rainy(phone: BrowserContext) -> None:
    """Answers for the neutral site: no test speaks to the internet."""

    def answer(route: Route) -> None:
        route.fulfill(content_type="text/html", body="<!doctype html><title>Weather</title><p>Rain.")

    phone.route(f"{WEATHER}**", answer)


def newest_sign_in_is_over(server: Server) -> bool:
    with kept(server) as session:
        newest = session.exec(select(SignIn).order_by(col(SignIn.started_at).desc())).first()
        return newest is not None and newest.ended_at is not None


def by_click(page: Page) -> None:
    page.get_by_role("link", name="Leave now").click()


def by_keyboard(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


@pytest.mark.parametrize("leave", [by_click, by_keyboard])
def test_leaving_is_at_once_and_for_good(
    leave: Callable[[Page], None], weather: Line, new_phone: NewPhone
) -> None:
    phone = new_phone(weather.address, touch=False)
    rainy(phone)
    said: list[str] = []
    phone.on("console", lambda message: said.append(message.text))
    page, other = continue_as(phone.new_page(), "Mum"), phone.new_page()
    other.goto("/circle")
    for place in ("/circle", "/updates", "/me", "/meetings", "/plan"):
        page.goto(place)
    page.evaluate(BLANK_AFTER)
    weather.forgets()
    leave(page)
    page.wait_for_url(WEATHER)
    weather.await_answer("/leave")
    after = [float(each.removeprefix("blank after ")) for each in said if each.startswith("blank after ")]
    assert after
    assert max(after) < 100
    other.wait_for_url(WEATHER)
    assert newest_sign_in_is_over(weather.server)
    assert [each["name"] for each in phone.cookies() if "session" in each["name"]] == []
    for tab in (page, other):
        for _ in range(5):
            tab.go_back()
            expect(tab.get_by_text(PRIVATE)).to_have_count(0)
            expect(tab.get_by_role("navigation", name="Main")).to_have_count(0)
            assert "Hana" not in tab.locator("html").inner_text()
    page.goto("/plan")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_capitals_are_not_leaving(weather: Line, new_phone: NewPhone) -> None:
    page = continue_as(new_phone(weather.address, touch=False).new_page(), "Mum")
    page.get_by_role("link", name="Add a strength").click()
    page.get_by_role("textbox", name="What's going well?").focus()
    for letter in ("H", "A", "N", "A"):
        page.keyboard.press(f"Shift+{letter}")
    expect(page.get_by_role("textbox", name="What's going well?")).to_have_value("HANA")


def test_leaving_without_a_signal(new_server: NewServer, new_phone: NewPhone) -> None:
    server = new_server("demo", leave_to=WEATHER)
    phone = new_phone(server.address)
    rainy(phone)
    page = continue_as(phone.new_page(), "Mum")
    server.kill()
    page.get_by_role("link", name="Leave now").click()
    expect(page.get_by_text("Rain.")).to_be_visible()
    server.start()
    # Nobody could tell the server; the phone itself remembers, and tells it at the door.
    for path in ("/plan", "/circle"):
        page.goto(path, wait_until="commit")
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        expect(page.get_by_text("Hana")).to_have_count(0)
    assert newest_sign_in_is_over(server)


def test_leaving_without_scripts(weather: Line, new_phone: NewPhone) -> None:
    phone = new_phone(weather.address, java_script=False)
    rainy(phone)
    page = continue_as(phone.new_page(), "Mum")
    for place in ("/circle", "/plan"):
        page.goto(place)
    page.get_by_role("link", name="Leave now").click()
    expect(page.get_by_text("Rain.")).to_be_visible()
    for _ in range(5):
        page.go_back()
        expect(page.get_by_text(PRIVATE)).to_have_count(0)
    page.goto("/plan")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
