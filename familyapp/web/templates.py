"""The templates: everything escaped, everything undefined is a mistake, every word through gettext."""

from collections.abc import Callable
from dataclasses import dataclass
from types import CodeType
from uuid import UUID

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

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


class _Compiled(BytecodeCache):
    """What templates became as code, for all apps of this process: to compile one takes longer than to draw it.

    Kept by a template's name and the digest of its text, so a template that was changed is compiled anew.
    """

    def __init__(self) -> None:
        self._kept: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Gives what is kept of exactly this text."""
        checksum, code = self._kept.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps it, in the place of what an earlier text became."""
        if bucket.code is not None:
            self._kept[bucket.key] = bucket.checksum, bucket.code


_compiled = _Compiled()


def make_templates(settings: Settings, url: Callable[..., str], static: Callable[[str], str]) -> Environment:
    """The one environment. Templates never query: they get plain values, and these few words."""
    environment = Environment(
        loader=FileSystemLoader(settings.templates_folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=settings.development,
        bytecode_cache=_compiled,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(
        url=url, static=static, settings=settings, lang="en-GB", direction="ltr", here=Here()
    )
    return environment
