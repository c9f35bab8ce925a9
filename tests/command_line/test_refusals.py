"""What cannot be done is said in a sentence: no traceback, no secret, and an exit status that a script understands."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from familyapp.database import Database
from tests.command_line.conftest import Ended, Typed, environment
from tests.support.ports import free_port


def refused(done: Ended, *words: str) -> None:
    """It ended with 1 and with these words."""
    assert done.status == 1, done.said
    for each in words:
        assert each in done.said, done.said
    assert "errors.pydantic.dev" not in done.said


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"origin": "http://plan.example"}, "FAMILYAPP_ORIGIN: people's words need https"),
        ({"origin": "plan.example"}, "FAMILYAPP_ORIGIN: give scheme, name and port only"),
        ({"origin": "https://plan.example/app"}, "FAMILYAPP_ORIGIN: give scheme, name and port only"),
        ({"origin": "https://plan.example:many"}, "FAMILYAPP_ORIGIN: give scheme, name and port only"),
        ({"database_url": "mysql://secret@db/plan"}, "FAMILYAPP_DATABASE_URL: give sqlite:///FILE"),
        ({"database_url": "sqlite://"}, "FAMILYAPP_DATABASE_URL: give sqlite:///FILE"),
        ({"database_url": "postgresql://secret@db:many/plan"}, "FAMILYAPP_DATABASE_URL: this is no address"),
        ({"threads": "many"}, "FAMILYAPP_THREADS: "),
        ({"threads": "0"}, "FAMILYAPP_THREADS: "),
        ({"demo": "perhaps"}, "FAMILYAPP_DEMO: "),
        ({"languages": "en"}, "FAMILYAPP_LANGUAGES: this cannot be read"),
        ({"languages": "[]"}, "FAMILYAPP_LANGUAGES: "),
        ({"time_zone": "Dudley"}, "FAMILYAPP_TIME_ZONE: give a time zone by its name"),
        ({"time_zone": "../../etc/passwd"}, "FAMILYAPP_TIME_ZONE: give a time zone by its name"),
        ({"leave_to": "javascript:alert(1)"}, "FAMILYAPP_LEAVE_TO: give a page"),
        ({"worried_numbers_checked": "last week"}, "FAMILYAPP_WORRIED_NUMBERS_CHECKED: give the day"),
    ],
)
def test_a_wrong_setting_is_named_and_its_value_is_not(
    typed: Typed, settings: dict[str, str], said: str
) -> None:
    done = typed("migrate", **settings)
    refused(done, said)
    assert "secret" not in done.said


def test_in_a_process_of_its_own_it_is_a_sentence_and_no_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "familyapp", "serve"],
        cwd=tmp_path,
        env=environment({"origin": "http://plan.example"}),
        capture_output=True,
        text=True,
        check=False,
    )
    said = "FAMILYAPP_ORIGIN: people's words need https; plain http is for localhost only.\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said)


def test_several_wrong_settings_are_all_named(typed: Typed) -> None:
    refused(typed("check", origin="ftp://x", time_zone="x"), "FAMILYAPP_ORIGIN: ", "FAMILYAPP_TIME_ZONE: ")


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_that_is_taken(typed: Typed, tmp_path: Path, command: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused(typed(command, "--port", port), f"Port {port} is taken", "--port")
    # Nothing was made for a demo that never began.
    assert not list(tmp_path.rglob("*.db"))


def test_a_host_that_is_none(typed: Typed) -> None:
    refused(typed("serve", "--host", "nowhere.invalid", "--port", str(free_port())), "Nobody can listen")


def test_a_demo_is_not_served_to_real_families(typed: Typed) -> None:
    refused(typed("serve", "--port", str(free_port()), demo="1"), "A demo lets anybody in.")


def test_a_folder_that_cannot_be_made(typed: Typed, tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("not a folder")
    where = str(tmp_path / "a file" / "demo")
    refused(
        typed("demo", "--port", str(free_port()), "--data", where),
        f"The folder {where} cannot be made",
        "--data",
    )


@pytest.mark.parametrize("command", ["serve", "migrate", "check", "invite"])
def test_a_database_that_cannot_be_opened(typed: Typed, tmp_path: Path, command: str) -> None:
    (tmp_path / "broken.db").write_bytes(b"these are no tables" * 100)
    (tmp_path / "a folder.db").mkdir()
    more = {"invite": ["--worker", "Priya"], "serve": ["--port", str(free_port())]}.get(command, [])
    for name, reason in {"broken.db": "file is not a database", "a folder.db": "unable to open"}.items():
        refused(typed(command, *more, database_url=f"sqlite:///{tmp_path / name}"), name, reason)
    assert (tmp_path / "broken.db").read_bytes() == b"these are no tables" * 100


@pytest.mark.parametrize("command", ["serve", "migrate", "check"])
def test_postgresql_that_is_not_there(typed: Typed, command: str) -> None:
    url = f"postgresql+psycopg://familyapp:open-sesame@127.0.0.1:{free_port()}/plan"
    more = ["--port", str(free_port())] if command == "serve" else []
    done = typed(command, *more, database_url=url)
    refused(done, "The database cannot be used (postgresql+psycopg://familyapp:***@", "refused")
    assert "open-sesame" not in done.said


def test_a_database_of_a_newer_version(typed: Typed, sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    refused(typed("migrate", database_url=sqlite_url), "made by another version of this app", "9999")


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "Pri\u202eya", "Pri\x1bya"])
def test_a_worker_without_a_proper_name(typed: Typed, sqlite_url: str, name: str) -> None:
    refused(typed("invite", "--worker", name, database_url=sqlite_url), "Please give the worker's name")


def test_check_makes_nothing(typed: Typed, tmp_path: Path) -> None:
    done = typed("check", database_url=f"sqlite:///{tmp_path / 'none.db'}")
    refused(done, "none.db yet: run `familyapp migrate`")
    assert not (tmp_path / "none.db").exists()
