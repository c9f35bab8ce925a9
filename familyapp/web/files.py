"""A form that may bring a picture along: as a file of its own, or written out as text by the phone that shrank it."""

import base64
import binascii
import re

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from familyapp.web.forms import FORM_BYTES, MOST_FIELDS, Form, form_from
from familyapp.web.visit import signed_in

PICTURE_BYTES = 12 * 1024 * 1024
"""Of a picture that comes as it is: a phone's camera makes 3 to 8 MiB."""
FILE_FORM_BYTES = PICTURE_BYTES + FORM_BYTES
"""Of the whole form with it."""
TEXT_FORM_BYTES = 1024 * 1024
"""Of a form with a picture written out as text: a phone makes it small first (450 KB, which is 600 KB of text)."""
_BASE64 = re.compile(r"[A-Za-z0-9_-]+")


class FileForm(Form):
    """A form with at most one picture."""

    def __init__(self, fields: FormData | None = None, file: bytes = b"") -> None:
        super().__init__(fields)
        self._file = file


def picture_of(form: Form, name: str) -> bytes:
    """The picture in this field, as it was sent; b"" when there is none. Raises 400 for what is no base64url.

    What a file is called is never looked at.
    """
    text = form.raw(name)
    if not text:
        return form._file if isinstance(form, FileForm) else b""  # noqa: SLF001  (the class above)
    if not _BASE64.fullmatch(text):
        raise HTTPException(400)
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        raise HTTPException(400) from None


class _Strict(MultiPartParser):
    """Starlette would read a field that is no UTF-8 as something else."""

    def on_part_end(self) -> None:
        """Raises MultiPartException for a field of anything but text."""
        part = self._current_part
        if part.file is None:
            try:
                part.data.decode()
            except UnicodeDecodeError as wrong:
                raise MultiPartException("a field is no UTF-8") from wrong
        super().on_part_end()


async def read_file_form(request: Request) -> Form:
    """Like `read_form`, with room for a file. Nothing is read from whoever is not signed in.

    A file lies in a nameless temporary file while it comes, so that many slow phones need no memory. Raises
    NotSignedIn, 400 for what is no form, 413 for too much and 415 for another type.
    """
    await run_in_threadpool(_somebody, request)
    kind, _semicolon, more = request.headers.get("content-type", "").partition(";")
    match kind.strip().lower():
        case "application/x-www-form-urlencoded":
            try:
                return form_from((await _read_text(request)).decode())
            except ValueError as error:
                raise HTTPException(400) from error
        case "multipart/form-data" if "charset" not in more.lower():
            return await _read_parts(request)
    if not await _read_text(request):
        return Form()
    raise HTTPException(415)


def _somebody(request: Request) -> None:
    with request.app.state.database.reading() as session:
        signed_in(request, session)


async def _read_text(request: Request) -> bytes:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > TEXT_FORM_BYTES:
            raise HTTPException(413)
    return bytes(body)


async def _read_parts(request: Request) -> Form:
    parser = _Strict(
        request.headers,
        request.stream(),
        max_files=2,
        max_fields=MOST_FIELDS,
        max_part_size=TEXT_FORM_BYTES,
    )
    try:
        fields = await parser.parse()
    except MultiPartException as wrong:
        raise HTTPException(400) from wrong
    try:
        # A form may have a field for taking a photo and one for choosing it: the other one is empty.
        files = [each for _, each in fields.multi_items() if isinstance(each, UploadFile) and each.size]
        return FileForm(fields, await files[0].read() if files else b"")
    finally:
        await fields.close()
