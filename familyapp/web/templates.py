"""The templates: everything escaped, everything undefined is a mistake, every word through gettext."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from familyapp.languages import gettext, ngettext
from familyapp.settings import Settings


@dataclass(frozen=True, slots=True)
class Where:
    """The family whose pages somebody is on."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Here:
    """Who is looking, for the layout: the bar of places and what stands in the header."""

    signed_in: bool = False
    is_worker: bool = False
    family: Where | None = None
    place: str | None = None
    flash: str | None = None
    account: str = ""
    """What the phone calls whoever is signed in by, '' when nobody is. No name, and no way to one."""


def make_templates(settings: Settings, url: Callable[..., str], static: Callable[[str], str]) -> Environment:
    """The one environment. Templates never query: they get plain values, and these few words."""
    environment = Environment(
        loader=FileSystemLoader(settings.templates_folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=settings.development,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(
        url=url, static=static, settings=settings, lang="en-GB", direction="ltr", here=Here()
    )
    return environment
