"""How people choose to be told: addresses that they confirm, what of, when not, and whom not for a week."""

import html
import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlmodel import select

from familyapp.network import Membership
from familyapp.notifications.channel import Channel, Every, Topic
from familyapp.notifications.due import Due, Purpose
from familyapp.notifications.wishes import MOST_ASKED, Wishes, known_wishes_of, muted_until
from familyapp.notifications.wording import say_look, say_news, say_news_of
from familyapp.settings import Settings
from tests.support.channels import every_channel
from tests.support.house import ORIGIN, House

PAGE = "/me/notifications"
QUIET = f"{PAGE}/families"


@pytest.fixture
def house_settings() -> Settings:
    """A council that has set up every way of telling people."""
    return Settings(**every_channel(_env_file=None, origin=ORIGIN, demo=True))


def wishes(house: House, member: Membership) -> Wishes:
    """This person's, as they are kept."""
    with house.writing() as session:
        return known_wishes_of(session, member.person_id)


def confirming(house: House, member: Membership) -> list[Channel]:
    """The ways by which a link is due to this person."""
    with house.writing() as session:
        rows = session.exec(select(Due).where(Due.purpose == Purpose.CONFIRM.value)).all()
        return [Channel(each.channel) for each in rows if each.person_id == member.person_id]


def words_of(page: str) -> str:
    """What the page says, in one line."""
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page.split("<main", 1)[1]).split()))


def test_the_page_says_what_is_sent_in_the_very_words(house: House) -> None:
    nan, priya = house.visit(house.cast.nan), house.visit(house.cast.priya)
    for visitor, sentences in (
        (nan, [say_news("en"), say_look("en")]),
        (priya, [say_news("en"), say_news_of(3, "en"), say_look("en")]),
    ):
        page = visitor.get(PAGE).text
        said = re.findall(r'<li class="said__one"><strong>Our plan</strong><span>(.*?)</span>', page)
        assert said == sentences
    assert 'href="/me/notifications"' in nan.get("/me").text


def test_no_phone_keeps_the_page(house: House) -> None:
    nan = house.visit(house.cast.nan)
    assert "keep-for" not in nan.get(PAGE).headers
    assert PAGE not in nan.get("/offline/pages").json()["pages"]


def test_ways_that_the_council_has_not_are_not_offered(house: House) -> None:
    house.app.state.doors.offered = frozenset({Channel.EMAIL})
    nan = house.visit(house.cast.nan)
    page = nan.get(PAGE).text
    assert 'id="email"' in page
    assert 'id="text"' not in page
    assert 'id="phone"' not in page
    assert "/push" not in page
    for path in ("text", "phone"):
        assert nan.post(f"{PAGE}/{path}", {"number": "07700 900123"}).status_code == 404
    house.app.state.doors.offered = frozenset()
    assert "Other ways than the app are not set up" in words_of(nan.get(PAGE).text)
    assert "Keep these" not in nan.get(PAGE).text


def test_an_address_is_used_once_its_person_has_opened_the_link(house: House) -> None:
    cast = house.cast
    nan, nobody = house.visit(cast.nan), house.stranger_to_all()
    sent = nan.post(f"{PAGE}/email", {"email": " nan@example.org ", "every": "day"})
    assert (sent.status_code, sent.headers["location"]) == (303, f"{PAGE}?told=link_sent#email")
    asked = wishes(house, cast.nan)
    assert (asked.email, asked.email_confirmed_at, asked.every) == ("nan@example.org", None, Every.DAY)
    assert confirming(house, cast.nan) == [Channel.EMAIL]
    page = words_of(nan.get(PAGE).text)
    assert "We sent a link to nan@example.org . Open it to say that this is your address." in page

    link = f"/confirm/{asked.email_secret}"
    assert nobody.get(link).status_code == 200
    assert wishes(house, cast.nan).email_confirmed_at is None, "a preview must confirm nothing"
    assert nobody.post(link).status_code == 200
    assert wishes(house, cast.nan).email_confirmed_at is not None
    assert "E-mails go to nan@example.org" in words_of(nan.get(PAGE).text)


def test_another_address_is_asked_about_anew_and_the_old_link_is_dead(house: House) -> None:
    nan, nobody = house.visit(house.cast.nan), house.stranger_to_all()
    nan.post(f"{PAGE}/text", {"number": "07700 900123"})
    first = wishes(house, house.cast.nan)
    assert first.number == "+447700900123"
    nan.post(f"{PAGE}/text", {"number": "07700 900124"})
    nobody.post(f"/confirm/{first.number_secret}")
    now = wishes(house, house.cast.nan)
    assert (now.number, now.number_confirmed_at) == ("+447700900124", None)
    nobody.post(f"/confirm/{now.number_secret}")
    confirmed = wishes(house, house.cast.nan).number_confirmed_at
    assert confirmed is not None
    assert nan.post(f"{PAGE}/text", {"number": "+44 7700 900124"}).headers["location"].endswith("wished#text")
    assert wishes(house, house.cast.nan).number_confirmed_at == confirmed
    assert nan.post(f"{PAGE}/text/remove").status_code == 303
    assert wishes(house, house.cast.nan).number == ""


@pytest.mark.parametrize(
    ("path", "field", "typed"),
    [
        ("email", "email", "nan at example.org"),
        ("email", "email", "a@example.org, b@example.org"),
        ("email", "email", ""),
        ("text", "number", "12"),
        ("text", "number", "0161 496 0000"),
    ],
)
def test_what_is_no_address_comes_back_with_words_and_as_it_was_typed(
    house: House, path: str, field: str, typed: str
) -> None:
    nan = house.visit(house.cast.nan)
    answer = nan.post(f"{PAGE}/{path}", {field: typed, "every": "week"})
    assert answer.status_code == 422
    assert "Please write one" in answer.text
    if typed:
        assert f'value="{html.escape(typed)}"' in answer.text
    assert confirming(house, house.cast.nan) == []
    assert wishes(house, house.cast.nan).email == ""


def test_nobody_can_fill_anothers_mailbox_by_way_of_us(house: House) -> None:
    nan = house.visit(house.cast.nan)
    with time_machine.travel(datetime(2026, 11, 21, 12, tzinfo=UTC), tick=False) as clock:
        for number in range(MOST_ASKED):
            assert nan.post(f"{PAGE}/email", {"email": f"n{number}@example.org"}).status_code == 303
        refused = nan.post(f"{PAGE}/email", {"email": "more@example.org"})
        assert refused.status_code == 422
        assert "several links today" in refused.text
        assert wishes(house, house.cast.nan).email == f"n{MOST_ASKED - 1}@example.org"
        clock.shift(timedelta(days=1))
        assert nan.post(f"{PAGE}/email", {"email": "more@example.org"}).status_code == 303


def test_what_is_ticked_is_told_that_way_and_nothing_else(house: House) -> None:
    nan = house.visit(house.cast.nan)
    assert nan.get(PAGE).text.count("checked>") >= len(Topic) * len(Channel)
    nan.post(f"{PAGE}/topics", {"wanted": ["words/push", "heard/email", "nonsense/push", "words/pigeon"]})
    kept = wishes(house, house.cast.nan)
    wanted = {(t, c) for t in Topic for c in Channel if kept.wants(t, c)}
    assert wanted == {(Topic.WORDS, Channel.PUSH), (Topic.HEARD, Channel.EMAIL)}
    # Ways that are not offered now are left as they were.
    house.app.state.doors.offered = frozenset({Channel.PUSH})
    nan.post(f"{PAGE}/topics", {"wanted": []})
    kept = wishes(house, house.cast.nan)
    assert kept.wants(Topic.HEARD, Channel.EMAIL)
    assert not kept.wants(Topic.WORDS, Channel.PUSH)


def test_quiet_hours_are_kept_by_the_persons_own_clock_or_there_are_none(house: House) -> None:
    nan = house.visit(house.cast.nan)
    quiet = {"quiet": "yes", "from": "22:30", "until": "07:05", "time_zone": "Europe/Warsaw"}
    assert nan.post(f"{PAGE}/quiet", quiet).status_code == 303
    kept = wishes(house, house.cast.nan)
    assert (kept.quiet_from, kept.quiet_until, kept.time_zone) == (1350, 425, "Europe/Warsaw")
    assert 'value="22:30"' in nan.get(PAGE).text
    for wrong in (
        {"from": ""},
        {"until": "22:30"},
        {"from": "24:00"},
        {"from": "٢٢:٠٠"},
        {"time_zone": "Mars"},
    ):
        answer = nan.post(f"{PAGE}/quiet", quiet | wrong)
        assert answer.status_code == 422
        assert "field__error" in answer.text
        assert 'value="07:05"' in answer.text or "until" in wrong
    assert nan.post(f"{PAGE}/quiet", {"quiet": "no", "time_zone": ""}).status_code == 303
    kept = wishes(house, house.cast.nan)
    assert (kept.quiet_from, kept.quiet_until, kept.time_zone) == (None, None, "")


def test_one_tap_quietens_a_family_for_a_week_and_one_lets_it_be_heard(house: House) -> None:
    cast = house.cast
    priya, family = house.visit(cast.priya), {"family": str(cast.family.id)}

    def quiet() -> dict[UUID, datetime]:
        with house.writing() as session:
            return muted_until(session, cast.priya.person_id)

    assert "Quiet for a week" in priya.get("/families").text
    answer = priya.post(QUIET, family | {"back": "list_families"})
    assert answer.headers["location"] == "/families?told=quiet"
    until = quiet()[cast.family.id]
    assert timedelta(days=6, hours=23) < until - datetime.now(UTC) <= timedelta(days=7)
    for page in ("/families", PAGE):
        assert "Tell me again" in priya.get(page).text
    assert priya.post(QUIET, family | {"back": "https://evil.example"}).headers["location"].startswith(PAGE)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=7, minutes=1)):
        assert quiet() == {}
    assert priya.post(f"{QUIET}/again", family).status_code == 303
    assert quiet() == {}
    assert house.visit(cast.charlie).post(QUIET, family).status_code == 404
