"""Migrating, checking, and inviting the first worker."""

import re
import socket
import subprocess
import sys

import pytest
from sqlmodel import select

from familyapp.database import Database
from familyapp.network import CouncilRole, Invitation
from familyapp.network.invitation import find_by_secret
from familyapp.notifications.vapid import new_key
from familyapp.settings import Settings
from tests.command_line.conftest import Typed, environment
from tests.passkeys.doors import Browser, Doors
from tests.support.authenticator import SoftPhone
from tests.support.push_service import PushService


def test_migrate_says_which_database_and_how_it_is_kept(typed: Typed, database_url: str) -> None:
    done = typed("migrate", database_url=database_url)
    assert done.status == 0, done.err
    assert re.match(
        r"The schema is current: (SQLite .*journal_mode=\w+, synchronous=FULL|PostgreSQL at )", done.out
    )


def test_check_says_that_all_is_well(typed: Typed, database_url: str) -> None:
    done = typed("check", database_url=database_url, origin="https://Plan.Example:443")
    assert done.status == 0, done.said
    assert "https://plan.example (passkeys are bound to plan.example)" in done.out
    assert re.search(r"journal_mode=(delete|wal)|PostgreSQL at", done.out)
    assert "Schema     current" in done.out
    assert "Paper      in order" in done.out


def test_check_says_what_is_missing(typed: Typed, tmp_path_factory: pytest.TempPathFactory) -> None:
    empty = tmp_path_factory.mktemp("empty") / "empty.db"
    empty.touch()
    done = typed(
        "check",
        database_url=f"sqlite:///{empty}",
        static_folder=str(empty.parent),
        fonts_folder=str(empty.parent),
        demo="1",
    )
    assert done.status == 1
    assert "not built: run `make assets`" in done.out
    assert "no letters of our own: run `make assets`" in done.out
    assert "not current: run `familyapp migrate`" in done.out
    assert "anybody can come in" in done.out


def test_inviting_the_first_worker_prints_a_link_and_a_square_code(typed: Typed, database_url: str) -> None:
    origin = "https://plan.test"
    done = typed("invite", "--worker", "  Priya   Shah ", database_url=database_url, origin=origin)
    assert done.status == 0, done.err
    assert "An invitation for Priya Shah. It works once, on one phone, for 24 hours." in done.out
    assert sum(line.count("█") + line.count("▀") + line.count("▄") for line in done.out.splitlines()) > 200
    (secret,) = re.findall(rf"{origin}/invitation#([\w-]{{43}})$", done.out, re.MULTILINE)
    database = Database(database_url)
    with database.reading() as session:
        invitation = session.exec(select(Invitation)).one()
        assert find_by_secret(session, secret) == invitation
        assert (invitation.name, invitation.council_role) == ("Priya Shah", CouncilRole.WORKER)
        assert invitation.family_id is None
    priya: Browser = Doors(database, Settings(origin=origin)).browser(phone=SoftPhone(origin))
    assert priya.claim(secret).headers["location"] == "/families"
    database.close()


def test_a_terminal_without_our_letters_still_gets_the_link(sqlite_url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "familyapp", "invite", "--worker", "Zoë"],
        env=environment({"database_url": sqlite_url}) | {"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "http://localhost:8000/invitation#" in done.stdout


def test_inviting_makes_the_database_if_it_is_the_first_command(
    typed: Typed, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("new") / "familyapp.db"
    assert typed("invite", "--worker", "Priya", database_url=f"sqlite:///{file}").status == 0
    assert file.exists()


def test_check_has_a_line_for_each_way_of_telling(
    typed: Typed, sqlite_url: str, push_service: PushService
) -> None:
    keys = f'["{new_key()}"]'
    well = typed("check", database_url=sqlite_url, vapid_keys=keys, push_hosts=f'["{push_service.place}"]')
    assert "\nPush       in order\n" in well.out
    assert "\nE-mail     not set up, so not offered to anybody\n" in well.out
    assert "\nText       not set up, so not offered to anybody\n" in well.out
    assert well.status == 0, well.said
    with socket.create_server(("127.0.0.1", 0)) as taken:
        place = f"127.0.0.2:{taken.getsockname()[1]}"
        badly = typed("check", database_url=sqlite_url, vapid_keys=keys, push_hosts=f'["{place}"]')
    assert badly.status == 1
    assert f"\nPush       the push service {place} does not answer\n" in badly.out
