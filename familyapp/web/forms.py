"""What a form sent, read strictly, with every refusal in words and nothing lost."""

import re
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import parse_qsl
from uuid import UUID

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from familyapp.languages import gettext as _
from familyapp.languages import ngettext
from familyapp.web.text import NotText, mended, normalise, plain_line_ends

Choice = TypeVar("Choice", bound=StrEnum)
MOST_LETTERS = 4000
FORM_BYTES = 64 * 1024
MOST_FIELDS = 100
_WHOLE = re.compile(r"[0-9]{1,9}")
_DAY = re.compile(r"2[0-9]{3}-[0-9]{2}-[0-9]{2}")
_HALF_A_LETTER = re.compile(r"%(?![0-9A-Fa-f]{2})")


class Form:
    """The fields of one POST. Refusals are collected in `errors`, by field, ready to be shown beside it."""

    def __init__(self, fields: FormData | None = None) -> None:
        self._fields = fields or FormData()
        self.errors: dict[str, str] = {}
        self.values: dict[str, str] = {}

    def raw(self, name: str) -> str:
        """The field as it came, '' when absent. For JSON and secrets; never for showing."""
        value = self._fields.get(name, "")
        return value if isinstance(value, str) else ""

    def pairs(self) -> list[tuple[str, str]]:
        """Every field as it came, in its order."""
        return [(name, value) for name, value in self._fields.multi_items() if isinstance(value, str)]

    def text(self, name: str, most: int = MOST_LETTERS, *, required: str = "") -> str:
        """Normalised words of at most `most` letters. `required` is what to say when there are none.

        Letters are counted as they were typed or as they are kept, whichever is fewer: no box in a browser, whose
        `maxlength` counts UTF-16 units and a new line as one, ever lets through more than this accepts.
        """
        words = self._normalised(name)
        self._measure(name, min(len(words), len(plain_line_ends(self.raw(name)).strip())), most)
        if required and not words:
            self.errors.setdefault(name, required)
        return words

    def line(self, name: str, most: int = 80, *, required: str = "") -> str:
        """Like `text`, on one line that has room for `most` letters as they are kept."""
        words = " ".join(self._normalised(name).split())
        self.values[name] = words
        self._measure(name, len(words), most)
        if required and not words:
            self.errors.setdefault(name, required)
        return words

    def _normalised(self, name: str) -> str:
        try:
            words = normalise(self.raw(name))
        except NotText:
            words = mended(self.raw(name))
            self.errors[name] = _(
                "Some of these characters cannot be kept. We left them out: is it right now?"
            )
        self.values[name] = words
        return words

    def _measure(self, name: str, letters: int, most: int) -> None:
        if letters > most:
            over = letters - most
            self.errors[name] = ngettext(
                "That is %(over)d letter too long. Please make it a little shorter.",
                "That is %(over)d letters too long. Please make it a little shorter.",
                over,
            ) % {"over": over}

    def choice(self, name: str, kind: type[Choice], default: Choice | None = None) -> Choice | None:
        """One of a few known words; anything else is refused in words."""
        value = self.raw(name)
        self.values[name] = value
        if not value and default is not None:
            return default
        try:
            return kind(value)
        except ValueError:
            self.errors[name] = _("Please choose one of these.")
            return default

    def several(self, name: str) -> list[str]:
        """All values of a field that may come more than once, at most 40."""
        return [value for value in self._fields.getlist(name) if isinstance(value, str)][:40]

    def identity(self, name: str = "id") -> UUID | None:
        """The UUID that the phone gave to what it sends, or None. Anything else is a 400."""
        value = self.raw(name)
        if not value:
            return None
        try:
            found = UUID(value)
        except ValueError:
            raise HTTPException(400) from None
        if str(found) != value.lower():
            raise HTTPException(400)
        return found

    @property
    def instead(self) -> str:
        """The id of what is given back: when it is sent again, the phone puts that in its place. '' without one."""
        return str(self.identity() or "")

    def day(self, name: str) -> date | None:
        """A day as browsers send it (2026-12-10), or None; with a refusal for anything else that came."""
        value = self.raw(name).strip()
        self.values[name] = value
        if not value:
            return None
        try:
            # Python's own reading takes other ways to write a day, and other scripts' digits.
            return date.fromisoformat(value if _DAY.fullmatch(value) else "")
        except ValueError:
            self.errors[name] = _("Please give the day like this: 2026-12-10.")
            return None

    def whole(self, name: str, least: int, most: int) -> int | None:
        """A whole number in plain digits, or None with a refusal (int() would take other scripts' digits and 1_0)."""
        value = self.raw(name).strip()
        self.values[name] = value
        if not value:
            return None
        if not _WHOLE.fullmatch(value) or not least <= int(value) <= most:
            self.errors[name] = _("Please give a number from %(least)d to %(most)d.") % {
                "least": least,
                "most": most,
            }
            return None
        return int(value)


async def read_form(request: Request) -> Form:
    """The form of a POST. Raises 400 for what is no form, 413 for more than 64 KiB, 415 for another type."""
    body = await request.body()
    if not body:
        return Form()
    kind, _semicolon, more = request.headers.get("content-type", "").partition(";")
    match kind.strip().lower():
        case "application/x-www-form-urlencoded":
            try:
                return form_from(body.decode())
            except ValueError as error:
                raise HTTPException(400) from error
        case "multipart/form-data" if "charset" not in more.lower():
            return Form(await read_parts(request, MOST_FIELDS))
    raise HTTPException(415)


async def read_parts(request: Request, most: int, bytes_each: int = FORM_BYTES) -> FormData:
    """The fields of a multipart form, at most so many and none of them a file. Raises 400 for anything else."""
    try:
        (await request.body()).decode()  # Starlette would read what is no UTF-8 as something else.
    except ValueError as error:
        raise HTTPException(400) from error
    return await request.form(max_files=0, max_fields=most, max_part_size=bytes_each)


def form_from(body: str) -> Form:
    """A form as a URL writes it. Raises ValueError for too many fields and what is no UTF-8, instead of guessing."""
    if _HALF_A_LETTER.search(body):
        raise ValueError("a percent sign without its two digits")
    pairs: list[tuple[str, str | UploadFile]] = [
        *parse_qsl(body, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    ]
    return Form(FormData(pairs))


def form_of(request: Request) -> Form:
    """The form that came with this request (read before the page function ran)."""
    form: Form = request.state.form
    return form
