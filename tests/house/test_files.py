"""Files stay short enough to read in one sitting, and speak of no machine but every machine."""

import re
import subprocess
from pathlib import Path

HOUSE = Path(__file__).parents[2]
LONGEST = 250
READ = {".py", ".html", ".css", ".js", ".md", ".toml", ".json", ".sh", ""}


def house_files() -> list[Path]:
    """Every file that git keeps or would keep, made things left out."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(asked, cwd=HOUSE, capture_output=True, text=True, check=True).stdout.splitlines()
    return [path for name in sorted({*names}) if (path := HOUSE / name).suffix in READ and path.is_file()]


def test_no_file_of_code_is_too_long() -> None:
    lengths = {
        str(path.relative_to(HOUSE)): len(path.read_text().splitlines())
        for path in house_files()
        if path.suffix in {".py", ".js", ".css", ".html"} and path.parent.name != "versions"
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_nobody_is_called_helper() -> None:
    shelves = {"utils", "util", "helpers", "helper", "common", "manager", "service", "core", "misc"}
    assert [path for path in house_files() if path.stem in shelves or path.parent.name in shelves] == []


def test_no_path_of_one_machine() -> None:
    of_one_machine = re.compile(r"/(?:home|Users)/\w+|/root/|file://")
    found = {
        str(path.relative_to(HOUSE)): found
        for path in house_files()
        if path.name != "test_files.py" and (found := of_one_machine.findall(path.read_text()))
    }
    assert found == {}


def test_templates_never_switch_off_escaping() -> None:
    unsafe = re.compile(r"\|\s*safe\b|autoescape\s+false|\bMarkup\(")
    found = [path for path in house_files() if path.suffix == ".html" and unsafe.search(path.read_text())]
    assert found == []
