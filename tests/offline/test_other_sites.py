"""Another site sends the phone of somebody who is signed in to our addresses: the worker is no way round the door."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.offline.steps import chip, rows_left, times_kept, write
from tests.support.line import Line
from tests.support.wire import Answer

pytestmark = pytest.mark.browser


class Trap(BaseHTTPRequestHandler):
    """A page with a form that posts the query's fields to the address in `to`."""

    def do_GET(self) -> None:
        fields = dict(parse_qsl(urlsplit(self.path).query))
        inputs = "".join(f'<input name="{name}" value="{value}">' for name, value in fields.items())
        page = f'<form method="post" action="{fields["to"]}">{inputs}<button>Win a prize</button></form>'
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def trap() -> Iterator[str]:
    """Another site, under another name than ours."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Trap)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_no_other_site_empties_a_phone_or_speaks_in_somebodys_name(nan: Page, line: Line, trap: str) -> None:
    line.answers("/outbox", Answer(503))
    write(nan, "Hers, and waiting.")
    plan = nan.url.partition("#")[0]
    for to, fields in (
        (f"{line.address}/sign-out", "waiting=delete&account=x"),
        (f"{line.address}/leave", ""),
        (f"{plan}/strengths/add", "id=11111111-1111-4111-8111-111111111111&text=Not+hers&account=x"),
        (f"{line.address}/unsent", "id=11111111-1111-4111-8111-111111111111&act=discard-for-good"),
    ):
        nan.goto(f"{trap}?to={to}&{fields}")
        nan.get_by_role("button", name="Win a prize").click()
        nan.wait_for_url(f"{line.address}/**")
        nan.goto(plan)
        expect(nan.get_by_role("heading", level=1)).to_have_text("Hana and Zayn’s plan")
        assert rows_left(nan) == 1, to
    expect(chip(nan)).to_have_text("1 not sent")
    assert times_kept(line.server, "Not hers") == 0
