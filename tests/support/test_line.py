"""The support itself: a line does to requests what its words say."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from tests.support.line import Line
from tests.support.wire import Answer


class Far(ThreadingHTTPServer):
    """The far end, which counts what reached it."""

    reached = 0
    daemon_threads = True


class Counting(BaseHTTPRequestHandler):
    """Answers with what was sent to it."""

    protocol_version = "HTTP/1.1"
    server: Far

    def do_POST(self) -> None:
        self.server.reached += 1
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(201)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body))

    def do_GET(self) -> None:
        self.server.reached += 1
        self.send_response(304 if self.path == "/same" else 200)
        self.send_header("Content-Length", "5")
        self.end_headers()
        if self.path != "/same":
            self.wfile.write(b"hello")

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def running() -> Iterator[Far]:
    with Far(("127.0.0.1", 0), Counting) as site:
        thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield site
        site.shutdown()
        thread.join()


@pytest.fixture
def far(running: Far) -> Far:
    running.reached = 0
    return running


@pytest.fixture
def far_line(far: Far) -> Iterator[Line]:
    with Line(far.server_port) as line:
        yield line


@pytest.fixture
def phone(far_line: Line) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=far_line.address, trust_env=False, timeout=5) as client:
        yield client


def test_what_goes_in_comes_out(far_line: Line, phone: httpx.Client) -> None:
    words = "Grüße, Nan 👵".encode() * 5000
    for _ in range(2):
        answer = phone.post("/outbox", content=words)
        assert (answer.status_code, answer.content) == (201, words)
        assert phone.get("/same").status_code == 304
    assert far_line.await_request("/outbox", 2).body == words
    assert far_line.answered("/outbox") == [201, 201]


def test_a_delay_is_there_and_back_and_once_more_for_a_new_connection(
    far_line: Line, phone: httpx.Client
) -> None:
    far_line.delays(25)
    began = time.perf_counter()
    phone.get("/first")
    first, began = time.perf_counter() - began, time.perf_counter()
    phone.get("/second")
    assert first > 0.1
    assert 0.05 < time.perf_counter() - began < first


def test_silence_is_no_answer(far_line: Line, phone: httpx.Client, far: Far) -> None:
    far_line.goes_silent("/outbox", times=1)
    with pytest.raises(httpx.ReadTimeout):
        phone.post("/outbox", content=b"a", timeout=0.1)
    assert far.reached == 0
    assert phone.post("/outbox", content=b"a").status_code == 201


def test_an_answer_is_lost_after_the_server_gave_it(far_line: Line, phone: httpx.Client, far: Far) -> None:
    far_line.loses_answers("/outbox", times=1)
    with pytest.raises(httpx.RemoteProtocolError):
        phone.post("/outbox", content=b"a")
    assert far.reached == 1
    assert far_line.answered("/outbox") == [0]


def test_nothing_listens_and_listens_again(far_line: Line, phone: httpx.Client, far: Far) -> None:
    phone.get("/")
    far_line.refuses()
    with pytest.raises(httpx.ConnectError):
        phone.get("/")
    far_line.opens()
    assert phone.get("/").is_success
    assert far.reached == 2


def test_the_line_answers_in_the_servers_place(far_line: Line, phone: httpx.Client, far: Far) -> None:
    far_line.answers("/outbox", Answer(429, headers={"Retry-After": "2"}), times=1)
    refused = phone.post("/outbox", content=b"a")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "2")
    rule = far_line.is_a_portal()
    assert "Free Wi-Fi" in phone.post("/outbox", content=b"a").text
    assert far.reached == 0
    far_line.takes_back(rule)
    assert phone.post("/outbox", content=b"a").status_code == 201


@pytest.mark.parametrize("back", [False, True])
def test_what_is_held_waits_until_it_is_let_go(
    back: bool, far_line: Line, phone: httpx.Client, far: Far
) -> None:
    rule = far_line.holds_back("/held") if back else far_line.holds("/held")
    came: list[int] = []
    asking = threading.Thread(target=lambda: came.append(phone.get("/held").status_code))
    asking.start()
    far_line.await_request("/held")
    if back:
        far_line.await_answer("/held")
    assert far.reached == int(back)
    assert not came
    far_line.takes_back(rule)
    asking.join(5)
    assert came == [200]


def test_a_server_that_is_not_there_is_no_answer(phone: httpx.Client, far_line: Line) -> None:
    far_line.behind = 1
    with pytest.raises(httpx.TransportError):
        phone.get("/")
