"""The worker that phones run beside the pages: the scripts of service_worker/ as one, with what they must know."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from familyapp.settings import Settings
from familyapp.web.assets import Assets
from familyapp.web.minified import minified_script
from familyapp.web.offline.short_names import shortened

IN_ORDER = (
    "account.js",
    "outbox.js",
    "sending.js",
    "moulds.js",
    "kept_pages.js",
    "writing.js",
    "reading.js",
    "push.js",
    "front_door.js",
)
"""Classic scripts share one scope; each speaks only of what stands before it, save inside of its functions."""
TOLD = ("BUILD", "PRECACHE", "SHELL", "OUTBOX")
"""What the server writes at its head (service_worker/given.d.ts)."""
STEP_ASIDE = "step_aside.js"
SHELL = ("/offline/moulds", "/unsent", "/worried")
"""Pages that hold nobody's words: every phone keeps them from the start."""


def worker_script(settings: Settings, assets: Assets, build: str, outbox: Iterable[str]) -> bytes:
    """What `/sw.js` answers. `outbox` are the sources of regular expressions for addresses that take words.

    With `offline` off it is the one script that clears what was kept and steps aside. A script that is not there
    stops the start.
    """
    if not settings.offline:
        return minified_script(_read(settings.worker_folder, STEP_ASIDE)).encode()
    told = dict(zip(TOLD, (build, precached(assets), SHELL, list(outbox)), strict=True))
    script = together(settings.worker_folder, told)
    small = minified_script(script)
    # Where nothing makes it small, it travels as it was written.
    return (shortened(small, keep=TOLD) if small != script else script).encode()


def together(folder: Path, told: dict[str, Any]) -> str:
    """What the worker is told, and its parts in their order, as they were written."""
    head = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in told.items())
    return "\n".join([head, *(_read(folder, name) for name in IN_ORDER)])


def precached(assets: Assets) -> list[str]:
    """The addresses of the static files that pages need: styles, scripts and the icon, not the phone's own icons."""
    needed = [name for name in sorted(assets.names) if name.endswith((".css", ".js"))]
    return [assets.url(name) for name in [*needed, "icons/icon.svg"]]


def _read(folder: Path, name: str) -> str:
    try:
        return (folder / name).read_text()
    except OSError as missing:
        raise SystemExit(
            f"The phones' script {name} cannot be read in {folder}: {missing.strerror}. "
            "FAMILYAPP_WORKER_FOLDER must be the folder service_worker of this version."
        ) from None
