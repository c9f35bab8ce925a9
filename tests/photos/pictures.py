"""Pictures as phones take them, and as somebody makes them who means harm. All drawn here, with the real Pillow."""

import zipfile
from functools import cache
from io import BytesIO

import pillow_heif
from PIL import Image, ImageDraw

PLACE = (51.5014, -0.1419)
SECRET = b"SECRET-OF-THE-CAMERA"


@cache
def paper(width: int = 1200, height: int = 900, colour: str = "white") -> bytes:
    """A sheet with a few lines on it, as a JPEG."""
    return _saved(_sheet(width, height, colour), "JPEG", quality=90)


def _sheet(width: int, height: int, colour: str = "white") -> Image.Image:
    sheet = Image.new("RGB", (width, height), colour)
    pen = ImageDraw.Draw(sheet)
    for line in range(1, 9):
        y = height * line // 10
        pen.line((width // 10, y, width * 9 // 10, y), fill="black", width=max(1, height // 200))
    return sheet


def _saved(picture: Image.Image, kind: str, **more: object) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


@cache
def as_kind(kind: str) -> bytes:
    """A sheet as PNG, WEBP or HEIF."""
    if kind == "HEIF":
        out = BytesIO()
        pillow_heif.from_pillow(_sheet(800, 600)).save(out)
        return out.getvalue()
    return _saved(_sheet(800, 600), kind)


def told_by_the_camera() -> bytes:
    """A JPEG on its side that says where and by whom it was taken, in every place that a JPEG has for it."""
    picture = Image.new("RGB", (1600, 900), "white")
    # Dark where the paper's top is once it is turned.
    picture.paste("black", (0, 0, 200, 900))
    exif = picture.getexif()
    exif[0x0112] = 6  # Orientation: to be turned to the right.
    exif[0x010F] = SECRET.decode()
    where = exif.get_ifd(0x8825)
    where[1], where[2] = "N", (51.0, 30.0, 5.0)
    where[3], where[4] = "W", (0.0, 8.0, 30.0)
    return _saved(
        picture,
        "JPEG",
        exif=exif,
        xmp=b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>",
        icc_profile=SECRET * 20,
        comment=SECRET,
    )


@cache
def huge_png() -> bytes:
    """14,000 by 14,000 pixels in a few kilobytes: 588 MB when opened in colour."""
    return _saved(Image.new("1", (14_000, 14_000)), "PNG")


def just_too_large() -> bytes:
    """One row of pixels more than is opened."""
    return _saved(Image.new("1", (6_000, 4_001)), "PNG")


def as_large_as_can_be() -> bytes:
    """24 million pixels, in colour and see-through: what takes most room of all that is taken."""
    return _saved(Image.new("RGBA", (6_000, 4_000), (200, 30, 30, 128)), "PNG")


def noisy(number: int) -> bytes:
    """A big photo of 12 million pixels, each time another."""
    noise = Image.effect_noise((1000, 750), 60 + number).convert("RGB")
    return _saved(noise.resize((4000, 3000)), "JPEG", quality=88)


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"
HTML = b"<!doctype html><img src=x onerror=alert(1)>"
GIF = _saved(Image.new("P", (10, 10)), "GIF")
TIFF = _saved(Image.new("RGB", (10, 10)), "TIFF")
WORDS = b"Dear all, this is no picture."


def zip_called_jpg() -> bytes:
    """A ZIP file."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("photo.jpg", paper())
    return out.getvalue()


def jpeg_with_a_zip_behind_it() -> bytes:
    """A photo that is a ZIP file, too, as some gates are passed."""
    return paper() + zip_called_jpg()
