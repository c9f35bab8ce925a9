"""How long a sign-in lasts, and what ends it."""

from datetime import timedelta

import pytest
import time_machine
from sqlmodel import select

from familyapp import clock
from familyapp.database import Database
from familyapp.network import CouncilRole, add_person
from familyapp.passkeys import SignIn, end, end_all_of, sign_ins_of, start_sign_in, touch, who_is
from familyapp.passkeys.sign_in import KEPT

WORKER, MANAGER, ADMINISTRATOR = CouncilRole


def started(
    database: Database, role: CouncilRole | None = None, *, shared: bool = False
) -> tuple[SignIn, str]:
    with database.writing() as session:
        return start_sign_in(session, add_person(session, "Jo", role), None, "Android phone", shared=shared)


def is_known(database: Database, token: str) -> bool:
    with database.reading() as session:
        return who_is(session, token) is not None


def stay(database: Database, sign_in: SignIn, token: str, every: timedelta, until: timedelta) -> timedelta:
    """Comes back again and again; how long that worked."""
    begin, since = clock.now(), timedelta()
    while since < until:
        since += every
        with time_machine.travel(begin + since, tick=False):
            if not is_known(database, token):
                break
            with database.writing() as session:
                touch(session, sign_in.id)
    return since


CASES = [
    (None, False, timedelta(days=7), timedelta(days=30)),
    (WORKER, False, timedelta(minutes=15), timedelta(hours=12)),
    (MANAGER, False, timedelta(minutes=10), timedelta(hours=4)),
    (ADMINISTRATOR, False, timedelta(minutes=10), timedelta(hours=4)),
    (None, True, timedelta(minutes=10), timedelta(hours=12)),
    (WORKER, True, timedelta(minutes=10), timedelta(hours=12)),
    (ADMINISTRATOR, True, timedelta(minutes=10), timedelta(hours=4)),
]


@pytest.mark.parametrize(("role", "shared", "rest", "age"), CASES)
def test_a_sign_in_may_rest_so_long_and_no_longer(
    database: Database, role: CouncilRole | None, shared: bool, rest: timedelta, age: timedelta
) -> None:
    sign_in, token = started(database, role, shared=shared)
    with time_machine.travel(sign_in.started_at + rest - timedelta(seconds=1), tick=False):
        assert is_known(database, token)
    with time_machine.travel(sign_in.started_at + rest, tick=False):
        assert not is_known(database, token)
    assert sign_in.ends_at - sign_in.started_at == age


def test_a_sign_in_grows_old_even_when_it_never_rests(database: Database) -> None:
    sign_in, token = started(database, ADMINISTRATOR)
    lasted = stay(database, sign_in, token, timedelta(minutes=9), timedelta(hours=5))
    assert timedelta(hours=4) <= lasted < timedelta(hours=4, minutes=9)


def test_only_the_hash_of_the_token_is_kept(database: Database) -> None:
    _, token = started(database)
    assert len(token) >= 43
    with database.reading() as session:
        kept = session.exec(select(SignIn)).one()
        assert token not in kept.model_dump_json()


@pytest.mark.parametrize("wrong", ["", "x", "'; --", "x" * 4000, "\u202e"])
def test_any_other_token_is_nobodys(database: Database, wrong: str) -> None:
    started(database)
    assert not is_known(database, wrong)


def test_the_hash_is_no_token(database: Database) -> None:
    sign_in, _ = started(database)
    assert not is_known(database, sign_in.token_hash)


def test_an_ended_sign_in_is_not_woken(database: Database) -> None:
    sign_in, token = started(database)
    with database.writing() as session:
        end(session, sign_in.id)
        touch(session, sign_in.id)
    assert not is_known(database, token)


def test_signing_out_everywhere_else(database: Database) -> None:
    with database.writing() as session:
        jo = add_person(session, "Jo")
        here, token = start_sign_in(session, jo, None, "Android phone")
        _, elsewhere = start_sign_in(session, jo, None, "Mac")
        _, strangers = start_sign_in(session, add_person(session, "Charlie"), None, "Mac")
    with database.writing() as session:
        end_all_of(session, jo.id, except_=here.id)
        assert [each.id for each in sign_ins_of(session, jo.id)] == [here.id]
    assert is_known(database, token)
    assert not is_known(database, elsewhere)
    assert is_known(database, strangers)
    with database.writing() as session:
        end_all_of(session, jo.id)
    assert not is_known(database, token)


def test_what_was_found_can_be_read_after_the_page_was_rolled_back(database: Database) -> None:
    _, token = started(database)
    with database.writing() as session:
        found = who_is(session, token)
        session.rollback()
    assert found is not None
    assert found.sign_in.label == "Android phone"


def test_old_sign_ins_are_forgotten(database: Database) -> None:
    with database.writing() as session:
        jo = add_person(session, "Jo")
        old, _ = start_sign_in(session, jo, None, "Android phone")
    with time_machine.travel(old.ends_at + KEPT + timedelta(seconds=1)), database.writing() as session:
        start_sign_in(session, jo, None, "Android phone")
        assert len(session.exec(select(SignIn)).all()) == 1
