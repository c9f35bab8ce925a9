"""kill -9 at random of whatever keeps and tells: all that is due arrives, and nothing stands twice in the app."""

from random import Random

import pytest
from pydantic import SecretStr

from familyapp.notifications.vapid import new_key, read_key
from tests.notifications.killing import Worker, fault_run
from tests.notifications.settled import settings_for
from tests.support.push_service import PushService
from tests.support.server import NewServer

HAPPENINGS = 150


@pytest.mark.slow
def test_everything_due_arrives_though_processes_are_killed(
    new_server: NewServer, database_url: str, push_service: PushService
) -> None:
    key = new_key()
    server = new_server("serve", **settings_for(push_service, SecretStr(key), database_url))
    on_sqlite = database_url.startswith("sqlite")
    outcome = fault_run(
        server,
        push_service,
        read_key(key).public,
        count=HAPPENINGS,
        kills=4 if on_sqlite else 6,
        workers=0 if on_sqlite else 2,
        longest_life=1.5,
        chance=Random(),
    )
    print(outcome)
    assert outcome.is_good(), outcome
    # What one process had sent and not yet noted when it died, and no more: a tenth of a second of sending.
    assert outcome.repeats <= outcome.kills * 50, outcome


@pytest.mark.postgresql
def test_a_worker_that_is_asked_to_end_does_so_cleanly(
    new_server: NewServer, postgresql_url: str, push_service: PushService
) -> None:
    server = new_server("serve", **settings_for(push_service, SecretStr(new_key()), postgresql_url))
    worker = Worker(server)
    worker.start()
    worker.await_telling()
    assert worker.stop() == 0
