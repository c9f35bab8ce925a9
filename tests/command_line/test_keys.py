"""Keys for push: the first, a new one in front of it, and a demo's own."""

import json
import re
import stat
from pathlib import Path

import pytest

from familyapp.commands.keys import key_of_demo
from familyapp.notifications.vapid import new_key, read_key
from familyapp.settings import Settings
from tests.command_line.conftest import Ended, Typed

LINE = re.compile(r"FAMILYAPP_VAPID_KEYS='(.+)'\n")


def keys_in(done: Ended) -> list[str]:
    """The keys of the one line on standard output: nothing else may stand there, as it goes into a file."""
    assert done.status == 0, done.said
    line = LINE.fullmatch(done.out)
    assert line is not None
    keys: list[str] = json.loads(line[1])
    return keys


def test_the_first_key_is_a_line_for_the_settings(typed: Typed, tmp_path: Path) -> None:
    done = typed("keys")
    (key,) = keys_in(done)
    assert read_key(key).public
    assert "where only the app can read it" in done.err
    (tmp_path / ".env").write_text(done.out)
    (kept,) = Settings(_env_file=tmp_path / ".env").vapid_keys  # type: ignore[call-arg]
    assert kept.get_secret_value() == key


def test_a_second_key_is_not_made_by_mistake(typed: Typed) -> None:
    key = new_key()
    done = typed("keys", vapid_keys=json.dumps([key]))
    assert (done.status, done.out) == (1, "")
    assert "`familyapp keys --rotate`" in done.err
    assert key not in done.said


def test_a_new_key_goes_in_front_and_the_old_ones_stay(typed: Typed) -> None:
    old = [new_key(), new_key()]
    done = typed("keys", "--rotate", vapid_keys=json.dumps(old))
    newest, *rest = keys_in(done)
    assert rest == old
    assert newest not in old
    assert "After 60 days take the old ones out" in done.err
    assert not any(key in done.err for key in (newest, *old))


def test_rotating_what_is_not_there_makes_the_first(typed: Typed) -> None:
    done = typed("keys", "--rotate")
    assert len(keys_in(done)) == 1
    assert "60 days" not in done.err


@pytest.mark.parametrize("arguments", [["keys"], ["keys", "--rotate"]])
@pytest.mark.parametrize("set_now", ["hidden-hush", '["hidden-hush"]', '[""]'])
def test_keys_that_cannot_be_read(typed: Typed, arguments: list[str], set_now: str) -> None:
    done = typed(*arguments, vapid_keys=set_now)
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("FAMILYAPP_VAPID_KEYS: ")
    assert "hidden-hush" not in done.err


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("vapid_contact", "mailto:team@localhost", "FAMILYAPP_VAPID_CONTACT: give mailto:NAME@HOST"),
        ("push_hosts", '["https://push.example"]', "FAMILYAPP_PUSH_HOSTS: give names only"),
    ],
)
def test_what_else_cannot_be_right(typed: Typed, setting: str, value: str, said: str) -> None:
    done = typed("migrate", **{setting: value})
    assert done.status == 1
    assert said in done.err


def test_a_demo_makes_a_key_of_its_own_and_keeps_it(tmp_path: Path) -> None:
    first = key_of_demo(tmp_path)
    assert read_key(first.get_secret_value()).public
    assert key_of_demo(tmp_path) == first
    (file,) = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_demos_key_that_was_spoilt(tmp_path: Path) -> None:
    key_of_demo(tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_text("spoilt")
    with pytest.raises(SystemExit, match="holds no key"):
        key_of_demo(tmp_path)
    file.unlink()
    assert key_of_demo(tmp_path)


def test_a_folder_in_which_nothing_can_be_written(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="cannot be written"):
        key_of_demo(tmp_path / "none")
