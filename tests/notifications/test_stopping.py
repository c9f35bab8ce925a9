"""Ending e-mails without signing in, by a button or by the mail program's own; a stranger's link tells nothing."""

from uuid import UUID, uuid4

import pytest

from familyapp import clock
from familyapp.network import Membership
from familyapp.notifications.wishes import known_wishes_of, wishes_of
from tests.support.house import ORIGIN, House
from tests.web.street import nothing_changes

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def secret(house: House) -> UUID:
    """Nan gets e-mails: what is in the link at the end of each."""
    with house.database.writing() as session:
        wishes = wishes_of(session, house.cast.nan.person_id)
        wishes.email, wishes.email_confirmed_at = "nan@example.org", clock.now()
        return wishes.stop_secret


def email_of(house: House, member: Membership) -> str:
    with house.writing() as session:
        return known_wishes_of(session, member.person_id).email


def test_opening_the_link_asks_and_changes_nothing(house: House, secret: UUID) -> None:
    nobody = house.stranger_to_all()
    with nothing_changes(house):
        answer = nobody.get(f"/stop/{secret}")
        nobody.request("HEAD", f"/stop/{secret}")
    assert answer.status_code == 200
    assert "Yes, stop them" in answer.text
    assert "nan@" not in answer.text


def test_the_button_ends_them_and_an_older_link_ends_them_again(house: House, secret: UUID) -> None:
    nobody, cast = house.stranger_to_all(), house.cast
    for _ in range(2):
        assert "The e-mails have stopped" in nobody.post(f"/stop/{secret}").text
        assert email_of(house, cast.nan) == ""
        with house.database.writing() as session:
            wishes_of(session, cast.nan.person_id).email = "again@example.org"


def test_a_link_that_is_none_is_answered_alike_and_does_nothing(house: House, secret: UUID) -> None:
    nobody, none = house.stranger_to_all(), uuid4()
    with nothing_changes(house):
        for door in ("stop", "confirm"):
            there = nobody.get(f"/{door}/{none}")
            done = nobody.post(f"/{door}/{none}")
            assert (there.status_code, done.status_code) == (200, 200)
    assert nobody.get(f"/stop/{none}").text.replace(str(none), "") == nobody.get(
        f"/stop/{secret}"
    ).text.replace(str(secret), "")
    answers = [nobody.post(f"/stop/{which}") for which in (none, secret)]
    assert answers[0].content == answers[1].content
    assert {*answers[0].headers} == {*answers[1].headers}


@pytest.mark.parametrize("encoding", ["data", "files"])
def test_a_mail_program_ends_them_by_itself(house: House, secret: UUID, encoding: str) -> None:
    """RFC 8058: a POST of one field, as a form of either kind, from a machine that names no site and has no cookie."""
    nobody = house.stranger_to_all()
    sent = ONE_CLICK if encoding == "data" else {name: (None, value) for name, value in ONE_CLICK.items()}
    answer = nobody.request("POST", f"/stop/{secret}", **{encoding: sent})
    assert answer.status_code == 200
    assert email_of(house, house.cast.nan) == ""


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "same-site", "origin": ORIGIN},
    ],
    ids=str,
)
def test_another_site_ends_nothing(house: House, secret: UUID, headers: dict[str, str]) -> None:
    nobody = house.stranger_to_all()
    with nothing_changes(house):
        assert nobody.request("POST", f"/stop/{secret}", data=ONE_CLICK, headers=headers).status_code == 403


def test_no_other_form_is_let_in_without_a_site(house: House, secret: UUID) -> None:
    nan = house.visit(house.cast.nan)
    with nothing_changes(house):
        for path in (
            f"/confirm/{secret}",
            "/me/notifications/email/remove",
            f"/stop/{secret}/more",
            "/sign-out",
        ):
            assert nan.request("POST", path, data=ONE_CLICK).status_code == 403


def test_whoever_is_signed_in_stops_the_links_person_and_not_themselves(house: House, secret: UUID) -> None:
    cast = house.cast
    with house.database.writing() as session:
        wishes_of(session, cast.mum.person_id).email = "mum@example.org"
    assert house.visit(cast.mum).post(f"/stop/{secret}").status_code == 200
    assert (email_of(house, cast.nan), email_of(house, cast.mum)) == ("", "mum@example.org")
