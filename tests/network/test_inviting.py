"""Inviting: a link that works once, for one person, for a while."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlmodel import select

from familyapp import clock
from familyapp.network import CouncilRole, Invitation, Part, Person, add_person
from familyapp.network.invitation import (
    BY_LINK,
    FOR_A_WORKER,
    IN_PERSON,
    MadeBefore,
    claim,
    claimed_by,
    confirm,
    end,
    find_by_secret,
    invite,
    open_invitations,
)
from tests.storage.at_once import at_once
from tests.support.house import House


def _invite_nan(house: House, **more: object) -> tuple[Invitation, str]:
    asked = {"name": "Gran", "part": Part.NETWORK, "relation": "great-grandmother"} | more
    with house.database.writing() as session:
        return invite(session, family_id=house.cast.family.id, invited_by=house.cast.mum.person_id, **asked)  # type: ignore[arg-type]


def _somebody(house: House) -> Person:
    with house.database.writing() as session:
        return add_person(session, "Gran")


def test_the_secret_is_kept_by_its_hash_alone(house: House) -> None:
    invitation, secret = _invite_nan(house)
    assert len(secret) >= 43  # 256 bits
    with house.database.reading() as session:
        kept = session.get_one(Invitation, invitation.id)
        assert secret not in repr(vars(kept))
        assert find_by_secret(session, secret) == kept
        assert find_by_secret(session, str(kept.secret_hash)) is None


@pytest.mark.parametrize("lasts", [IN_PERSON, BY_LINK, FOR_A_WORKER])
def test_a_link_runs_out(house: House, lasts: timedelta) -> None:
    gran = _somebody(house)
    with time_machine.travel(clock.now(), tick=False) as today:
        _, secret = _invite_nan(house, lasts=lasts)
        today.shift(lasts - timedelta(seconds=1))
        with house.database.reading() as session:
            assert find_by_secret(session, secret) is not None
        today.shift(timedelta(seconds=1))
        with house.database.writing() as session:
            assert find_by_secret(session, secret) is None
            assert claim(session, secret, gran.id) is None


def test_how_long_links_last() -> None:
    hours = [lasts.total_seconds() / 3600 for lasts in (IN_PERSON, FOR_A_WORKER, BY_LINK)]
    assert hours == [1 / 3, 24, 72]


def test_sixteen_claims_at_once_and_one_gets_in(house: House) -> None:
    invitation, secret = _invite_nan(house)
    with house.database.writing() as session:
        people = [add_person(session, f"phone {number}").id for number in range(16)]

    def claims(number: int) -> bool:
        with house.database.writing() as session:
            return claim(session, secret, people[number]) is not None

    got_in = at_once([lambda number=number: claims(number) for number in range(16)])  # type: ignore[misc]
    assert sorted(got_in) == [False] * 15 + [True]
    with house.database.reading() as session:
        kept = session.get_one(Invitation, invitation.id)
        assert kept.claimed_by == people[got_in.index(True)]
        assert kept.is_waiting


def test_the_same_invitation_sent_again_is_one(house: House) -> None:
    name = uuid4()

    def sends() -> str:
        try:
            return _invite_nan(house, id=name)[1]
        except MadeBefore:
            return ""

    links = at_once([sends] * 8)
    assert sorted(bool(link) for link in links) == [False] * 7 + [True]
    with house.database.reading() as session:
        assert find_by_secret(session, max(links)) == session.exec(select(Invitation)).one()


def test_sending_the_form_twice_shows_the_link_once(house: House) -> None:
    mum, name = house.visit(house.cast.mum), str(uuid4())
    form: dict[str, object] = {"name": "Gran", "part": "network", "how": "here", "id": name}
    first = mum.post(mum.plan("circle", "invite"), form)
    again = mum.post(mum.plan("circle", "invite"), form)
    assert (first.status_code, again.status_code) == (200, 303)
    assert "/invitation#" in first.text
    with house.database.reading() as session:
        assert len(session.exec(select(Invitation)).all()) == 1


def test_an_ended_link_opens_nothing_and_ends_once(house: House) -> None:
    invitation, secret = _invite_nan(house)
    with house.database.writing() as session:
        assert end(session, invitation)
        assert not end(session, invitation)
        assert find_by_secret(session, secret) is None
        assert claim(session, secret, house.cast.nan.person_id) is None
        assert open_invitations(session, house.cast.family.id) == []


def test_who_was_not_let_in_cannot_be_let_in_later(house: House) -> None:
    invitation, secret = _invite_nan(house)
    gran = _somebody(house)
    with house.database.writing() as session:
        assert claim(session, secret, gran.id)
        assert end(session, session.get_one(Invitation, invitation.id))
        assert confirm(session, session.get_one(Invitation, invitation.id)) is None


def test_the_newest_opened_invitation_is_what_the_waiting_room_shows(house: House) -> None:
    gran = _somebody(house)
    with time_machine.travel(clock.now(), tick=False) as today:
        for _ in range(2):
            invitation, secret = _invite_nan(house)
            with house.database.writing() as session:
                claim(session, secret, gran.id)
            today.shift(60)
    with house.database.reading() as session:
        newest = claimed_by(session, gran.id)
        assert newest is not None
        assert newest.id == invitation.id
        assert claimed_by(session, house.cast.mum.person_id) is None


def test_a_worker_without_a_family_waits_for_no_words(house: House) -> None:
    with house.database.writing() as session:
        sam, _ = invite(session, name="Sam", council_role=CouncilRole.WORKER, lasts=FOR_A_WORKER)
    assert not sam.awaits_words
    invitation, _ = _invite_nan(house)
    assert invitation.awaits_words
    assert len(set(invitation.spoken_words)) == 4
