"""What we say of ourselves: dated statements, and text files that speak of no machine and no registry."""

import re
from datetime import date, datetime

import pytest

from familyapp.settings import HERE, Settings
from tests.house.test_files import house_files
from tests.support.house import House


def test_the_accessibility_statement_is_dated(small_house: House) -> None:
    """Public bodies owe it, with the day on which it was written or last looked at."""
    page = small_house.stranger_to_all().get("/accessibility").text
    dated = re.search(r"This statement was (?:written|last looked at) on (\d{1,2} [A-Z][a-z]+ \d{4})\.", page)
    assert dated is not None
    assert date(2026, 1, 1) < datetime.strptime(dated[1], "%d %B %Y").date()  # noqa: DTZ007
    for owed in ("2.2", "level AA", "not yet tested", "Equality Advisory and Support Service", "on paper"):
        assert owed in page, owed


def test_the_numbers_to_ring_are_all_there_and_dated(small_house: House) -> None:
    page = small_house.stranger_to_all().get("/worried").text
    for number in ("999", "0800 1111", "0808 800 5000", "0808 2000 247"):
        assert f">{number}</a>" in page
        assert f'href="tel:{number.replace(" ", "")}"' in page
    assert "press 55" in page
    assert "Nobody watches this app day and night" in page
    assert re.search(r"last checked by your council on \d{1,2} [A-Z][a-z]+ \d{4}\.", page)


def test_the_day_on_which_the_numbers_were_rung_is_a_day() -> None:
    assert date.fromisoformat(Settings.model_fields["worried_numbers_checked"].default) > date(2026, 1, 1)


REGISTRIES = re.compile(
    r"registry\.npmjs|registry\.yarnpkg|pypi\.org/simple|pythonhosted\.org|proxy\.golang|crates\.io/api|"
    r"extra-index|artifactory|jfrog|devpi|verdaccio|sonatype",
    re.IGNORECASE,
)
OF_THIS_MACHINE = re.compile(
    r"(?<![\w.])/(?:work|opt/venv|tmp/(?!bash)\w)[\w/]*|localhost:(?!8000|8123)\d{4}"
)
THESE = {"test_statements.py", "test_files.py"}


@pytest.mark.parametrize("pattern", [REGISTRIES, OF_THIS_MACHINE], ids=["registry", "machine"])
def test_no_text_speaks_of_a_registry_or_of_one_machine(pattern: re.Pattern[str]) -> None:
    """Lock files carry hashes, no addresses; a council's machine is not ours."""
    texts = [path for path in house_files() if path.name not in THESE]
    texts += [path for path in (HERE / ".ci").glob("*") if path not in texts]
    assert len(texts) > 100
    found = {
        str(path.relative_to(HERE)): hits for path in texts if (hits := pattern.findall(path.read_text()))
    }
    assert found == {}


def test_the_locks_are_looked_at_too() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "package-lock.json", ".npmrc"):
        assert not REGISTRIES.search((HERE / name).read_text()), name
