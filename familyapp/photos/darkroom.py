"""Where a stranger's picture is opened: a process of its own with little memory, little time and no files.

Run by `developing.py` as a script, so that nothing of the app is loaded here. It reads a picture from its input and
writes one line of JSON and two JPEGs to its output. Only pixels come through: no place, no time, no camera, no name.
"""

import json
import sys
import warnings
from contextlib import suppress
from io import BytesIO

from PIL import Image, ImageFile, ImageOps

MOST_PIXELS = 24_000_000
"""A phone's camera has 12 million, and a colour takes three bytes of each when it is opened."""
LONGEST = {"large": 2000, "small": 480}
"""Pixels of the longer side: the first can be read and enlarged, the second stands in a list."""
QUALITY = {"large": 82, "small": 72}
MEMORY = 1_400 * 1024 * 1024
"""Bytes of address space, of which the libraries take a third before they begin."""
SECONDS = 15


class TooLarge(Exception):
    """More pixels than are opened here."""


def bound() -> None:
    """From here on this process has little of everything, and cannot write a file."""
    try:
        import resource
    except ImportError:  # Windows has no such bounds; whoever waits for us has a clock.
        return
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        # What macOS does not know, it refuses.
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def prints(picture: bytes, kind: str) -> dict[str, Image.Image]:
    """The picture upright in both sizes, on white where it was see-through. Raises TooLarge, or what Pillow raises."""
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.options.THUMBNAILS = False
        pillow_heif.options.DECODE_THREADS = 1
        pillow_heif.register_heif_opener()
    with Image.open(BytesIO(picture), formats=[kind]) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise TooLarge
        # A JPEG can be opened at a half or a quarter of its size, which is all that is kept of it.
        opened.draft("RGB", (LONGEST["large"], LONGEST["large"]))
        opened.load()
        upright = ImageOps.exif_transpose(opened)
        whole = _on_white(upright)
    sizes = {}
    for name, longest in LONGEST.items():
        sizes[name] = whole.copy()
        sizes[name].thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return sizes


def _on_white(picture: Image.Image) -> Image.Image:
    # A new picture, so that nothing of what came along with the pixels can come through.
    clean = Image.new("RGB", picture.size, "white")
    if picture.has_transparency_data:
        see_through = picture.convert("RGBA")
        clean.paste(see_through, mask=see_through.getchannel("A"))
    else:
        clean.paste(picture.convert("RGB"))
    return clean


def answer(picture: bytes, kind: str) -> bytes:
    """What is written to the output: the sizes in a line of JSON, then the JPEGs in their order."""
    pieces, told = [], {}
    for name, small in prints(picture, kind).items():
        out = BytesIO()
        small.save(out, "JPEG", quality=QUALITY[name], optimize=True)
        pieces.append(out.getvalue())
        told[name] = [small.width, small.height, len(pieces[-1])]
    return json.dumps(told).encode() + b"\n" + b"".join(pieces)


def main() -> None:
    """Develops one picture. Whatever goes wrong is one word on the output."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    # Pillow only warns of a picture that is too large by a little.
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    bound()
    try:
        told = answer(sys.stdin.buffer.read(), sys.argv[1])
    except (TooLarge, Image.DecompressionBombError, Image.DecompressionBombWarning):
        told = b'"large"\n'
    except MemoryError:
        told = b'"large"\n'
    except Exception:  # noqa: BLE001  (a picture made to break its reader may raise anything)
        told = b'"broken"\n'
    sys.stdout.buffer.write(told)


if __name__ == "__main__":
    main()
