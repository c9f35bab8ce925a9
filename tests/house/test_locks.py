"""What is installed is what was looked at: every file by its hash, and no address of any index."""

import json
import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
LOCKS = ["requirements.lock", "requirements-dev.lock"]


@pytest.mark.parametrize("name", LOCKS)
def test_every_library_is_named_with_one_version_and_its_hashes(name: str) -> None:
    for entry in re.split(r"\n(?=[a-z0-9])", (HOUSE / name).read_text()):
        assert re.match(
            r"[a-z0-9.-]+(\[[a-z,]+\])?==[^ ]+ (; .+ )?\\\n +--hash=sha256:[0-9a-f]{64}", entry
        ), entry


@pytest.mark.parametrize("name", LOCKS)
def test_no_lock_names_an_index_or_a_folder(name: str) -> None:
    assert not re.findall(
        r"(?m)^\s*-|^[^#]*(?:https?|file):", (HOUSE / name).read_text().replace("    --hash=", "")
    )


def test_what_runs_is_the_same_in_development() -> None:
    running, developing = (
        {*re.findall(r"(?m)^[a-z0-9].*==\S+", (HOUSE / name).read_text())} for name in LOCKS
    )
    assert running <= developing


def test_npm_packages_have_hashes_and_no_addresses() -> None:
    packages = json.loads((HOUSE / "package-lock.json").read_text())["packages"]
    assert all("integrity" in package for name, package in packages.items() if name)
    assert not any("resolved" in package for package in packages.values())
