"""A photo of a sheet that was never written: drawn for the demo, with the invented family's words on it."""

import hashlib
from datetime import timedelta
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from sqlmodel import Session, col, update

from familyapp import clock
from familyapp.journal import Happening
from familyapp.network import Audience, Reader
from familyapp.photos.developing import Developed
from familyapp.photos.photo import Photo, add_photo, say_ours

if TYPE_CHECKING:
    from PIL.Image import Image

TABLE, SHEET, INK = "#8d7a63", "#fdfcf7", "#27406b"
WIDTH, HEIGHT = 1600, 1160
COLUMNS = (
    ("Situation", "We moved three times in two years.", "Late nights, then nobody can get up."),
    ("Understanding", "My shifts change each week.", "How serious is this?  4   5   6"),
    ("Actions", "A calm start, every school day.", "Clothes out the night before: Zayn"),
)


def invent_photo(session: Session, author: Reader, family: Reader, *, days_ago: int) -> Photo:
    """The paper of the first meeting, photographed by `author`; `family` says that these are their words."""
    at = clock.now() - timedelta(days=days_ago)
    photo = add_photo(
        session,
        author,
        invented_photo(),
        Audience.CIRCLE,
        caption="The paper of our first meeting",
        added_at=at,
    )
    say_ours(session, family, photo.id)
    about = col(Happening.thing_id) == photo.id
    session.execute(update(Happening).where(about).values(happened_at=at))
    return photo


@cache
def invented_photo() -> Developed:
    """The sheet on a table, as it would come out of the darkroom."""
    # The server itself never opens a picture, and does not load what does.
    from PIL import Image, ImageDraw

    sheet = Image.new("RGB", (WIDTH - 160, HEIGHT - 160), SHEET)
    pen = ImageDraw.Draw(sheet)
    pen.text((40, 30), "Pathway to Change     Hana and Zayn's plan", fill=INK, font_size=44)
    wide = sheet.width // len(COLUMNS)
    for number, (name, *lines) in enumerate(COLUMNS):
        left = number * wide
        pen.line((left, 110, left, sheet.height), fill=INK, width=3)
        pen.text((left + 24, 130), name, fill=INK, font_size=36)
        for row, line in enumerate(lines):
            top = 240 + row * 320
            pen.line((left, top - 30, left + wide, top - 30), fill=INK, width=2)
            for part, words in enumerate(_folded(line)):
                pen.text((left + 24, top + part * 44), words, fill=INK, font_size=30)
    table = Image.new("RGB", (WIDTH, HEIGHT), TABLE)
    table.paste(sheet.rotate(1.2, Image.Resampling.BICUBIC, expand=True, fillcolor=TABLE), (60, 50))
    large, small = _jpeg(table, WIDTH), _jpeg(table, 480)
    return Developed(large, small, WIDTH, HEIGHT, hashlib.sha256(large).hexdigest())


def _folded(line: str, most: int = 24) -> list[str]:
    """The words in lines of at most so many letters."""
    lines = [""]
    for word in line.split():
        lines = [*lines, word] if len(lines[-1]) + len(word) > most else [*lines[:-1], f"{lines[-1]} {word}"]
    return lines


def _jpeg(picture: "Image", wide: int) -> bytes:
    out, size = BytesIO(), (wide, picture.height * wide // picture.width)
    picture.resize(size).save(out, "JPEG", quality=80)
    return out.getvalue()
