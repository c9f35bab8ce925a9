"""What a phone that was never here brings down for the plan (DESIGN.md section 8), as the browser itself counts it."""

import gzip
from collections import Counter
from typing import Any

import httpx
import pytest

from tests.journeys.steps import continue_as
from tests.support.browser import NewPhone
from tests.support.server import Server

pytestmark = pytest.mark.browser

KB = 1000
ALL_IN, SCRIPTS, STYLES = 45 * KB, 20 * KB, 10 * KB


def test_the_first_plan_weighs_less_than_45_kilobytes(shared_demo: Server, new_phone: NewPhone) -> None:
    page = continue_as(new_phone(shared_demo.address, worker=False).new_page(), "Mum")
    watching = page.context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    weight: Counter[str] = Counter()

    def note_kind(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]

    def note_weight(event: dict[str, Any]) -> None:
        weight[kinds.get(event["requestId"], "Other")] += int(event["encodedDataLength"])

    watching.on("Network.responseReceived", note_kind)
    watching.on("Network.loadingFinished", note_weight)
    watching.send("Network.enable")
    watching.send("Network.clearBrowserCache")
    page.goto("/plan", wait_until="networkidle")

    assert {"Document", "Stylesheet", "Script"} <= set(weight)
    assert weight.total() <= ALL_IN, weight
    assert weight["Script"] <= SCRIPTS, weight
    assert weight["Stylesheet"] <= STYLES, weight


def test_a_page_travels_compressed_and_whole(shared_demo: Server) -> None:
    with httpx.Client(base_url=shared_demo.address, trust_env=False) as client:
        plain = client.get("/sign-in", headers={"accept-encoding": "identity"})
        packed = client.send(client.build_request("GET", "/sign-in"), stream=True)
        raw = b"".join(packed.iter_raw())
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in packed.headers["vary"].lower()
    assert len(raw) < len(plain.content) / 2
    assert gzip.decompress(raw) == plain.content
