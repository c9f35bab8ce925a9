"""What is done with photos in these tests, as browsers and phones do it."""

import base64
import re
from urllib.parse import urlencode
from uuid import UUID, uuid4

from httpx2 import Response

from familyapp.network import Audience, Membership
from familyapp.photos import Developed, add_photo
from tests.photos import pictures
from tests.support.house import House, Visitor

SAME = {"sec-fetch-site": "same-origin"}


def send_file(visitor: Visitor, picture: bytes, name: str = "IMG_1234.jpg", **fields: str) -> Response:
    """As a browser without scripts sends the form, with the file itself."""
    files = {"file": (name, picture, "image/jpeg")}
    return visitor.request(
        "POST", visitor.plan("plan", "photos", "add"), files=files, data={"page": "1"} | fields, headers=SAME
    )


def as_text(picture: bytes) -> str:
    """As js/photo.js writes it into the form."""
    return base64.urlsafe_b64encode(picture).decode().rstrip("=")


def send_text(visitor: Visitor, picture: bytes, **fields: str) -> Response:
    """As a phone sends the form, with the photo written out in it."""
    return visitor.post(
        visitor.plan("plan", "photos", "add"), {"photo": as_text(picture), "page": "1"} | fields
    )


def by_outbox(visitor: Visitor, fields: dict[str, str]) -> dict[str, object]:
    """As a phone sends what waited: alone in its envelope. Returns the server's word on it."""
    path = visitor.plan("plan", "photos", "add")
    parts = [("to", (None, path)), ("form", (None, urlencode(fields)))]
    answer = visitor.request("POST", "/outbox", files=parts, headers=SAME)
    assert answer.status_code == 200, answer.text
    (told,) = answer.json()
    assert isinstance(told, dict)
    return told


def photos_of(visitor: Visitor) -> list[UUID]:
    """The photos that stand on the visitor's page, in their order."""
    page = visitor.get(visitor.plan("plan", "photos")).text
    found = re.findall(r'class="photo__link" href="/families/[0-9a-f-]+/photos/([0-9a-f-]+)"', page)
    return [UUID(each) for each in found]


def developed(width: int = 30, height: int = 20) -> Developed:
    """Something as it comes out of the darkroom, without going there."""
    jpeg = pictures.paper(width, height)
    return Developed(jpeg, jpeg, width, height, uuid4().hex)


def hang(
    house: House, member: Membership, audience: Audience = Audience.CIRCLE, caption: str = "", page: int = 1
) -> UUID:
    """This person has added a photo."""
    with house.database.writing() as session:
        return add_photo(session, member.reader(), developed(), audience, caption=caption, page=page).id


def addresses_of(visitor: Visitor, photo: UUID) -> list[str]:
    """Every address of one photo."""
    rest = ["", "/large", "/small", "/type-up", "/take-back"]
    return [visitor.plan("photos", photo) + each for each in rest]
