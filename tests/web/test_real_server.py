"""The web rules over the real server: whatever comes in at the socket, what goes out is guarded."""

import socket
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from familyapp.web.forms import FORM_BYTES
from familyapp.web.headers import ALWAYS
from tests.support.server import NewServer, Server


@dataclass(frozen=True, slots=True)
class Raw:
    """An answer as it came over the wire."""

    status: int
    headers: dict[str, str]
    body: str


def say(server: Server, sent: bytes) -> Raw:
    """Writes these bytes to the server and reads until it hangs up."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as wire:
        wire.sendall(sent)
        pieces = []
        while piece := wire.recv(65536):
            pieces.append(piece)
    head, _, body = b"".join(pieces).partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    fields = [line.split(": ", 1) for line in lines]
    assert len({name.lower() for name, _ in fields}) == len(fields), f"a header came twice: {fields}"
    return Raw(
        int(status.split()[1]), {name.lower(): value for name, value in fields}, body.decode(errors="replace")
    )


def get(server: Server, path: str, more: str = "", method: str = "GET") -> Raw:
    request = f"{method} {path} HTTP/1.1\r\nhost: localhost:{server.port}\r\nconnection: close\r\n{more}\r\n"
    return say(server, request.encode())


def assert_guarded(answer: Raw) -> None:
    for name, value in ALWAYS.items():
        assert answer.headers.get(name) == value, name
    assert answer.headers.get("cache-control") == "no-store"
    assert "server" not in answer.headers


SAME = "sec-fetch-site: same-origin\r\n"


@pytest.mark.parametrize(
    ("path", "more", "method", "status"),
    [
        ("/sign-in", "", "GET", 200),
        ("/health", "", "GET", 200),
        ("/plan", "", "GET", 303),
        ("/plan", "hx-request: true\r\n", "GET", 401),
        ("/nowhere", "", "GET", 404),
        ("//plan", "", "GET", 404),
        ("/./plan", "", "GET", 404),
        ("/families/../plan", "", "GET", 404),
        ("/static/../pyproject.toml", "", "GET", 404),
        ("/static/..%2f..%2fpyproject.toml", "", "GET", 404),
        ("/static//etc/passwd", "", "GET", 404),
        ("/%ff%fe%00", "", "GET", 404),
        ("/" + "a" * 50_000, "", "GET", 404),
        ("/sign-in", "", "POST", 403),
        ("/sign-in", SAME, "POST", 400),
        ("/sign-in", SAME, "DELETE", 405),
        ("/sign-in", "", "TRACE", 405),
        ("/sign-in", "", "OPTIONS", 405),
        ("/sign-in", SAME + "content-type: application/json\r\ncontent-length: 2\r\n\r\n{}", "POST", 415),
        ("/sign-in", SAME + f"content-length: {FORM_BYTES + 1}\r\n", "POST", 413),
        ("/sign-in", "host: evil.example\r\nx-forwarded-host: evil.example\r\n", "GET", 200),
        ("/sign-in", "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n", "GET", 200),
    ],
)  # fmt: skip
def test_every_answer_is_guarded(shared_demo: Server, path: str, more: str, method: str, status: int) -> None:
    answer = get(shared_demo, path, more, method)
    assert answer.status == status
    assert_guarded(answer)
    assert "evil" not in answer.body


@pytest.mark.parametrize(
    "sent",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /sign-in HTTP/1.1\r\nhost: x\r\nbad header\r\n\r\n",
        b"GET /sign-in HTTP/1.1\r\nhost: x\r\nx: a\x00b\r\n\r\n",
        b"POST /sign-in HTTP/1.1\r\nhost: x\r\ncontent-length: 1_0\r\n\r\n",
        b"POST /sign-in HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /sign-in HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello",
        b"POST /sign-in HTTP/1.1\r\nhost: x\r\nsec-fetch-site: same-origin\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
    ids=["words", "version", "header", "nul", "length", "two ways", "two lengths", "chunk", "tls"],
)  # fmt: skip
def test_what_is_no_http_is_refused_with_every_header(shared_demo: Server, sent: bytes) -> None:
    answer = say(shared_demo, sent)
    assert answer.status == 400
    assert_guarded(answer)
    assert get(shared_demo, "/health").status == 200, "the server is still there"


def test_a_flood_of_bytes_without_an_end_is_cut_at_the_bound(shared_demo: Server) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(64):
            yield b"text=" + b"a" * 8192

    kind = {"sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded"}
    with httpx.Client(base_url=shared_demo.address, trust_env=False) as browser:
        answer = browser.post("/sign-in", content=pieces(), headers=kind)
        assert answer.status_code == 413
        assert "too much at once" in answer.text
        assert browser.get("/health").status_code == 200


def test_a_forwarded_address_counts_only_from_a_proxy_that_we_were_told_of(
    shared_demo: Server, new_server: NewServer
) -> None:
    flood = {"sec-fetch-site": "same-origin", "x-forwarded-for": "81.2.69.142"}
    for server, expected in ((shared_demo, 410), (new_server(proxies='["127.0.0.1"]'), 429)):
        with httpx.Client(base_url=server.address, trust_env=False, headers=flood) as browser:
            statuses = [browser.post("/invitation/claim").status_code for _ in range(122)]
            assert statuses[-1] == expected
            neighbour = browser.post("/invitation/claim", headers={"x-forwarded-for": "81.2.70.1"})
            assert neighbour.status_code == 410


def test_a_broken_database_is_answered_kindly_guarded_and_without_a_word_of_why(
    new_server: NewServer,
) -> None:
    server = new_server("demo")
    with httpx.Client(base_url=server.address, trust_env=False) as browser:
        page = browser.get("/sign-in").text
        person = page.partition('name="person" value="')[2].partition('"')[0]
        same = {"sec-fetch-site": "same-origin"}
        cookie = browser.post("/demo/sign-in", data={"person": person}, headers=same).headers["set-cookie"]
        plan = browser.get("/plan", headers={"cookie": cookie.partition(";")[0]}).headers["location"]
        with sqlite3.connect(server.data / "familyapp.db") as database:
            # Every insertion of words now breaks a rule whose message carries the words themselves.
            database.execute(
                "CREATE TRIGGER broken BEFORE INSERT ON words BEGIN SELECT RAISE(ABORT, 'canary in the message'); END"
            )
        headers = same | {"cookie": cookie.partition(";")[0]}
        answer = browser.post(f"{plan}/strengths/add", data={"text": "canary in the words"}, headers=headers)
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
    assert answer.headers["cache-control"] == "no-store"
    assert "canary" not in answer.text
    with sqlite3.connect(server.data / "familyapp.db") as database:
        database.execute("ALTER TABLE signin RENAME TO gone")
    busy = get(server, "/plan", f"cookie: {cookie.partition(';')[0]}\r\n")
    assert busy.status == 503
    assert_guarded(busy)
    assert "signin" not in busy.body
    server.stop()
    assert "mistake: IntegrityError" in server.log
    for secret in ("canary", "INSERT", "signin", "Traceback", plan.split("/")[2], person):
        assert secret not in server.log, secret
