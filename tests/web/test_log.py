"""What the log keeps: time, route name, status, duration, request id, and nothing of anybody's."""

import logging
import re

import pytest

from familyapp.clock import now
from familyapp.web.cookies import SESSION
from tests.support.house import House
from tests.web.street import our_things

CANARY = "Canary7Songbird"
TESTS_OWN = {"asyncio", "httpx2"}
A_LINE = re.compile(r"(-|[a-z_]+) [1-5][0-9]{2} [0-9]+ms [0-9a-f-]+")


def test_a_line_is_a_route_a_status_a_duration_and_a_number(
    small_house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    nan = small_house.visit(small_house.cast.nan)
    nan.get(nan.plan())
    nan.get("/nowhere")
    nan.get("/static/nowhere.css")
    nan.request("POST", "/sign-out")
    lines = [record.getMessage() for record in caplog.records if record.name == "familyapp.requests"]
    assert len(lines) == 4
    assert all(A_LINE.fullmatch(line) for line in lines), lines
    assert lines[0].startswith("show_plan 200 ")
    assert lines[1].startswith("nothing_here 404 ")
    assert lines[3].startswith("- 403 ")
    assert len({line.rpartition(" ")[2] for line in lines}) == 4


def test_nothing_that_anybody_sends_stands_in_any_log(
    small_house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    house, ours = small_house, our_things(small_house)
    with house.database.writing() as session:
        house.cast.mum.known_as = CANARY
        session.add(house.cast.mum)
    mum, nobody = house.visit(house.cast.mum), house.stranger_to_all()
    token = mum.client.cookies.get(SESSION) or ""
    text, day = {"text": CANARY, "id": CANARY}, f"{now():%Y-%m-%d}"
    mum.post(mum.plan("plan", "strengths", "add"), text)
    mum.post(mum.plan("plan", "strengths", "add"), {"text": CANARY})
    mum.post(mum.plan("plan", "strengths", "add"), {"text": CANARY + "\x00" * 9})
    mum.post(mum.plan("circle", "invite"), {"name": CANARY, "relation": CANARY})
    mum.post(mum.plan("meetings", "add"), {"day": day, "time": "23:59", "place": CANARY})
    mum.post(mum.plan("words", ours["words"], "change"), {"text": CANARY, "revision": "1"})
    mum.post("/passkeys/fresh/options", {"act": CANARY})
    mum.post("/passkeys/fresh", {"act": CANARY, "passkey": f'{{"id": "{CANARY}"}}'})
    for visitor in (mum, nobody):
        visitor.get(
            f"/me?told={CANARY}&{CANARY}=1",
            **{"user-agent": CANARY, "referer": CANARY, "accept-language": CANARY},
        )
        visitor.get(f"/{CANARY}/{CANARY}?x={CANARY}")
        visitor.get(f"/static/{CANARY}.css")
        visitor.get(f"/sign-in?next={CANARY}")
        visitor.post("/invitation/claim", {"secret": CANARY + "A" * 28, "passkey": CANARY})
        visitor.post("/invitation/options", {"secret": CANARY + "A" * 28})
        visitor.post("/sign-in", {"passkey": f'{{"id": "{CANARY}", "response": []}}'})
        visitor.request("POST", "/sign-in", headers={"origin": CANARY, "host": CANARY})
        visitor.request("POST", "/sign-in", headers={"sec-fetch-site": "same-origin", "content-type": CANARY})
        visitor.request(CANARY, f"/{CANARY}", headers={"sec-fetch-site": "same-origin", "cookie": CANARY})
    written = "\n".join(
        f"{record.name} {record.getMessage()}" for record in caplog.records if record.name not in TESTS_OWN
    )
    assert "add_to_plan 303" in written, "the log must have been looked at, or this test proves nothing"
    for secret in (CANARY, token, str(house.cast.family.id), str(ours["words"]), "Hana", "Nan", "Mum"):
        assert secret not in written, secret


def test_a_mistake_is_told_by_its_kind_and_the_way_there_alone(
    small_house: House, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(CANARY)

    mum = small_house.visit(small_house.cast.mum)
    monkeypatch.setattr("familyapp.plan.pages.saying.add_words", broken)
    path = mum.plan("plan", "strengths", "add")
    answer = mum.client.post(path, data={"text": CANARY}, headers={"sec-fetch-site": "same-origin"})
    assert answer.status_code == 500
    assert CANARY not in answer.text + caplog.text
    assert "mistake: RuntimeError by way of" in caplog.text
    assert "saying.py" in caplog.text


def test_even_a_mistake_in_the_page_for_mistakes_is_answered(
    small_house: House, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(CANARY)

    nobody = small_house.stranger_to_all()
    monkeypatch.setattr("familyapp.web.errors.render", broken)
    answer = nobody.client.get("/nowhere")
    assert (answer.status_code, answer.headers["cache-control"]) == (500, "no-store")
    assert "Nothing was changed." in answer.text
    assert CANARY not in answer.text + caplog.text
