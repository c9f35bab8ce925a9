"""In a real Chromium: traps in people's words do nothing, and no page breaks its own content policy.

`new_phone` fails a test when the policy stops something, or a script fails.
"""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import NewPhone
from tests.support.server import Server

pytestmark = pytest.mark.browser

TRAPS = [
    "<img src=x onerror=\"document.title='trapped'\">",
    "<script>document.title='trapped'</script>",
    "</textarea><svg onload=\"document.title='trapped'\">",
    "<div hx-get='/sign-out' hx-trigger='load'>{{7*7}}</div>",
    "<b hx-on::load=\"document.title='trapped'\">",
    "<hx-partial hx-target='body'>trapped</hx-partial>",
]
SEND = """async ([path, text]) => {
  const sent = await fetch(path, { method: "POST", body: new URLSearchParams({ text }) });
  return sent.status;
}"""


def continue_as(page: Page, name: str) -> None:
    page.goto("/sign-in")
    page.get_by_role("button", name=re.compile(f"^Continue as {name}")).click()
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()


def test_traps_in_words_do_nothing(demo_server: Server, new_phone: NewPhone) -> None:
    page = new_phone(demo_server.address).new_page()
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog opened: {dialog.message}"))
    continue_as(page, "Mum")
    page.get_by_role("link", name="Plan", exact=True).click()
    plan = page.url.partition("#")[0]
    for trap in TRAPS:
        for box in ("strengths", "better", "now"):
            assert page.evaluate(SEND, [f"{plan}/{box}/add", trap]) == 200
    for path in ("", "/strengths", "/better", "/now"):
        page.goto(plan + path)
        expect(page.get_by_text(TRAPS[0]).first).to_be_visible()
        # The fragment that the page fetches by itself is there too by now.
        page.wait_for_load_state("networkidle")
        expect(page).to_have_title("Plan · Our plan")
        assert page.locator("img, main script, main [hx-on], hx-partial").count() == 0
    page.goto("/updates")
    expect(page).to_have_title("Updates · Our plan")
    page.goto("/me")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


@pytest.mark.parametrize(("who", "places"), [("Priya", 6), ("Mum", 5)])
def test_no_page_breaks_its_own_policy(
    shared_demo: Server, new_phone: NewPhone, who: str, places: int
) -> None:
    page = new_phone(shared_demo.address).new_page()
    continue_as(page, who)
    bar = page.get_by_role("navigation", name="Main").get_by_role("link")
    expect(bar).to_have_count(places)
    doors = [link.get_attribute("href") or "" for link in bar.all()]
    page.goto("/plan")
    doors += [page.url + path for path in ("/close", "/now", "/better/add", "/strengths/add")]
    public = ["/nowhere", "/worried", "/accessibility", "/privacy", "/patterns", "/invitation", "/add-phone"]
    for path in [*doors, *public, "/me/phones", "/me/phones/add"]:
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)


def test_the_policy_stops_what_is_not_ours(shared_demo: Server, chromium: Browser) -> None:
    """The other tests could not fail if the policy did not reach the browser."""
    page = chromium.new_page()
    page.goto(f"{shared_demo.address}/worried")
    stopped = page.evaluate(
        """() => new Promise(done => {
          const stops = [];
          document.addEventListener("securitypolicyviolation", (event) => {
            stops.push(event.effectiveDirective);
            if (stops.length === 2) done(stops.sort());
          });
          const frame = document.createElement("iframe");
          frame.src = "/me";
          const image = document.createElement("img");
          image.src = "data:image/gif;base64,R0lGODlhAQABAAAAACw=";
          document.body.append(frame, image);
        })"""
    )
    assert stopped == ["frame-src", "img-src"]
    page.close()
