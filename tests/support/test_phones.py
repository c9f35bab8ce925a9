"""The support itself: phones that are strangers to each other, and passkeys that are kept."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest
from playwright.sync_api import expect

from tests.support.browser import NewPhone, virtual_authenticator

pytestmark = pytest.mark.browser

MAKE_A_PASSKEY = """async () => {
  const made = await navigator.credentials.create({ publicKey: {
    challenge: new Uint8Array(32), rp: { id: "localhost", name: "Test" },
    user: { id: new Uint8Array(64), name: "Test", displayName: "Test" },
    pubKeyCredParams: [{ type: "public-key", alg: -7 }],
    authenticatorSelection: { residentKey: "required", userVerification: "required" } } });
  return made.id;
}"""
USE_A_PASSKEY = """async () => {
  const used = await navigator.credentials.get({ publicKey: {
    challenge: new Uint8Array(32), rpId: "localhost", userVerification: "required", allowCredentials: [] } });
  return used.id;
}"""


class Page(BaseHTTPRequestHandler):
    """Answers every address with one small page that shows what cookie came, and sets one."""

    body: ClassVar[bytes] = (
        b"<!doctype html><title>Test</title><p>%s<script>document.title = 'scripts'</script>"
    )

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Set-Cookie", "seen=yes")
        self.end_headers()
        self.wfile.write(self.body % (self.headers.get("Cookie") or "a new face").encode())

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def small_site() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Page) as site:
        thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://localhost:{site.server_port}"
        site.shutdown()
        thread.join()


def test_two_phones_share_nothing(small_site: str, new_phone: NewPhone) -> None:
    nan, mum = new_phone(small_site).new_page(), new_phone(small_site).new_page()
    nan.goto("/")
    nan.goto("/")
    expect(nan.get_by_text("seen=yes")).to_be_visible()
    mum.goto("/")
    expect(mum.get_by_text("a new face")).to_be_visible()


def test_a_phone_is_as_wide_as_a_phone_and_may_be_dark(small_site: str, new_phone: NewPhone) -> None:
    page = new_phone(small_site, colours="dark").new_page()
    page.goto("/")
    assert page.evaluate("[screen.width, matchMedia('(prefers-color-scheme: dark)').matches]") == [390, True]


def test_a_phone_without_scripts(small_site: str, new_phone: NewPhone) -> None:
    page = new_phone(small_site, java_script=False).new_page()
    page.goto("/")
    expect(page).to_have_title("Test")


def test_a_passkey_is_kept_and_used(small_site: str, new_phone: NewPhone) -> None:
    page = new_phone(small_site).new_page()
    page.goto("/")
    finger = virtual_authenticator(page)
    made = page.evaluate(MAKE_A_PASSKEY)
    assert page.evaluate(USE_A_PASSKEY) == made
    assert len(finger.passkeys()) == 1


def test_an_unknown_finger_is_refused(small_site: str, new_phone: NewPhone) -> None:
    page = new_phone(small_site).new_page()
    page.goto("/")
    finger = virtual_authenticator(page)
    page.evaluate(MAKE_A_PASSKEY)
    finger.refuse()
    assert page.evaluate(f"({USE_A_PASSKEY})().catch(refused => refused.name)") == "NotAllowedError"
