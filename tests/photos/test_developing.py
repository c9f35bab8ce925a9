"""Developing: what comes out is a picture and nothing else, and what would do harm does not come in."""

import time
from io import BytesIO

import pytest
from PIL import Image

from familyapp.photos import Developed, Refused, develop
from familyapp.photos import developing as darkroom
from familyapp.photos.developing import kind_of
from tests.photos import pictures

OTHER_FILES = {
    "svg": pictures.SVG,
    "pdf": pictures.PDF,
    "html": pictures.HTML,
    "gif": pictures.GIF,
    "tiff": pictures.TIFF,
    "zip": pictures.zip_called_jpg(),
    "words": pictures.WORDS,
    "nothing": b"",
}


def opened(jpeg: bytes) -> Image.Image:
    picture = Image.open(BytesIO(jpeg), formats=["JPEG"])
    picture.load()
    return picture


def why_refused(picture: bytes) -> Refused.Why:
    with pytest.raises(Refused) as refused:
        develop(picture)
    return refused.value.why


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "HEIF"])
def test_every_kind_that_phones_make_becomes_a_jpeg(kind: str) -> None:
    assert kind_of(pictures.as_kind(kind)) == kind
    developed = develop(pictures.as_kind(kind))
    assert opened(developed.large).size == (developed.width, developed.height) == (800, 600)
    assert opened(developed.small).size == (480, 360)


def test_a_big_photo_is_made_small_enough_to_be_kept() -> None:
    developed = develop(pictures.noisy(1))
    assert max(opened(developed.large).size) == 2000
    assert max(opened(developed.small).size) == 480


def test_gps_in_a_jpeg_and_all_else_that_a_camera_writes_is_gone() -> None:
    sent = pictures.told_by_the_camera()
    assert pictures.SECRET in sent
    assert Image.open(BytesIO(sent)).getexif().get_ifd(0x8825)
    developed = develop(sent)
    for jpeg in (developed.large, developed.small):
        picture = opened(jpeg)
        assert not picture.getexif()
        assert {"exif", "xmp", "icc_profile", "comment"} & picture.info.keys() == set()
        for mark in (pictures.SECRET, b"Exif", b"http://ns.adobe.com", b"ICC_PROFILE", b"xmpmeta"):
            assert mark not in jpeg


def test_a_photo_taken_on_its_side_stands_upright() -> None:
    large = opened(develop(pictures.told_by_the_camera()).large)
    assert large.size == (900, 1600)
    grey = large.convert("L").tobytes()
    assert grey[20 * 900 + 450] < 60
    assert grey[1500 * 900 + 450] > 200


def test_nothing_that_hangs_on_behind_a_picture_comes_through() -> None:
    developed = develop(pictures.jpeg_with_a_zip_behind_it())
    assert b"PK\x03\x04" not in developed.large
    assert developed.large.endswith(b"\xff\xd9")


def test_what_is_see_through_lies_on_white() -> None:
    clear = BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(clear, "PNG")
    assert opened(develop(clear.getvalue()).large).getpixel((20, 20)) == (255, 255, 255)


@pytest.mark.parametrize("name", OTHER_FILES)
def test_other_files_are_no_photos_whatever_they_are_called(name: str) -> None:
    assert why_refused(OTHER_FILES[name]) is Refused.Why.KIND


def test_a_png_of_14000_by_14000_is_not_opened() -> None:
    assert len(pictures.huge_png()) < 100_000
    assert why_refused(pictures.huge_png()) is Refused.Why.LARGE


def test_the_bound_is_24_million_pixels() -> None:
    assert why_refused(pictures.just_too_large()) is Refused.Why.LARGE
    assert isinstance(develop(pictures.as_large_as_can_be()), Developed)


@pytest.mark.parametrize("part", [12, 400, 4_000])
def test_a_photo_that_did_not_arrive_whole_is_refused(part: int) -> None:
    assert why_refused(pictures.paper()[:part]) is Refused.Why.BROKEN


def test_a_picture_of_one_kind_is_not_opened_as_another() -> None:
    for head in (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF1234WEBP", b"1234ftypheic"):
        assert why_refused(head + pictures.GIF) is Refused.Why.BROKEN
        assert why_refused(head + pictures.paper()) is Refused.Why.BROKEN


def test_whoever_takes_too_long_in_the_darkroom_is_shown_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(darkroom, "SECONDS", 0.01)
    began = time.monotonic()
    assert why_refused(pictures.paper()) is Refused.Why.BROKEN
    assert time.monotonic() - began < 5


def test_the_same_picture_sent_again_is_known() -> None:
    assert develop(pictures.paper()).digest == develop(pictures.paper()).digest
    assert develop(pictures.paper()).digest != develop(pictures.paper(colour="yellow")).digest
