"""A phone on a bad line sends the same contribution twenty times at once: it is one contribution."""

from collections.abc import Iterator
from urllib.parse import urlencode
from uuid import UUID, uuid4

import httpx
import pytest
from sqlmodel import select

from familyapp.database import Database
from familyapp.journal import Happening, Receipt
from familyapp.plan import Words
from familyapp.web.cookies import SESSION
from tests.storage.at_once import at_once
from tests.storage.killing import Phone, sign_in
from tests.support.server import NewServer

TIMES = 20


@pytest.fixture
def phones(new_server: NewServer, database_url: str, database: Database) -> Iterator[list[Phone]]:
    """Nan's and Mum's phone, signed in on a real server."""
    server = new_server("serve", database_url=database_url)
    yield sign_in(database, server, count=2)
    server.stop()


def _send(phone: Phone, sent: UUID, text: str) -> tuple[int, str]:
    headers = {"cookie": f"{SESSION}={phone.token}", "sec-fetch-site": "same-origin"}
    form = {"id": str(sent), "text": text}
    answer = httpx.post(phone.address, data=form, headers=headers, trust_env=False, timeout=30)
    return answer.status_code, answer.headers.get("location", "")


def test_twenty_times_at_once_is_one_row_and_every_answer_is_good(
    database: Database, phones: list[Phone]
) -> None:
    nan, sent = phones[0], uuid4()
    answers = at_once([lambda: _send(nan, sent, "She laughed.")] * TIMES)
    assert {status for status, _ in answers} == {303}
    assert all(location.endswith(f"#words-{sent}") for _, location in answers)
    with database.reading() as session:
        assert [(each.id, each.text) for each in session.exec(select(Words))] == [(sent, "She laughed.")]
        assert [each.thing_id for each in session.exec(select(Happening))] == [sent]


def _send_waiting(phone: Phone, things: list[tuple[str, str]]) -> list[tuple[int, str | None]]:
    """What became of each of these things, sent in one go as from a phone's outbox."""
    headers = {"cookie": f"{SESSION}={phone.token}", "sec-fetch-site": "same-origin", "hx-request": "true"}
    to, server = phone.address.removeprefix(phone.server), phone.server
    parts: list[tuple[str, tuple[None, str]]] = []
    for sent, text in things:
        parts += [("to", (None, to)), ("form", (None, urlencode({"id": sent, "text": text})))]
    answer = httpx.post(f"{server}/outbox", files=parts, headers=headers, trust_env=False, timeout=30)
    assert answer.status_code == 200, answer.text
    return [(each["status"], each["receipt"]) for each in answer.json()]


def test_twenty_times_at_once_from_the_outbox_is_one_row_and_one_receipt(
    database: Database, phones: list[Phone]
) -> None:
    nan, sent = phones[0], str(uuid4())
    answers = at_once([lambda: _send_waiting(nan, [(sent, "She laughed.")])] * TIMES)
    assert answers == [[(201, sent)]] * TIMES
    with database.reading() as session:
        assert [str(each.id) for each in session.exec(select(Words))] == [sent]
        assert [str(each.id) for each in session.exec(select(Receipt))] == [sent]
        assert [str(each.thing_id) for each in session.exec(select(Happening))] == [sent]


def test_two_tabs_and_the_worker_send_the_same_twenty_things_at_once(
    database: Database, phones: list[Phone]
) -> None:
    nan, things = phones[0], [(str(uuid4()), f"number {number}") for number in range(20)]
    wanted = [(201, sent) for sent, _ in things]
    assert at_once([lambda: _send_waiting(nan, things)] * 3) == [wanted] * 3
    with database.reading() as session:
        kept = select(Words.text).join(Happening, Happening.thing_id == Words.id)  # type: ignore[arg-type]
        assert session.exec(kept.order_by(Happening.id)).all() == [text for _, text in things]  # type: ignore[arg-type]


def test_other_words_under_the_same_id_at_once_are_refused_in_words(
    database: Database, phones: list[Phone]
) -> None:
    nan, mum, sent = *phones, uuid4()
    three = [(nan, "She laughed."), (nan, "She sang."), (mum, "She laughed.")]
    sends = [lambda phone=phone, text=text: _send(phone, sent, text) for phone, text in three * 5]
    answers = at_once(sends)
    # Whoever came first is answered well each time, the others never.
    by_sender = [{status for status, _ in answers[sender::3]} for sender in range(3)]
    assert sorted(map(sorted, by_sender)) == [[303], [422], [422]]
    with database.reading() as session:
        (kept,) = session.exec(select(Words)).all()
        assert kept.text == three[by_sender.index({303})][1]
        assert len(session.exec(select(Happening)).all()) == 1
