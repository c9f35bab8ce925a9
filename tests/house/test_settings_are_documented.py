"""Whoever runs an installation finds every setting and every command in the docs, and none that there is not."""

import json
import re
from pathlib import Path
from typing import Any

from familyapp.__main__ import parser
from familyapp.settings import HERE, Settings

OPERATIONS = (HERE / "docs/operations.md").read_text()
EXAMPLE = HERE / "deploy/familyapp.env.example"
ROW = re.compile(r"(?m)^\| `FAMILYAPP_([A-Z_]+)` \| `([^`]*)` \| \S.*\|$")


def written(value: Any) -> str:
    """A value as somebody would set it in the environment."""
    match value:
        case bool() | list():
            return json.dumps(value)
        case Path():
            return value.relative_to(HERE).as_posix()
        case _:
            return str(value)


def test_every_setting_is_told_with_what_it_is_unless_set() -> None:
    told = {name.lower(): value for name, value in ROW.findall(OPERATIONS)}
    assert told == {name: written(field.default) for name, field in Settings.model_fields.items()}


def test_no_page_speaks_of_a_setting_that_there_is_not() -> None:
    pages = [HERE / "README.md", EXAMPLE, *(HERE / "docs").glob("*.md"), *(HERE / "deploy").glob("*.md")]
    for page in pages:
        spoken_of = {name.lower() for name in re.findall(r"FAMILYAPP_([A-Z_]*[A-Z])", page.read_text())}
        assert spoken_of <= set(Settings.model_fields), page.name


def test_the_example_has_every_setting_and_may_be_used_as_it_stands() -> None:
    lines = re.findall(r"(?m)^(?:# )?FAMILYAPP_([A-Z_]+)='.*'$", EXAMPLE.read_text())
    assert {name.lower() for name in lines} == set(Settings.model_fields)
    settings = Settings(_env_file=EXAMPLE)  # type: ignore[call-arg]
    assert settings.origin == "https://plan.example.org"
    assert settings.proxies == ["127.0.0.1", "::1"]
    assert not settings.demo


def test_every_command_is_told() -> None:
    commands = re.findall(r"(?m)^    ([a-z]+) {2,}\S", parser().format_help())
    assert {"serve", "check"} <= set(commands)
    assert set(re.findall(r"(?m)^\| `familyapp ([a-z]+)", OPERATIONS)) == set(commands)
