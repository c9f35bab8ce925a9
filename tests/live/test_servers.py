"""Real servers: two on one PostgreSQL, one that is asked to stop, and what stands in the log."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest

from familyapp.database import Database
from familyapp.demo import Cast, invent_cast
from familyapp.network import Audience, Membership, Person
from familyapp.passkeys import start_sign_in
from familyapp.plan import BoxKey, add_words
from familyapp.web.cookies import SESSION
from tests.support.server import NewServer, Server

PATIENCE = 10.0
SOON = 2.0


class Phone:
    """Somebody's phone at one server, signed in."""

    def __init__(self, database: Database, server: Server, member: Membership) -> None:
        with database.writing() as session:
            person = session.get(Person, member.person_id)
            assert person is not None
            _, token = start_sign_in(session, person, None, "a phone")
        self.client = httpx.Client(
            base_url=server.address, cookies={SESSION: token}, trust_env=False, timeout=PATIENCE
        )
        self.plan = f"/families/{member.family_id}/plan"

    @contextmanager
    def listening(self) -> Iterator[Iterator[str]]:
        """Opens the plan, and hears line by line what its stream says."""
        found = re.search(r'data-live="([^"]+)"', self.client.get(self.plan).text)
        assert found
        with self.client.stream("GET", found[1]) as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            assert "content-encoding" not in answer.headers
            lines = answer.iter_lines()
            assert re.fullmatch(r"retry: \d{4}", next(lines))
            assert next(lines) == ""
            yield lines


PhoneAt = Callable[[Database, Server, Membership], Phone]


@pytest.fixture
def phone_at() -> Iterator[PhoneAt]:
    """Makes phones, which are put away at the end."""
    with ExitStack() as stack:

        def phone(database: Database, server: Server, member: Membership) -> Phone:
            made = Phone(database, server, member)
            stack.enter_context(made.client)
            return made

        yield phone


@pytest.fixture
def started(new_server: NewServer, database_url: str) -> Iterator[tuple[Server, Database, Cast]]:
    """A server and its families, on either database."""
    server, database = new_server("serve", database_url=database_url), Database(database_url)
    with database.writing() as session:
        cast = invent_cast(session)
    yield server, database, cast
    database.close()


@pytest.mark.postgresql
def test_what_is_added_at_one_process_is_news_at_another(
    new_server: NewServer, postgresql_url: str, phone_at: PhoneAt
) -> None:
    database = Database(postgresql_url)
    with database.writing() as session:
        cast = invent_cast(session)
    one, other = (new_server("serve", database_url=postgresql_url) for _ in range(2))
    nan, mum = phone_at(database, one, cast.nan), phone_at(database, other, cast.mum)
    with nan.listening() as lines:
        began = time.monotonic()
        answer = mum.client.post(
            f"{mum.plan}/strengths/add",
            data={"text": "We ate together.", "audience": "circle"},
            headers={"sec-fetch-site": "same-origin"},
        )
        assert answer.status_code == 303
        assert [next(lines)[:3], next(lines)] == ["id:", "data: new"]
        assert time.monotonic() - began < SOON
        assert "We ate together." in nan.client.get(nan.plan).text
    with nan.listening() as lines:
        # Of what is another family's, or not for her, she hears nothing; then of what is.
        for who, audience in (
            (cast.charlie, Audience.CIRCLE),
            (cast.mum, Audience.FAMILY),
            (cast.mum, Audience.CIRCLE),
        ):
            with database.writing() as session:
                add_words(session, who.reader(), BoxKey.STRENGTHS, "And we sang.", audience)
        heard = [next(lines) for _ in range(3)]
    assert heard[1:] == ["data: new", ""]
    assert heard[0].removeprefix("id: ") in nan.client.get(nan.plan).text
    database.close()


def test_a_server_that_is_to_stop_lets_every_stream_go_at_once(
    started: tuple[Server, Database, Cast], phone_at: PhoneAt
) -> None:
    server, database, cast = started
    phones = [phone_at(database, server, who) for who in (cast.mum, cast.nan, cast.zayn, cast.priya)]
    with ExitStack() as stack:
        streams = [stack.enter_context(phone.listening()) for phone in phones * 4]
        began = time.monotonic()
        server.stop()
        # To the very end of each, which an answer that was cut would not have.
        assert [list(lines) for lines in streams] == [[]] * len(streams)
    assert time.monotonic() - began < SOON, "streams are not waited for"
    assert "Traceback" not in server.log
    assert server.log.count("watch_plan 200") == len(streams)
    assert "seen=" not in server.log


def test_a_stream_whose_phone_has_gone_is_forgotten(
    started: tuple[Server, Database, Cast], phone_at: PhoneAt
) -> None:
    server, database, cast = started
    nan = phone_at(database, server, cast.nan)
    with nan.listening():
        pass
    nan.client.close()
    until = time.monotonic() + PATIENCE
    while "watch_plan 200" not in server.log and time.monotonic() < until:
        time.sleep(0.02)
    assert "watch_plan 200" in server.log
    assert "mistake" not in server.log
