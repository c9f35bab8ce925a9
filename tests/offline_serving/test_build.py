"""The build's name moves when what people are shown may have changed, and only then."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from familyapp.app import make_app
from familyapp.settings import HERE, Settings
from familyapp.web.assets import Assets
from familyapp.web.offline.build import NEVER_SHOWN, build_of
from tests.support.house import House

OTHERS: dict[str, object] = {
    "origin": "https://other.test",
    "app_name": "Another name",
    "leave_to": "https://news.example/",
    "languages": ["en", "en-XB"],
    "time_zone": "Europe/Paris",
    "demo": True,
    "development": True,
    "worried_numbers_checked": "2026-11-02",
    "council": "Another council",
    "accessibility_contact": "Somebody else",
    "offline": False,
}
UNSEEN: dict[str, object] = {
    "database_url": "sqlite:///elsewhere.db",
    "proxies": ["127.0.0.1"],
    "threads": 5,
    "pages_kept": 1,
    "cards_kept": 1,
    "vapid_keys": ["another"],
    "vapid_contact": "mailto:somebody@else.example",
    "push_hosts": ["push.else.example"],
    "smtp_url": "smtps://mail.else.example",
    "email_from": "plan@else.example",
    "notify_api_key": "another",
    "notify_url": "https://notify.else.example",
    "notify_text_template": "another",
    "notify_email_template": "another",
}


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    """Everything that is shown, in folders that a test may change."""
    folders = {
        "templates": HERE / "templates",
        "worker": HERE / "service_worker",
        "static": HERE / "build/static",
    }
    for name, folder in folders.items():
        shutil.copytree(folder, tmp_path / name)
    plain = Settings(_env_file=None)  # type: ignore[call-arg]
    return plain.model_copy(update={f"{name}_folder": tmp_path / name for name in folders})


def built(settings: Settings) -> str:
    return build_of(settings, Assets(settings.static_folder))


def test_the_same_files_and_settings_are_the_same_build(here: Settings) -> None:
    assert built(here) == built(here)
    assert len(built(here)) == 12


def _add_to(path: Path, line: str) -> None:
    path.write_text(f"{path.read_text()}\n{line}\n")


def _in_templates(here: Settings) -> None:
    _add_to(here.templates_folder / "plan/plan.html", "<p></p>")


def _in_the_worker(here: Settings) -> None:
    _add_to(here.worker_folder / "reading.js", "// more")


def _in_static_files(here: Settings) -> None:
    manifest = here.static_folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace("css/app.", "css/app.another", 2))


def _a_template_by_another_name(here: Settings) -> None:
    (here.templates_folder / "plan/plan.html").rename(here.templates_folder / "plan/plan1.html")


@pytest.mark.parametrize(
    "change", [_in_templates, _in_the_worker, _in_static_files, _a_template_by_another_name]
)
def test_a_change_of_a_file_is_another_build(here: Settings, change: Callable[[Settings], None]) -> None:
    before = built(here)
    change(here)
    assert built(here) != before


@pytest.mark.parametrize("name", OTHERS)
def test_a_setting_that_shows_is_another_build(here: Settings, name: str) -> None:
    assert built(here.model_copy(update={name: OTHERS[name]})) != built(here)


def test_what_nobody_sees_is_no_other_build(here: Settings, tmp_path: Path) -> None:
    shutil.copytree(here.templates_folder, tmp_path / "moved/templates")
    unseen: dict[str, Any] = UNSEEN | {"templates_folder": tmp_path / "moved/templates"}
    assert built(here.model_copy(update=unseen)) == built(here)


def test_every_setting_is_one_or_the_other() -> None:
    folders = {"static_folder", "fonts_folder", "templates_folder", "worker_folder"}
    assert {*UNSEEN, *folders} == NEVER_SHOWN
    assert {*OTHERS, *NEVER_SHOWN} == set(Settings.model_fields)


def test_the_worker_and_the_marks_carry_it(small_house: House) -> None:
    build = small_house.app.state.build
    assert f'const BUILD="{build}";' in small_house.stranger_to_all().get("/sw.js").text
    mum = small_house.visit(small_house.cast.mum)
    before = mum.get(mum.plan()).headers["etag"]
    changed = small_house.settings.model_copy(update={"council": "Another council"})
    small_house.app = make_app(changed, small_house.database)
    again = small_house.visit(small_house.cast.mum)
    assert again.get(again.plan()).headers["etag"] != before
    assert again.get(again.plan()).headers["etag"] == again.get(again.plan()).headers["etag"]
