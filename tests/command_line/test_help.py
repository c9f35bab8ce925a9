"""`familyapp --help` explains every command."""

import subprocess
import sys
from pathlib import Path

import pytest

from familyapp.__main__ import parser
from tests.command_line.conftest import Typed

COMMANDS = ("serve", "demo", "migrate", "worker", "invite", "keys", "check")


def test_help_names_every_command_with_a_sentence(typed: Typed) -> None:
    done = typed("--help")
    assert done.status == 0
    for command in COMMANDS:
        (line,) = [each for each in done.out.splitlines() if each.split()[:1] == [command]]
        assert len(line.split()) > 4, line


def test_the_installed_program_is_the_same() -> None:
    program = Path(sys.executable).with_name("familyapp")
    said = subprocess.run([program, "--help"], check=True, capture_output=True, text=True).stdout
    assert said.startswith("usage: familyapp")


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args([command, "--help"])
    assert ended.value.code == 0
    assert command in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed_words", "said"),
    [
        ([], "COMMAND"),
        (["srve"], "invalid choice: 'srve'"),
        (["serve", "--port", "0"], "a port is a number from 1 to 65535"),
        (["serve", "--port", "65536"], "a port is a number from 1 to 65535"),
        (["serve", "--port", "٨٠٨٠"], "a port is a number from 1 to 65535"),
        (["demo", "--port", "-1"], "a port is a number from 1 to 65535"),
        (["demo", "--port", "8_0"], "a port is a number from 1 to 65535"),
        (["invite"], "--worker"),
        (["migrate", "now"], "unrecognized arguments: now"),
    ],
)
def test_what_is_mistyped_is_said_at_once(
    typed_words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(typed_words)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err
