"""What a phone asks before it puts the app on its screen (W3C Web Application Manifest)."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from familyapp.languages import Language
from familyapp.languages import gettext as _
from familyapp.settings import Settings
from familyapp.web.offline.public_file import PublicFile

PAPER = "#faf6ef"
"""The colour behind the app while it opens: --paper of static/css/tokens.css. A manifest knows no dark mode."""
SIZES = (192, 512)


def manifests(
    settings: Settings, static: Callable[[str], str], url: Callable[..., str]
) -> Callable[[Language], PublicFile]:
    """The manifest of one app in each language, made and packed when it is asked for first."""

    @cache
    def manifest_in(language: Language) -> PublicFile:
        content = json.dumps(web_manifest(settings, language, static, url), ensure_ascii=False).encode()
        return PublicFile(content, "application/manifest+json")

    return manifest_in


def web_manifest(
    settings: Settings, language: Language, static: Callable[[str], str], url: Callable[..., str]
) -> dict[str, Any]:
    """The manifest in one language. Its name is neutral: it stands on the phone's screen."""
    pictures = [
        _picture(static(f"icons/{name}-{size}.png"), size, purpose)
        for name, purpose in (("icon", "any"), ("maskable", "maskable"))
        for size in SIZES
    ]
    drawing = {"src": static("icons/icon.svg"), "type": "image/svg+xml", "sizes": "any", "purpose": "any"}
    return {
        "id": "/",
        "name": settings.app_name,
        "short_name": settings.app_name,
        "lang": language.html_tag,
        "dir": language.direction,
        "scope": "/",
        "start_url": url("go_plan"),
        "display": "standalone",
        "theme_color": PAPER,
        "background_color": PAPER,
        "icons": [drawing, *pictures],
        "shortcuts": [
            {
                "name": _("Add a strength"),
                "url": url("go_add_a_strength"),
                "icons": [_picture(static("icons/add-96.png"), 96, "any")],
            }
        ],
    }


def _picture(src: str, size: int, purpose: str) -> dict[str, str]:
    return {"src": src, "type": "image/png", "sizes": f"{size}x{size}", "purpose": purpose}
