"""The server dies at random moments under load: nothing acknowledged is missing, nothing is there twice."""

from random import Random

import pytest

from familyapp.database import Database
from tests.storage.killing import kill_again_and_again, look_for, sign_in
from tests.support.server import NewServer

KILLS = 6
ENOUGH = 21


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_when_the_server_is_killed(
    new_server: NewServer, database_url: str
) -> None:
    database = Database(database_url)
    server = new_server("serve", database_url=database_url)
    phones = sign_in(database, server, count=4)
    chance = Random()
    kills = KILLS if database.is_sqlite else 3
    died = kill_again_and_again(server, phones, chance, kills=kills, longest_life=0.8, least=ENOUGH)
    outcome = look_for(database, phones, died)
    print(outcome)
    assert outcome.is_good(), outcome
    assert outcome.acknowledged >= ENOUGH, outcome
    assert outcome.sent_again >= kills // 2, outcome
    if database.is_sqlite:
        with database.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    database.close()
    server.stop()


def test_a_restarted_server_knows_whoever_was_signed_in(new_server: NewServer, sqlite_url: str) -> None:
    database = Database(sqlite_url)
    server = new_server("serve", database_url=sqlite_url)
    (phone,) = sign_in(database, server, count=1)
    server.kill()
    server.start()
    died = kill_again_and_again(server, [phone], Random(), kills=0, longest_life=0, least=0)
    assert (died, look_for(database, [phone], died).missing) == (0, [])
    database.close()
