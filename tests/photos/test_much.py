"""Much at once, over a real server: 200 MB are refused, and fifty big photos leave no trace in memory."""

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.photos import pictures
from tests.support.server import Server

SAME = {"sec-fetch-site": "same-origin"}
BEGIN = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n\xff\xd8\xff'
HUGE = 200 * 1024 * 1024 - len(BEGIN)
PIECE = b"\x00" * 65536
GROWN_KB = 48 * 1024
"""By how much the server may grow over forty photos of up to 3 MB: less than two of them opened."""


@pytest.fixture
def mum(demo_server: Server) -> Iterator[httpx.Client]:
    """A browser in which one of the family has signed in."""
    with httpx.Client(base_url=demo_server.address, trust_env=False, headers=SAME, timeout=60) as browser:
        page = browser.get("/sign-in").text
        person = page.partition('name="person" value="')[2].partition('"')[0]
        came = browser.post("/demo/sign-in", data={"person": person})
        browser.headers["cookie"] = came.headers["set-cookie"].partition(";")[0]
        browser.cookies.clear()
        yield browser


def form_of(browser: httpx.Client) -> str:
    plan = browser.get("/plan").headers["location"]
    return f"{plan}/photos/add"


def resident(server: Server) -> int:
    """Kilobytes of memory that the server's process has now."""
    status = Path(f"/proc/{server.pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])


def pour(server: Server, head: str, *, chunked: bool) -> int:
    """Sends 200 MB. The status of the answer, which comes as soon as it is too much."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as wire:
        wire.sendall(head.encode())
        for piece in (BEGIN, *([PIECE] * (HUGE // len(PIECE)))):
            wire.sendall(b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece)
        return int(wire.recv(65536).split(b" ", 2)[1])


@pytest.mark.parametrize("chunked", [False, True], ids=["with a length", "without a length"])
def test_a_photo_of_200_megabytes_is_refused_and_takes_no_memory(
    demo_server: Server, mum: httpx.Client, chunked: bool
) -> None:
    path, cookie = form_of(mum), mum.headers["cookie"]
    how = "transfer-encoding: chunked" if chunked else f"content-length: {HUGE + len(BEGIN)}"
    head = (
        f"POST {path} HTTP/1.1\r\nhost: localhost:{demo_server.port}\r\ncookie: {cookie}\r\n"
        f"sec-fetch-site: same-origin\r\ncontent-type: multipart/form-data; boundary=b\r\n{how}\r\n\r\n"
    )
    before = resident(demo_server)
    # What still comes is thrown away unread: would the server hang up, a browser would not show its answer.
    assert pour(demo_server, head, chunked=chunked) == 413
    assert resident(demo_server) - before < GROWN_KB
    assert mum.get("/health").status_code == 200
    assert "mistake" not in demo_server.log


@pytest.mark.slow
def test_memory_stays_flat_over_fifty_big_photos(demo_server: Server, mum: httpx.Client) -> None:
    path, big = form_of(mum), [pictures.noisy(number) for number in range(5)]
    after_ten = 0
    for number in range(50):
        sent = mum.post(path, files={"file": ("a.jpg", big[number % 5])}, data={"page": "1"})
        assert sent.status_code == 303
        if number == 9:
            after_ten = resident(demo_server)
    assert resident(demo_server) - after_ten < GROWN_KB
