"""What a real browser says about putting the app on a phone."""

import pytest

from tests.support.browser import NewPhone
from tests.support.server import Server

pytestmark = pytest.mark.browser


def test_a_browser_takes_the_manifest_and_would_install_the_app(
    shared_demo: Server, new_phone: NewPhone
) -> None:
    page = new_phone(shared_demo.address).new_page()
    page.goto("/install/android")
    browser = page.context.new_cdp_session(page)
    taken = browser.send("Page.getAppManifest")
    assert taken["url"] == f"{shared_demo.address}/manifest.webmanifest"
    assert taken["errors"] == []
    hindrances = {
        each["errorId"] for each in browser.send("Page.getInstallabilityErrors")["installabilityErrors"]
    }
    # A test's phone forgets everything, as a private window does; nothing else stands in the way.
    assert hindrances <= {"in-incognito"}


def test_the_button_waits_until_the_browser_offers_it(shared_demo: Server, new_phone: NewPhone) -> None:
    page = new_phone(shared_demo.address).new_page()
    page.goto("/install/android")
    button = page.locator("[data-install]")
    assert button.is_hidden()
    page.evaluate(
        """() => {
          const offer = new Event("beforeinstallprompt", { cancelable: true });
          offer.prompt = () => { document.title = "asked"; };
          dispatchEvent(offer);
        }"""
    )
    button.click()
    page.wait_for_function("document.title === 'asked'")
