"""Which build of the app this is: a name that changes when what people are shown may have changed."""

import hashlib
from pathlib import Path

from familyapp.languages import CATALOGUES
from familyapp.settings import Settings
from familyapp.web.assets import Assets

NEVER_SHOWN = {
    "database_url",
    "proxies",
    "threads",
    "pages_kept",
    "cards_kept",
    "vapid_keys",
    "vapid_contact",
    "push_hosts",
    "smtp_url",
    "email_from",
    "notify_api_key",
    "notify_url",
    "notify_text_template",
    "notify_email_template",
    "static_folder",
    "fonts_folder",
    "templates_folder",
    "worker_folder",
}
"""Settings that shape no page. What is not named here may stand on one, or change what stands there."""


def build_of(settings: Settings, assets: Assets) -> str:
    """Twelve letters and digits, the same for every process with these files and settings.

    It is hashed from the static files' names (which carry their hashes), the templates, the catalogues, the worker's
    scripts and the settings that show. The marks of pages and the worker both carry it.
    """
    told = hashlib.sha256(repr(sorted(assets.names.items())).encode())
    shown = settings.model_dump(mode="json", exclude=NEVER_SHOWN)
    told.update(repr(sorted(shown.items())).encode())
    for folder in (settings.templates_folder, settings.worker_folder, CATALOGUES):
        for path in _files(folder):
            told.update(f"\0{folder.name}/{path.relative_to(folder).as_posix()}\0".encode())
            told.update(hashlib.sha256(path.read_bytes()).digest())
    return told.hexdigest()[:12]


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
