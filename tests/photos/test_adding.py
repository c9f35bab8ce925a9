"""Adding a photo: with scripts and without, sent once and sent again, and what the answer is to what is no photo."""

from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from PIL import Image
from sqlmodel import col, select

from familyapp.network import Audience
from familyapp.photos import Photo, PhotoImage
from familyapp.web.files import PICTURE_BYTES, TEXT_FORM_BYTES
from tests.photos import pictures
from tests.photos.steps import SAME, as_text, by_outbox, photos_of, send_file, send_text
from tests.support.house import House, Visitor
from tests.web.street import nothing_changes

BAD = {
    "svg": (pictures.SVG, 415),
    "pdf": (pictures.PDF, 415),
    "html": (pictures.HTML, 415),
    "gif": (pictures.GIF, 415),
    "zip": (pictures.zip_called_jpg(), 415),
    "14000 by 14000": (pictures.huge_png(), 413),
    "half a photo": (pictures.paper()[:3000], 422),
    "nothing": (b"", 422),
}


@pytest.fixture
def nan(small_house: House) -> Visitor:
    return small_house.visit(small_house.cast.nan)


def kept(house: House) -> list[Photo]:
    with house.writing() as session:
        return list(session.exec(select(Photo).order_by(col(Photo.added_at))).all())


def test_without_scripts_the_file_itself_is_sent(small_house: House, nan: Visitor) -> None:
    answer = send_file(nan, pictures.paper(), text="The left column", page="2", audience="family_and_network")
    assert answer.status_code == 303
    assert "/plan/photos?told=photo_sent#words-" in answer.headers["location"]
    (photo,) = kept(small_house)
    assert (photo.caption, photo.page, photo.audience) == ("The left column", 2, Audience.FAMILY_AND_NETWORK)
    assert (photo.width, photo.height) == (1200, 900)
    page = nan.get(nan.plan("plan", "photos")).text
    assert "The left column" in page
    assert "page 2" in page
    assert "?page=3" in page


def test_a_phone_sends_it_written_out_in_an_ordinary_form(small_house: House, nan: Visitor) -> None:
    assert send_text(nan, pictures.paper()).status_code == 303
    assert len(kept(small_house)) == 1


def test_what_waited_comes_alone_in_its_envelope_and_is_answered_with_a_receipt(
    small_house: House, nan: Visitor
) -> None:
    name, photo = str(uuid4()), pictures.paper(2000, 1500)
    fields = {"id": name, "photo": as_text(photo), "text": "Sent later", "page": "1", "audience": "circle"}
    told = by_outbox(nan, fields)
    assert (told["status"], told["receipt"]) == (201, name)
    assert f'id="words-{name}"' in str(told["html"])
    again = by_outbox(nan, fields)
    assert (again["status"], again["receipt"]) == (201, name)
    assert [str(photo.id) for photo in kept(small_house)] == [name]
    other = by_outbox(nan, fields | {"photo": as_text(pictures.paper(colour="yellow"))})
    assert (other["status"], other["receipt"]) == (422, None)
    assert by_outbox(nan, fields | {"text": "Said otherwise"})["status"] == 422
    assert len(kept(small_house)) == 1


def test_two_photos_are_too_much_for_one_envelope(small_house: House, nan: Visitor) -> None:
    with nothing_changes(small_house):
        path = nan.plan("plan", "photos", "add")
        form = "photo=" + "A" * 70_000
        parts = [("to", (None, path)), ("form", (None, form))] * 2
        assert nan.request("POST", "/outbox", files=parts, headers=SAME).status_code == 413


def test_words_are_no_longer_than_before_because_photos_are(small_house: House, nan: Visitor) -> None:
    with nothing_changes(small_house):
        form = f"id={uuid4()}&text=" + "a" * 70_000
        parts = [("to", (None, nan.plan("plan", "now", "add"))), ("form", (None, form))]
        answer = nan.request("POST", "/outbox", files=parts, headers=SAME)
        assert answer.json()[0]["status"] == 413
        assert nan.post(nan.plan("plan", "now", "add"), {"text": "a" * 70_000}).status_code == 413


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_photo_is_refused_in_words_and_the_words_stay(
    small_house: House, nan: Visitor, name: str
) -> None:
    picture, status = BAD[name]
    with nothing_changes(small_house):
        answer = send_file(nan, picture, "photo.jpg", text="My words stay.", audience="family")
        assert answer.status_code == status
        assert "My words stay." in answer.text
        assert 'class="field__error" id="photo-error"' in answer.text
        assert 'value="family" checked' in answer.text


@pytest.mark.parametrize("name", BAD)
def test_the_outbox_is_told_the_same(small_house: House, nan: Visitor, name: str) -> None:
    picture, status = BAD[name]
    with nothing_changes(small_house):
        told = by_outbox(nan, {"id": str(uuid4()), "photo": as_text(picture), "text": "Mine"})
        assert told["status"] == status
        assert told["reasons"]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "C:\\photo.jpg", "a\x00b.jpg", "photo.svg", "x" * 5000, ""]
)
def test_what_a_file_is_called_counts_for_nothing(small_house: House, nan: Visitor, name: str) -> None:
    answer = send_file(nan, pictures.paper(), name)
    # Only a file with no name at all is what a browser sends when nothing was chosen.
    assert answer.status_code in {303, 400, 422}
    if answer.status_code == 303:
        (photo,) = photos_of(nan)
        large = nan.get(nan.plan("photos", photo, "large"))
        assert large.headers["content-disposition"] == 'inline; filename="page.jpg"'
        stored = b"".join(path.read_bytes() for path in files_of(small_house))
        assert name.encode() not in stored


def test_gps_in_a_jpeg_is_not_kept(small_house: House, nan: Visitor) -> None:
    assert send_file(nan, pictures.told_by_the_camera()).status_code == 303
    with small_house.writing() as session:
        for image in session.exec(select(PhotoImage)):
            assert pictures.SECRET not in image.jpeg
            assert not Image.open(BytesIO(image.jpeg)).getexif()
    files = b"".join(path.read_bytes() for path in files_of(small_house))
    assert pictures.SECRET not in files


def files_of(house: House) -> list[Path]:
    """All files of the database, the one with what is about to be written among them."""
    here = Path(house.database.engine.url.database or "")
    return sorted(here.parent.glob(here.name + "*"))


@pytest.mark.parametrize("said", [True, False], ids=["size said", "in pieces"])
def test_more_than_12_megabytes_are_too_much(small_house: House, nan: Visitor, said: bool) -> None:
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
    body = head + b"\xff\xd8\xff" + b"a" * (PICTURE_BYTES + 64 * 1024) + b"\r\n--b--\r\n"
    headers = SAME | {"content-type": "multipart/form-data; boundary=b"}
    content = body if said else (body[at : at + 65536] for at in range(0, len(body), 65536))
    with nothing_changes(small_house):
        path = nan.plan("plan", "photos", "add")
        assert nan.request("POST", path, content=content, headers=headers).status_code == 413


def test_a_photo_written_out_has_less_room(small_house: House, nan: Visitor) -> None:
    body = b"photo=" + b"A" * TEXT_FORM_BYTES
    headers = SAME | {"content-type": "application/x-www-form-urlencoded"}
    with nothing_changes(small_house):
        path = nan.plan("plan", "photos", "add")
        assert nan.request("POST", path, content=body, headers=headers).status_code == 413


@pytest.mark.parametrize("text", ["!!!", "data:image/jpeg;base64,AAAA", "A", "ＡＡＡＡ", "AA==", "../../etc"])
def test_what_is_no_base64_is_a_broken_form(small_house: House, nan: Visitor, text: str) -> None:
    with nothing_changes(small_house):
        answer = nan.post(nan.plan("plan", "photos", "add"), {"photo": text, "page": "1"})
        assert answer.status_code in {400, 415, 422}


@pytest.mark.parametrize("page", ["0", "-1", "41", "1.5", "٣", "1_0", "NaN", "true"])
def test_a_page_has_a_number_that_pages_have(small_house: House, nan: Visitor, page: str) -> None:
    with nothing_changes(small_house):
        answer = send_text(nan, pictures.paper(), page=page)
        assert answer.status_code == 422
        assert "Please give a number from 1 to 40." in answer.text


@pytest.mark.parametrize("audience", ["me", "worker", "everybody", "CIRCLE"])
def test_a_photo_is_for_the_many_only(small_house: House, nan: Visitor, audience: str) -> None:
    with nothing_changes(small_house):
        answer = send_text(nan, pictures.paper(), audience=audience)
        assert answer.status_code == 422
        assert "Please choose one of these." in answer.text
    assert 'value="me"' not in nan.get(nan.plan("plan", "photos", "add")).text


def test_a_field_that_is_no_text_is_a_broken_form(small_house: House, nan: Visitor) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\n\xff\xfe\r\n--b--\r\n'
    headers = SAME | {"content-type": "multipart/form-data; boundary=b"}
    with nothing_changes(small_house):
        path = nan.plan("plan", "photos", "add")
        assert nan.request("POST", path, content=body, headers=headers).status_code == 400
        for kind in ("image/jpeg", "application/json", "multipart/form-data", ""):
            answer = nan.request(
                "POST", path, content=pictures.paper(), headers=SAME | {"content-type": kind}
            )
            assert answer.status_code in {400, 415}


def test_whoever_may_not_add_here_is_told_nothing_and_troubles_nobody(small_house: House) -> None:
    charlie, nobody = small_house.visit(small_house.cast.charlie), small_house.stranger_to_all()
    with nothing_changes(small_house):
        for picture in (pictures.paper(), pictures.huge_png(), pictures.SVG):
            theirs = charlie.request(
                "POST",
                charlie.plan("plan", "photos", "add"),
                files={"file": ("a.jpg", picture)},
                headers=SAME,
            )
            assert theirs.status_code == 404
            sent = send_file(nobody, picture)
            assert (sent.status_code, sent.headers["location"]) == (303, "/sign-in")


def test_three_files_at_once_are_a_broken_form(small_house: House, nan: Visitor) -> None:
    files = [("file", (f"{n}.jpg", pictures.paper())) for n in range(3)]
    with nothing_changes(small_house):
        answer = nan.request("POST", nan.plan("plan", "photos", "add"), files=files, headers=SAME)
        assert answer.status_code == 400


def test_the_one_that_was_taken_or_the_one_that_was_chosen(small_house: House, nan: Visitor) -> None:
    """Without scripts both fields are sent, and one of them is empty."""
    for first, second in ((pictures.paper(), b""), (b"", pictures.paper(colour="yellow"))):
        files = [("file", ("a.jpg", first)), ("file", ("", second))]
        if not first:
            files = [("file", ("", first)), ("file", ("b.jpg", second))]
        answer = nan.request(
            "POST", nan.plan("plan", "photos", "add"), files=files, data={"page": "1"}, headers=SAME
        )
        assert answer.status_code == 303
    assert len(kept(small_house)) == 2
