"""A phone's outbox: what it sends in one go, and the forms that it holds."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from httpx2 import Response
from sqlmodel import select

from familyapp.journal import Happening
from familyapp.plan import Words
from tests.support.house import House, Visitor

Thing = tuple[str, dict[str, Any]]
"""Where a form was to be sent, and its fields."""


def added(visitor: Visitor, text: str, box: str = "strengths", **more: Any) -> Thing:
    """Words for a box, as the page's form holds them when its button is pressed."""
    return visitor.plan("plan", box, "add"), {"id": str(uuid4()), "text": text, "instead": ""} | more


def changed(visitor: Visitor, words: UUID, text: str, revision: int, **more: Any) -> Thing:
    """One's own words, said differently."""
    form = {"id": str(uuid4()), "text": text, "revision": str(revision), "instead": ""}
    return visitor.plan("words", words, "change"), form | more


def envelope(things: Iterable[Thing]) -> list[tuple[str, str]]:
    """The fields of what a phone sends, in their order."""
    return [field for to, form in things for field in (("to", to), ("form", urlencode(form, doseq=True)))]


def send_fields(visitor: Visitor, fields: Iterable[tuple[str, str]], **headers: str) -> Response:
    """Sends these fields as a phone would."""
    parts = [(name, (None, value)) for name, value in fields]
    same = {"sec-fetch-site": "same-origin", "hx-request": "true"}
    return visitor.request("POST", "/outbox", files=parts, headers=same | headers)


def send(visitor: Visitor, *things: Thing, **headers: str) -> Response:
    """Sends these things in one go."""
    return send_fields(visitor, envelope(things), **headers)


def answers(visitor: Visitor, *things: Thing) -> list[dict[str, Any]]:
    """What became of each of these things."""
    response = send(visitor, *things)
    assert response.status_code == 200, response.text
    told: list[dict[str, Any]] = response.json()
    keys = {"id", "status", "receipt", "goes_to", "html", "reasons", "retry_after", "other"}
    assert all(set(each) == keys for each in told)
    return told


def texts(house: House) -> list[str]:
    """The words that are kept, in the order in which they came."""
    with house.database.reading() as session:
        query = select(Words.text).join(Happening, Happening.thing_id == Words.id)  # type: ignore[arg-type]
        return list(session.exec(query.order_by(Happening.id)).all())  # type: ignore[arg-type]
