"""Phones: fresh contexts of one real Chromium for each test process, and passkeys to sign in with.

Playwright's synchronous interface keeps an event loop in this thread for as long as the browser lives: a test in the
same process that needs asyncio runs it in a thread (`asking.py` does so for requests to an app).
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    CDPSession,
    ConsoleMessage,
    Error,
    Page,
    Playwright,
    sync_playwright,
)

UNWANTED = (
    # The address bar's own suggestions: two pages of the browser for each phone, and two thirds of all its work.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    # Of two lists Chromium reads the last: so here is Playwright's, too.
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(UNWANTED)}",
]
PATIENCE = 10_000
"""Milliseconds a phone waits for what a test expects to see."""


class NewPhone(Protocol):
    """How tests ask for a phone, or with `width=1280, touch=False` for a computer."""

    def __call__(
        self,
        address: str = ...,
        *,
        width: int = ...,
        height: int = ...,
        touch: bool = ...,
        colours: Literal["light", "dark"] = ...,
        java_script: bool = ...,
        language: str = ...,
        worker: bool = ...,
        **more: Any,
    ) -> BrowserContext:
        """A context of its own: no cookie, no cache and no passkey is shared with another. `address` is the base of
        relative addresses; `more` goes to Playwright's `new_context`. `worker=False` is for whoever looks at what the
        server itself sends: no service worker stands in between."""


def chromium_program() -> str:
    """Where Chromium is: what CHROMIUM says, or the first of the usual names on the PATH."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)
    if not found:
        pytest.fail("No Chromium here: install it, or set CHROMIUM to the program.")
    return found


@pytest.fixture(scope="session")
def player() -> Iterator[Playwright]:
    """Playwright, once for this test process."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(player: Playwright) -> Iterator[Browser]:
    """The browser of this test process."""
    browser = player.chromium.launch(executable_path=chromium_program(), args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def new_phone(chromium: Browser) -> Iterator[NewPhone]:
    """Makes phones. A script that fails, or a part of a page that the content policy stops, fails the test."""
    phones: list[BrowserContext] = []
    faults: list[str] = []

    def make(
        address: str = "",
        *,
        width: int = 390,
        height: int = 844,
        touch: bool = True,
        colours: Literal["light", "dark"] = "light",
        java_script: bool = True,
        language: str = "en-GB",
        worker: bool = True,
        **more: Any,
    ) -> BrowserContext:
        phone = chromium.new_context(
            base_url=address or None,
            service_workers="allow" if worker else "block",
            viewport={"width": width, "height": height},
            is_mobile=touch,
            has_touch=touch,
            color_scheme=colours,
            java_script_enabled=java_script,
            locale=language,
            timezone_id="Europe/London",
            **more,
        )
        listen_for_faults(phone, faults)
        phones.append(phone)
        return phone

    yield make
    for phone in phones:
        phone.close()
    assert not faults, "\n".join(faults)


def listen_for_faults(phone: BrowserContext, faults: list[str]) -> None:
    """Notes scripts that fail, and what the content policy stops, in any page of this phone."""
    phone.set_default_timeout(PATIENCE)
    phone.on("weberror", lambda fault: faults.append(f"{fault.page and fault.page.url}: {fault.error}"))
    phone.on("console", lambda message: _note_policy(message, faults))


def _note_policy(message: ConsoleMessage, faults: list[str]) -> None:
    if message.type == "error" and "Content Security Policy" in message.text:
        faults.append(message.text)


@dataclass
class Authenticator:
    """The fingerprint reader of one page's phone. It says yes by itself to whoever asks."""

    session: CDPSession
    number: str

    def passkeys(self) -> list[dict[str, Any]]:
        """The passkeys kept on it, as the DevTools protocol's `WebAuthn.Credential`."""
        kept = self.session.send("WebAuthn.getCredentials", {"authenticatorId": self.number})
        return list(kept["credentials"])

    def keep(self, passkey: dict[str, Any]) -> None:
        """Puts a passkey of another page's authenticator on this one, as a phone does that opens a second tab."""
        self.session.send("WebAuthn.addCredential", {"authenticatorId": self.number, "credential": passkey})

    def refuse(self, refused: bool = True) -> None:
        """From now on the person's finger is not recognised (or is again)."""
        answer = {"authenticatorId": self.number, "isUserVerified": not refused}
        self.session.send("WebAuthn.setUserVerified", answer)

    def remove(self) -> None:
        """Takes it out of the phone, with the passkeys on it."""
        try:
            self.session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self.number})
        except Error as gone:
            if "closed" not in str(gone):
                raise


def virtual_authenticator(page: Page) -> Authenticator:
    """Gives a page's phone a built-in authenticator that keeps passkeys and recognises its person. Once per page."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    added = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return Authenticator(session, str(added["authenticatorId"]))
