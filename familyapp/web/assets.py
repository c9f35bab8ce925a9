"""Builds the static files: one style sheet, hashed names, made small once. `python -m familyapp.web.assets`."""

import gzip
import json
import shutil
from pathlib import Path

from servestatic.manifest_hash import get_hashed_name

from familyapp.settings import HERE, settings_from_environment
from familyapp.web.minified import minified_script, minified_style

SOURCE = HERE / "static"
MANIFEST = "manifest.json"
COMPRESSED = {".css", ".js", ".svg", ".json", ".txt"}


def build(source: Path, target: Path) -> dict[str, str]:
    """Writes every file of `source` into `target` under a name that carries its hash; returns name to hashed name.

    The parts of `css/` are joined into `css/app.css` in the order of `css/order.txt`, what others wrote (`vendor/`)
    and after it those of `js/app/` into `js/app.js` by their names; our own scripts and styles lose what only people
    read.
    """
    fresh = target.with_name(target.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    manifest: dict[str, str] = {}
    for name, content in sorted(_files(source).items()):
        hashed = Path(get_hashed_name(name, content)).as_posix()
        manifest[name] = hashed
        path = fresh / hashed
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        if path.suffix in COMPRESSED:
            path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))
    (fresh / MANIFEST).write_text(json.dumps(manifest, indent=1))
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)
    return manifest


def _files(source: Path) -> dict[str, bytes]:
    parts = [line.strip() for line in (source / "css/order.txt").read_text().splitlines() if line.strip()]
    style = "\n".join((source / "css" / part).read_text() for part in parts)
    # One file costs less than two: each has headers of its own, and what is alike in them is told twice.
    others = "\n".join(path.read_text() for path in sorted((source / "vendor").glob("*.js")))
    script = minified_script("\n".join(path.read_text() for path in sorted((source / "js/app").glob("*.js"))))
    script = f'{others}\n(() => {{"use strict";{script}\n}})();\n'
    files = {"css/app.css": minified_style(style).encode(), "js/app.js": script.encode()}
    for path in source.rglob("*"):
        name = path.relative_to(source).as_posix()
        if path.is_file() and not name.startswith(("css/", "js/app/", "vendor/")):
            files[name] = path.read_bytes()
            if path.match("js/*.js"):
                files[name] = minified_script(path.read_text()).encode()
    return files


class Assets:
    """Finds the hashed name of a static file; a name that was not built is a mistake, not a broken link.

    `names` is every one of them, by its name in `static/`.
    """

    def __init__(self, folder: Path) -> None:
        manifest = folder / MANIFEST
        if not manifest.exists():
            raise SystemExit(f"There are no built static files in {folder}. Run `make assets` first.")
        self.names: dict[str, str] = json.loads(manifest.read_text())

    def url(self, name: str) -> str:
        """The address of a static file, for ever the same bytes."""
        return f"/static/{self.names[name]}"


if __name__ == "__main__":
    built = build(SOURCE, settings_from_environment().static_folder)
    print(f"{len(built)} static files built")
