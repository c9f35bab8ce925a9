"""Say something back: one sentence from a worker to the author, with "heard" or after it, and for nobody else."""

from uuid import UUID

import pytest
from sqlalchemy import event
from sqlmodel import select

from familyapp.journal import Happening
from familyapp.network import Audience, Membership
from familyapp.network.removal import end_membership
from familyapp.plan import BoxKey, Heard, RepliedBefore, mark_heard, move_words, one_said, words_said
from tests.storage.at_once import at_once
from tests.support.house import House
from tests.web.street import nothing_changes

SENTENCE = "Thank you, Nan. That made my morning."
OTHER = "See you on Tuesday."


def _replies(house: House) -> list[str]:
    with house.database.reading() as session:
        return [heard.reply for heard in session.exec(select(Heard)).all()]


def _lines(house: House) -> list[str]:
    with house.database.reading() as session:
        return [
            line.audience for line in session.exec(select(Happening).where(Happening.kind == "heard")).all()
        ]


def _reply(house: House, words: UUID, who: Membership, sentence: str) -> None:
    with house.database.writing() as session:
        mark_heard(session, who.reader(), words, sentence)


def _may_read(house: House, words: UUID) -> set[str]:
    """Whose pages show the sentence, of all who are in the circle and a stranger."""
    found: set[str] = set()
    for name in ("mum", "zayn", "nan", "jo", "mr_okoro", "priya", "sam", "charlie"):
        visitor = house.visit(getattr(house.cast, name))
        pages = [visitor.plan(), visitor.plan("plan", "strengths"), visitor.plan("words", words), "/updates"]
        shown = [SENTENCE in visitor.get(page).text for page in (*pages, visitor.plan("plan", "close"))]
        assert not any(shown) or all(shown[1:3]), name
        found |= {name} if any(shown) else set()
    return found


def test_the_author_and_the_workers_read_it_and_nobody_else(house: House) -> None:
    words = house.say(house.cast.nan, BoxKey.STRENGTHS, "She laughed.")
    priya = house.visit(house.cast.priya)
    assert "Say something back" in priya.get(priya.plan()).text
    assert priya.post(priya.plan("words", words, "heard"), {"reply": SENTENCE}).status_code == 303
    assert _may_read(house, words) == {"nan", "priya", "sam"}
    nan = house.visit(house.cast.nan)
    for page in (nan.plan(), "/updates"):
        text = nan.get(page).text
        assert "Heard" in text
        assert f"<bdi>Priya</bdi>:</span> <bdi>{SENTENCE}</bdi>" in text
    assert "Say something back" not in priya.get(priya.plan()).text


@pytest.mark.parametrize("audience", [Audience.CIRCLE, Audience.WORKER])
def test_it_is_for_those_alone_who_may_read_the_words(house: House, audience: Audience) -> None:
    cast, words = house.cast, house.say(house.cast.nan, BoxKey.NOW, "I worry.", audience)
    _reply(house, words, cast.priya, SENTENCE)

    def knows(member: Membership) -> bool:
        with house.database.reading() as session:
            said = one_said(session, member.reader(), words)
            return said is not None and SENTENCE in {each.reply for each in said.heard}

    assert [knows(each) for each in (cast.nan, cast.priya, cast.sam)] == [True] * 3
    assert not any(knows(each) for each in (cast.mum, cast.zayn, cast.jo, cast.mr_okoro, cast.charlie))
    with house.database.writing() as session:
        move_words(session, cast.nan.reader(), words, Audience.FAMILY)
    assert knows(cast.nan)
    assert not any(knows(each) for each in (cast.priya, cast.sam, cast.mum))
    with house.database.writing() as session:
        removed = session.merge(cast.nan)
        end_membership(session, removed, by=cast.mum.person_id)
        assert one_said(session, removed.reader(), words) is None


def test_one_tap_needs_no_sentence(house: House) -> None:
    words = house.say(house.cast.nan, BoxKey.STRENGTHS, "She laughed.")
    priya = house.visit(house.cast.priya)
    for sent in ({}, {"reply": ""}, {"reply": " \u200d \u202e "}):
        assert priya.post(priya.plan("words", words, "heard"), sent).status_code == 303
    assert _replies(house) == [""]
    assert _lines(house) == ["circle"]


def test_it_may_follow_later_and_is_then_news_for_its_readers_alone(house: House) -> None:
    cast, words = house.cast, house.say(house.cast.nan, BoxKey.STRENGTHS, "She laughed.")
    priya, mum, nan = (house.visit(each) for each in (cast.priya, cast.mum, cast.nan))
    priya.post(priya.plan("words", words, "heard"))
    page = priya.get(priya.plan()).text
    assert "Mark as heard" not in page
    assert "Say something back" in page
    marks = {visitor: visitor.get(visitor.plan()).headers["etag"] for visitor in (mum, nan)}
    priya.post(priya.plan("words", words, "heard"), {"reply": SENTENCE})
    assert _replies(house) == [SENTENCE]
    assert _lines(house) == ["circle", "worker"]
    assert mum.get(mum.plan(), **{"if-none-match": marks[mum]}).status_code == 304
    assert SENTENCE in nan.get(nan.plan(), **{"if-none-match": marks[nan]}).text
    updates = nan.get("/updates").text
    assert updates.count("has heard what you said") == 1
    assert SENTENCE in updates


def test_the_other_worker_leaves_it_to_whoever_heard(house: House) -> None:
    words = house.say(house.cast.nan, BoxKey.STRENGTHS, "She laughed.")
    _reply(house, words, house.cast.priya, "")
    sam = house.visit(house.cast.sam)
    assert "Say something back" not in sam.get(sam.plan()).text


def test_the_same_again_is_once_and_another_sentence_is_given_back(house: House) -> None:
    words = house.say(house.cast.nan, BoxKey.STRENGTHS, "She laughed.")
    priya = house.visit(house.cast.priya)
    path = priya.plan("words", words, "heard")
    for _ in range(2):
        assert priya.post(path, {"reply": f"  {SENTENCE}\n"}).status_code == 303
    for headers in ({}, {"hx-request": "true"}):
        with nothing_changes(house):
            answer = priya.post(path, {"reply": OTHER}, **headers)
        assert answer.status_code == 422
        assert f'value="{OTHER}"' in answer.text
        assert "You have said something back already." in answer.text
        assert SENTENCE in answer.text
    assert _lines(house) == ["circle"]


@pytest.mark.parametrize("shape", ["", "head"])
@pytest.mark.parametrize("sentence", ["a" * 281, "Well\x00 done."])
def test_what_cannot_be_kept_is_given_back_and_not_yet_heard(house: House, sentence: str, shape: str) -> None:
    words = house.say(house.cast.nan, BoxKey.BETTER, "She laughs.")
    priya = house.visit(house.cast.priya)
    path = priya.plan("words", words, "heard")
    for headers in ({}, {"hx-request": "true"}):
        with nothing_changes(house):
            answer = priya.post(path, {"reply": sentence, "shape": shape}, **headers)
        assert answer.status_code == 422
        assert f'value="{sentence.replace(chr(0), "")}"' in answer.text
        assert "<details" in answer.text
        assert ("<html" in answer.text) is not bool(headers)
        assert ('class="words words--better"' in answer.text) is bool(headers and shape)
    priya.post(path, {"reply": "é" * 280})
    assert _replies(house) == ["é" * 280]


@pytest.mark.parametrize("who", ["mum", "zayn", "nan", "jo", "charlie"])
@pytest.mark.parametrize("sentence", [SENTENCE, "a" * 281])
def test_nobody_but_a_worker_says_something_back(house: House, who: str, sentence: str) -> None:
    words = house.say(house.cast.jo, BoxKey.NOW, "I can help.")
    visitor = house.visit(getattr(house.cast, who))
    with nothing_changes(house):
        assert visitor.post(visitor.plan("words", words, "heard"), {"reply": sentence}).status_code == 404
    assert "Say something back" not in visitor.get(visitor.plan()).text


def test_of_eight_sentences_at_once_one_is_kept_and_told(house: House) -> None:
    words, lost = house.say(house.cast.nan, BoxKey.NOW, "Heard?"), []
    _reply(house, words, house.cast.priya, "")

    def say(sentence: str) -> None:
        try:
            _reply(house, words, house.cast.priya, sentence)
        except RepliedBefore:
            lost.append(sentence)

    at_once([lambda n=n: say(f"Sentence {n}.") for n in range(8)])  # type: ignore[misc]
    (kept,) = _replies(house)
    assert sorted([kept, *lost]) == [f"Sentence {n}." for n in range(8)]
    assert _lines(house) == ["circle", "worker"]


def test_what_looks_like_markup_is_words(small_house: House) -> None:
    words = small_house.say(small_house.cast.nan, BoxKey.NOW, "Hm.")
    _reply(small_house, words, small_house.cast.priya, "<img onerror=x> {{7*7}}")
    nan = small_house.visit(small_house.cast.nan)
    assert "<bdi>&lt;img onerror=x&gt; {{7*7}}</bdi>" in nan.get(nan.plan()).text


def _statements(house: House, who: Membership) -> int:
    asked: list[str] = []
    event.listen(house.database.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    with house.database.reading() as session:
        words_said(session, who.reader())
    return sum(statement.startswith("SELECT") for statement in asked)


def test_sentences_cost_no_statement_of_their_own(house: House) -> None:
    for n in range(12):
        _reply(house, house.say(house.cast.nan, BoxKey.NOW, f"Words {n}."), house.cast.priya, f"Reply {n}.")
    assert _statements(house, house.cast.nan) == 2
