"""A stream says when there is something new for whoever listens, says nothing else, and ends when it must."""

import re
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select, update

from familyapp import clock
from familyapp.network import Act, Audience, Membership, Thing, can
from familyapp.passkeys import SignIn
from familyapp.passkeys.sign_in import end_all_of
from familyapp.plan import BoxKey
from familyapp.web.live import stream as live
from familyapp.web.live.hub import OF_ONE
from tests.support.house import House, Visitor
from tests.support.listening import Listening, as_the_server

ENDS = ["data: new\n\n", None]
"""A page that hears this reads itself once more, and finds that there is nothing for it any more."""


def shown_to(visitor: Visitor) -> str:
    """The address at which a plan that was opened just now listens."""
    found = re.search(r'data-live="([^"]+)"', visitor.get(visitor.plan()).text)
    assert found
    return found[1]


def begins(stream: Listening) -> Listening:
    """The stream after its first words, which say when to come back."""
    said = stream.hears()
    assert said is not None
    assert re.fullmatch(r"retry: \d{4}\n\n", said)
    return stream


def test_what_somebody_adds_is_news_once_for_everybody_who_looks(house: House) -> None:
    mum, nan = house.visit(house.cast.mum), house.visit(house.cast.nan)
    with Listening(mum, shown_to(mum)) as hers, Listening(nan, shown_to(nan)) as nans:
        begins(hers), begins(nans)
        house.say(house.cast.zayn, BoxKey.STRENGTHS, "I got up by myself.")
        assert hers.hears_news() != nans.hears_news()
        house.say(house.cast.zayn, BoxKey.NOW, "And I was on time.")
        hers.hears_news(), nans.hears_news()


def test_every_box_has_the_same_stream(house: House) -> None:
    nan = house.visit(house.cast.nan)
    of_box = re.search(r'data-live="([^"]+)"', nan.get(nan.plan("plan", "strengths")).text)
    assert of_box
    assert of_box[1] == shown_to(nan)


def test_whoever_opened_the_page_a_while_ago_hears_at_once_that_it_is_old(house: House) -> None:
    nan = house.visit(house.cast.nan)
    opened = shown_to(nan)
    house.say(house.cast.mum, BoxKey.STRENGTHS, "We ate together.")
    with Listening(nan, opened) as stream:
        now = begins(stream).hears_news()
    # Browsers that come back say what they heard last, and the address still says what the page showed at first.
    with Listening(nan, opened, **{"last-event-id": now}) as stream:
        begins(stream)
        house.say(house.cast.mum, BoxKey.STRENGTHS, "And we sang.")
        assert stream.hears_news() not in {now, opened.partition("=")[2]}


def test_words_that_somebody_may_not_read_change_no_byte_of_their_stream(house: House) -> None:
    members = [house.cast.mum, house.cast.zayn, house.cast.nan, house.cast.mr_okoro, house.cast.priya]
    for reader in members:
        visitor = house.visit(reader)
        for author in members:
            hidden = [each for each in Audience if not _reads(reader, author, each)]
            with Listening(visitor, shown_to(visitor)) as stream:
                begins(stream)
                for audience in hidden:
                    house.say(author, BoxKey.STRENGTHS, f"For {audience}.", audience)
                house.say(author, BoxKey.STRENGTHS, "For everyone.")
                said = stream.hears_news()
            assert said == shown_to(visitor).partition("=")[2], "one piece of news, and it was the last"


def _reads(reader: Membership, author: Membership, audience: Audience) -> bool:
    return can(reader.reader(), Act.READ, Thing(author.family_id, author.person_id, audience))


def test_whoever_is_removed_hears_the_stream_end(house: House) -> None:
    mum, jo = house.visit(house.cast.mum), house.visit(house.cast.jo)
    with Listening(jo, shown_to(jo)) as stream:
        begins(stream)
        mum.post(mum.plan("circle", "members", house.cast.jo.id, "remove"))
        assert [stream.hears(), stream.hears()] == ENDS
    assert jo.get(jo.plan("live")).status_code == 404


def test_a_phone_that_was_signed_out_elsewhere_hears_no_more(house: House) -> None:
    nan = house.visit(house.cast.nan)
    with Listening(nan, shown_to(nan)) as stream:
        begins(stream)
        with house.database.writing() as session:
            end_all_of(session, house.cast.nan.person_id)
        house.say(house.cast.mum, BoxKey.STRENGTHS, "We ate together.")
        assert [stream.hears(), stream.hears()] == ENDS
    assert nan.get(nan.plan("live")).headers["location"].startswith("/sign-in")


def _seen(session: Session, member: Membership) -> SignIn:
    return session.exec(select(SignIn).where(SignIn.person_id == member.person_id)).one()


def test_looking_on_keeps_nobody_signed_in(house: House) -> None:
    """A worker's phone rests after a quarter of an hour, though the plan is open and others add to it."""
    priya = house.visit(house.cast.priya)
    opened = shown_to(priya)
    with house.database.writing() as session:
        almost = clock.now() - timedelta(seconds=_seen(session, house.cast.priya).idle_seconds - 2)
        session.exec(
            update(SignIn)
            .where(col(SignIn.person_id) == house.cast.priya.person_id)
            .values(last_seen_at=almost)
        )
    with Listening(priya, opened) as stream:
        begins(stream)
        house.say(house.cast.mum, BoxKey.STRENGTHS, "We ate together.")
        stream.hears_news()
        assert priya.get(priya.plan(), purpose="prefetch").status_code == 200
        assert stream.hears() is None
    with house.database.reading() as session:
        assert _seen(session, house.cast.priya).last_seen_at == almost


def test_signs_of_life_come_at_their_time_and_ask_the_database_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "A_BEAT", 0.02)
    nan = house.visit(house.cast.nan)
    with Listening(nan, shown_to(nan)) as stream:
        begins(stream)
        house.database.close()
        assert [stream.hears() for _ in range(5)] == [":\n\n"] * 5


def test_of_too_many_streams_of_one_phone_the_oldest_ends(house: House) -> None:
    nan = house.visit(house.cast.nan)
    opened = [Listening(nan, shown_to(nan)) for _ in range(OF_ONE + 1)]
    for stream in opened:
        begins(stream.__enter__())
    assert opened[0].hears() is None
    house.say(house.cast.mum, BoxKey.STRENGTHS, "We ate together.")
    for stream in opened[1:]:
        stream.hears_news()
    for stream in opened:
        stream.__exit__(None, None, None)
    assert house.app.state.live.count == 0


def test_when_the_server_is_to_stop_every_stream_ends_and_none_begins(house: House) -> None:
    nan = house.visit(house.cast.nan)
    opened = shown_to(nan)
    with Listening(nan, opened) as stream:
        begins(stream)
        as_the_server(house.app.state.live.close)
        assert stream.hears() is None
    assert nan.client.get(opened).status_code == 503


def test_a_stranger_and_nobody_find_no_stream(house: House) -> None:
    charlie, nobody = house.visit(house.cast.charlie), house.stranger_to_all()
    assert charlie.get(charlie.plan("live")).status_code == 404
    assert nobody.get(charlie.plan("live")).status_code in {303, 401, 404}
