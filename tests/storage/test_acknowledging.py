"""What is answered as kept is kept, and what is kept is answered so."""

from uuid import uuid4

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from familyapp.plan import Words
from tests.support.house import House


def _busy(*_what: object) -> None:
    raise OperationalError("UPDATE signin", None, TimeoutError("busy"))


def test_what_cannot_be_kept_is_not_acknowledged(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    nan, sent = house.visit(house.cast.nan), str(uuid4())
    form: dict[str, object] = {"text": "She laughed.", "id": sent}
    with monkeypatch.context() as full:
        full.setattr(Session, "commit", _busy)
        refused = nan.client.post(
            nan.plan("plan", "strengths", "add"), data=form, headers={"sec-fetch-site": "same-origin"}
        )
    assert refused.status_code == 503
    assert refused.headers["retry-after"] == "2"
    assert refused.headers["account"] == nan.get("/me").headers["account"]
    with house.database.reading() as session:
        assert session.exec(select(Words)).all() == []
    # The phone sends the same again, under the same name.
    assert nan.post(nan.plan("plan", "strengths", "add"), form).status_code == 303


def test_a_visit_that_is_not_remembered_takes_nothing_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    nan = house.visit(house.cast.nan)
    monkeypatch.setattr("familyapp.web.visit.touch", _busy)
    assert nan.post(nan.plan("plan", "strengths", "add"), {"text": "She laughed."}).status_code == 303
    assert "She laughed." in nan.get(nan.plan()).text
