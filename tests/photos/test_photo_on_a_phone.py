"""A photo in a real browser: made small and clean on the phone, kept while there is no signal, and sent later."""

import re
from base64 import urlsafe_b64decode
from io import BytesIO
from uuid import UUID

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect
from sqlmodel import select

from familyapp.photos import Photo, PhotoImage, Size
from tests.journeys.steps import continue_as, demo_phone, kept
from tests.offline.steps import (
    chip,
    expect_nothing_waits,
    not_sent,
    rows_left,
    signal_is_back,
    times_kept,
    write,
)
from tests.photos import pictures
from tests.support.browser import NewPhone
from tests.support.line import Line
from tests.support.pocket import NewPocket
from tests.support.server import Server
from tests.support.worker import ready

pytestmark = pytest.mark.browser

PLAN = re.compile(r"/plan(\?|#|$)")
ROOM = 800_000
"""Bytes: for the pages that a phone keeps and for words, and not for a photo besides."""
CAPTION = "The left column, 7a7a"


def camera(picture: bytes, name: str = "IMG_1.jpg", kind: str = "image/jpeg") -> FilePayload:
    return {"name": name, "mimeType": kind, "buffer": picture}


def take(page: Page, picture: bytes, caption: str = CAPTION) -> None:
    """From the plan: takes a photo of the paper and says what is on it. Waits until it is small."""
    page.get_by_role("link", name="Add a photo of the paper").first.click()
    page.get_by_label("Take the photo").set_input_files(camera(picture))
    expect(page.get_by_role("img", name="The photo that you are about to send")).to_be_visible()
    page.get_by_role("textbox", name="What is on it?").fill(caption)


def send(page: Page) -> None:
    page.get_by_role("button", name="Send", exact=True).click()


def photos_kept(server: Server, caption: str = CAPTION) -> list[tuple[UUID, bytes]]:
    """The photos with this caption, each with its large JPEG."""
    with kept(server) as session:
        found = session.exec(
            select(Photo.id, PhotoImage.jpeg)
            .join(PhotoImage)
            .where(Photo.caption == caption, PhotoImage.size == Size.LARGE)
        ).all()
        return [(photo, jpeg) for photo, jpeg in found]


def written_out(page: Page) -> str:
    return page.locator("input[name=photo]").input_value()


def test_a_photo_taken_offline_is_sent_later(line: Line, new_pocket: NewPocket) -> None:
    phone = new_pocket(line.address)
    page = continue_as(phone.open(), "Nan")
    ready(page)
    line.refuses()
    take(page, pictures.paper(4000, 3000))
    send(page)
    page.wait_for_url(PLAN)
    card = page.locator(".words--waiting").filter(has_text=CAPTION)
    expect(card).to_contain_text("A photo of the paper")
    expect(card).to_contain_text("Waiting to send")
    assert photos_kept(line.server) == []
    phone.close()

    page = phone.open()
    line.refuses()
    page.goto("/")
    expect(page.locator(".words--waiting").filter(has_text=CAPTION)).to_be_visible()
    write(page, "Words written after the photo, 7b7b.")
    line.opens()
    signal_is_back(page)
    expect_nothing_waits(page)
    expect(page.get_by_text("Your photo is in the plan.")).to_be_visible()
    ((_, jpeg),) = photos_kept(line.server)
    assert max(Image.open(BytesIO(jpeg)).size) == 2000
    envelopes = [each.body for each in line.asked("/outbox", "POST") if each.body.count(b'name="to"')]
    photo = next(body for body in envelopes if b"photo=" in body)
    assert photo.count(b'name="to"') == 1
    assert len(photo) < 700_000
    words = next(number for number, body in enumerate(envelopes) if b"7b7b" in body)
    assert words < envelopes.index(photo), "words do not wait behind a photo"
    page.get_by_role("link", name="See it").click()
    expect(page.get_by_role("img", name=re.compile("Photo of the paper, page 1"))).to_be_visible()


def test_what_the_camera_wrote_does_not_leave_the_phone(demo_server: Server, new_phone: NewPhone) -> None:
    page = demo_phone(demo_server, new_phone, "Mum")
    take(page, pictures.told_by_the_camera())
    sent = pictures_in(written_out(page))
    assert pictures.SECRET not in sent
    assert not Image.open(BytesIO(sent)).getexif()
    assert Image.open(BytesIO(sent)).size == (900, 1600), "and it stands upright"


def pictures_in(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_a_photo_is_typed_up_with_the_paper_in_sight(demo_server: Server, new_phone: NewPhone) -> None:
    page = demo_phone(demo_server, new_phone, "Mum")
    ready(page)
    take(page, pictures.paper())
    send(page)
    page.wait_for_url(re.compile("/plan/photos"))
    expect(page.get_by_role("status").filter(has_text="Your photo is in the plan.")).to_be_visible()
    page.get_by_role("link", name=re.compile(CAPTION)).click()
    page.get_by_role("button", name="These are our words").click()
    expect(page.get_by_text("You said: these are our words.")).to_be_visible()
    page.get_by_role("link", name="Type it up").click()
    box = page.get_by_role("textbox", name="What triggers this now?")
    box.scroll_into_view_if_needed()
    expect(page.get_by_role("region", name="The paper")).to_be_in_viewport()
    box.fill("Typed from the paper, 7c7c.")
    page.locator("#type-triggers").get_by_role("button", name="Send").click()
    page.wait_for_url(re.compile("/type-up"))
    expect(page.get_by_role("status").filter(has_text="Sent. Thank you.")).to_be_visible()
    page.goto("/plan")
    expect(page.get_by_text("Typed from the paper, 7c7c.")).to_be_visible()


def test_on_a_phone_that_is_full_a_photo_is_refused_in_words_and_words_are_kept(
    line: Line, new_phone: NewPhone
) -> None:
    phone = new_phone(line.address)
    # Set before anything is kept: a browser asks once in a while how much room there is. As long as its page is open.
    room = phone.new_cdp_session(phone.new_page())
    room.send("Storage.overrideQuotaForOrigin", {"origin": line.address, "quotaSize": ROOM})
    page = continue_as(phone.new_page(), "Nan")
    ready(page)
    line.refuses()
    write(page, "Kept though the phone is full, 7d7d.")
    take(page, pictures.noisy(9), "No room, 7f7f")
    send(page)
    expect(page.get_by_role("heading", name="There is no room for this photo")).to_be_visible()
    expect(page.get_by_role("textbox", name="Your words")).to_have_value("No room, 7f7f")
    assert rows_left(page) == 1
    page.get_by_role("link", name="Back to the plan").click()
    expect(page.locator(".words--waiting").filter(has_text="7d7d.")).to_be_visible()
    room.send("Storage.overrideQuotaForOrigin", {"origin": line.address})
    line.opens()
    signal_is_back(page)
    expect_nothing_waits(page)
    assert times_kept(line.server, "Kept though the phone is full, 7d7d.") == 1
    assert photos_kept(line.server, "No room, 7f7f") == []


def test_a_photo_that_waits_can_be_looked_at_again_and_changed(line: Line, new_phone: NewPhone) -> None:
    page = continue_as(new_phone(line.address).new_page(), "Nan")
    ready(page)
    line.refuses()
    take(page, pictures.paper(), "Said first, 7g7g")
    send(page)
    page.wait_for_url(PLAN)
    expect(chip(page)).to_have_text("1 not sent")
    page.goto("/unsent")
    item = not_sent(page, "Said first, 7g7g")
    expect(item).to_contain_text("A photo of the paper")
    item.get_by_role("button", name="Change").click()
    expect(page.get_by_role("img", name="The photo that you are about to send")).to_be_visible()
    page.get_by_role("textbox", name="What is on it?").fill("Said otherwise, 7e7e")
    send(page)
    page.wait_for_url(PLAN)
    line.opens()
    signal_is_back(page)
    expect_nothing_waits(page)
    assert photos_kept(line.server, "Said first, 7g7g") == []
    assert len(photos_kept(line.server, "Said otherwise, 7e7e")) == 1


def test_a_file_that_the_phone_cannot_open_goes_to_the_server_as_it_is(
    demo_server: Server, new_phone: NewPhone
) -> None:
    page = demo_phone(demo_server, new_phone, "Mum")
    ready(page)
    page.get_by_role("link", name="Add a photo of the paper").first.click()
    page.get_by_label("Or choose one that you have").set_input_files(
        camera(pictures.as_kind("HEIF"), "IMG_2.heic", "image/heic")
    )
    expect(page.get_by_text("It is sent as it is, which needs a good signal.")).to_be_visible()
    page.get_by_role("textbox", name="What is on it?").fill(CAPTION)
    send(page)
    page.wait_for_url(re.compile("/plan/photos"))
    assert len(photos_kept(demo_server)) == 1


def test_a_photo_without_scripts(demo_server: Server, new_phone: NewPhone) -> None:
    page = demo_phone(demo_server, new_phone, "Mum", java_script=False)
    page.get_by_role("link", name="Add a photo of the paper").first.click()
    page.get_by_label("Take the photo").set_input_files(camera(pictures.paper(), "../../etc/passwd"))
    page.get_by_role("textbox", name="What is on it?").fill(CAPTION)
    send(page)
    expect(page.get_by_text(CAPTION)).to_be_visible()
    page.get_by_role("link", name="Add the next page").click()
    page.get_by_label("Take the photo").set_input_files(camera(pictures.PDF, "photo.jpg"))
    send(page)
    expect(page.get_by_text("We cannot read this kind of file.")).to_be_visible()
    assert len(photos_kept(demo_server)) == 1
    page.goto("/plan")
    expect(page.get_by_role("link", name="2 photos of the paper")).to_be_visible()
