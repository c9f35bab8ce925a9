"""Looking at photos: each reader sees theirs, and what is not theirs is like what is not there."""

from uuid import UUID, uuid4

import pytest

from familyapp import clock
from familyapp.network import Audience, Family
from familyapp.network.removal import end_membership
from familyapp.photos import photos_seen
from tests.photos import pictures
from tests.photos.steps import addresses_of, hang, photos_of, send_file
from tests.support.house import House, Visitor
from tests.web.street import nothing_changes

READ_BY = {
    Audience.CIRCLE: {"mum", "zayn", "nan", "priya"},
    Audience.FAMILY_AND_NETWORK: {"mum", "zayn", "nan"},
    Audience.FAMILY: {"mum", "zayn", "nan"},
}
"""By whom a photo of Nan's is seen. She is of the network, and always sees her own."""


def everybody(house: House) -> dict[str, Visitor]:
    names = ("mum", "zayn", "nan", "jo", "priya", "charlie")
    return {name: house.visit(getattr(house.cast, name)) for name in names}


@pytest.mark.parametrize("audience", READ_BY)
def test_a_photo_is_seen_by_those_for_whom_it_is(house: House, audience: Audience) -> None:
    photo = hang(house, house.cast.nan, audience, "The left column")
    readers = READ_BY[audience] | ({"jo"} if audience is not Audience.FAMILY else set())
    for name, visitor in everybody(house).items():
        sees = name in readers
        for address in addresses_of(visitor, photo)[:4]:
            assert visitor.get(address).status_code == (200 if sees else 404), (name, address)
        if name != "charlie":
            assert (photo in photos_of(visitor)) == sees
            assert ("The left column" in visitor.get(visitor.plan("plan", "photos")).text) == sees
            assert ("1 photo of the paper" in visitor.get(visitor.plan()).text) == sees


def test_not_yours_is_byte_for_byte_not_there(small_house: House) -> None:
    photo = hang(small_house, small_house.cast.nan, Audience.FAMILY)
    jo, charlie = small_house.visit(small_house.cast.jo), small_house.visit(small_house.cast.charlie)
    for visitor in (jo, charlie):
        for mine, nobodys in zip(addresses_of(visitor, photo), addresses_of(visitor, uuid4()), strict=True):
            hidden, absent = visitor.get(mine), visitor.get(nobodys)
            assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)
            assert dict(hidden.headers) == dict(absent.headers)


def test_a_photo_is_not_found_under_another_family(small_house: House) -> None:
    photo = hang(small_house, small_house.cast.nan)
    priya = small_house.visit(small_house.cast.priya)
    elsewhere = f"/families/{small_house.cast.other_family.id}/photos/{photo}"
    for rest in ("", "/large", "/small", "/type-up", "/take-back"):
        assert priya.get(elsewhere + rest).status_code == 404
    with nothing_changes(small_house):
        for act in ("ours", "not-ours", "take-back", "put-back"):
            assert priya.post(f"{elsewhere}/{act}").status_code == 404


def test_a_picture_is_never_kept_by_a_browser(small_house: House) -> None:
    nan = small_house.visit(small_house.cast.nan)
    send_file(nan, pictures.paper())
    (photo,) = photos_of(nan)
    for size in ("large", "small"):
        answer = nan.get(nan.plan("photos", photo, size))
        assert answer.headers["content-type"] == "image/jpeg"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert "etag" not in answer.headers
        assert answer.content.startswith(b"\xff\xd8\xff")


def test_whoever_was_removed_sees_no_photo_any_more(small_house: House) -> None:
    photo = hang(small_house, small_house.cast.mum)
    jo = small_house.visit(small_house.cast.jo)
    assert jo.get(jo.plan("photos", photo, "large")).status_code == 200
    with small_house.database.writing() as session:
        end_membership(session, session.merge(small_house.cast.jo), small_house.cast.mum.person_id)
    assert {jo.get(each).status_code for each in addresses_of(jo, photo)} == {404}


def test_a_photo_that_was_taken_back_is_its_authors_alone(house: House) -> None:
    photo = hang(house, house.cast.nan)
    nan, mum, priya = (house.visit(each) for each in (house.cast.nan, house.cast.mum, house.cast.priya))
    assert mum.post(mum.plan("photos", photo, "take-back")).status_code == 404
    assert nan.post(nan.plan("photos", photo, "take-back")).status_code == 303
    for visitor in (mum, priya):
        assert visitor.get(visitor.plan("photos", photo, "large")).status_code == 404
        assert photos_of(visitor) == []
        assert "added a photo" not in visitor.get("/updates").text
    page = nan.get(nan.plan("photos", photo)).text
    assert "You took this photo back. Only you can see it." in page
    assert nan.get(nan.plan("photos", photo, "type-up")).status_code == 404
    assert nan.post(nan.plan("photos", photo, "put-back")).status_code == 303
    assert photos_of(mum) == [photo]
    assert "added a photo of the paper" in mum.get("/updates").text


def test_the_family_says_these_are_our_words(house: House) -> None:
    photo = hang(house, house.cast.priya)
    zayn, mum, nan = (house.visit(each) for each in (house.cast.zayn, house.cast.mum, house.cast.nan))
    assert zayn.post(zayn.plan("photos", photo, "ours")).status_code == 303
    assert zayn.post(zayn.plan("photos", photo, "ours")).status_code == 303
    assert "You said: these are our words." in zayn.get(zayn.plan("photos", photo)).text
    assert "<bdi>Zayn</bdi>" in mum.get(mum.plan("photos", photo)).text
    assert mum.get("/updates").text.count("these are our words") == 1
    assert zayn.post(zayn.plan("photos", photo, "not-ours")).status_code == 303
    assert "Zayn" not in nan.get(nan.plan("photos", photo)).text


def test_only_the_family_says_whose_words_they_are(small_house: House) -> None:
    photo = hang(small_house, small_house.cast.nan)
    for member in (small_house.cast.nan, small_house.cast.priya, small_house.cast.charlie):
        visitor = small_house.visit(member)
        with nothing_changes(small_house):
            for act in ("ours", "not-ours"):
                assert visitor.post(visitor.plan("photos", photo, act)).status_code == 404
        if member is not small_house.cast.charlie:
            assert "Is this what you said?" not in visitor.get(visitor.plan("photos", photo)).text


def test_in_a_closed_plan_photos_are_looked_at_and_none_is_added(small_house: House) -> None:
    photo, mum = hang(small_house, small_house.cast.mum), small_house.visit(small_house.cast.mum)
    with small_house.database.writing() as session:
        session.get_one(Family, small_house.cast.family.id).closed_at = clock.now()
    with nothing_changes(small_house):
        refused = send_file(mum, pictures.paper(), text="My words stay.")
        assert refused.status_code == 422
        assert "This plan is closed" in refused.text
        assert "My words stay." in refused.text
        assert mum.post(mum.plan("photos", photo, "ours")).status_code == 422
    for path in (mum.plan("plan", "photos"), mum.plan("photos", photo), mum.plan()):
        page = mum.get(path)
        assert page.status_code == 200
        assert "Add a photo" not in page.text
        assert "Type it up" not in page.text
    assert "This plan is closed" in mum.get(mum.plan("photos", photo, "type-up")).text


def test_the_pages_of_one_paper_stand_in_their_order(small_house: House) -> None:
    nan = small_house.cast.nan
    third, first, second = (hang(small_house, nan, page=number) for number in (3, 1, 2))
    assert photos_of(small_house.visit(nan)) == [first, second, third]
    with small_house.writing() as session:
        assert [photo.page for photo in photos_seen(session, nan.reader())] == [1, 2, 3]


def test_what_is_typed_up_stands_in_its_box_for_those_who_see_the_photo(small_house: House) -> None:
    photo = hang(small_house, small_house.cast.nan, Audience.FAMILY_AND_NETWORK)
    nan, mum = small_house.visit(small_house.cast.nan), small_house.visit(small_house.cast.mum)
    # A box that is not theirs to fill is not offered.
    for visitor, boxes in ((mum, 10), (nan, 6)):
        page = visitor.get(nan.plan("photos", photo, "type-up")).text
        assert page.count('name="audience" value="family_and_network"') == page.count("<textarea") == boxes
    sent = {"text": "From the paper.", "audience": "family_and_network", "from_photo": str(photo)}
    answer = nan.post(nan.plan("plan", "now", "add"), sent)
    assert answer.status_code == 303
    assert answer.headers["location"] == nan.plan("photos", photo, "type-up") + "?told=sent#type-now"
    priya = small_house.visit(small_house.cast.priya)
    assert "From the paper." in mum.get(mum.plan()).text
    assert "From the paper." not in priya.get(priya.plan()).text


def test_a_network_member_reads_a_photo_of_the_family_when_it_is_their_own_only(small_house: House) -> None:
    own: UUID = hang(small_house, small_house.cast.nan, Audience.FAMILY)
    hang(small_house, small_house.cast.mum, Audience.FAMILY)
    assert photos_of(small_house.visit(small_house.cast.nan)) == [own]
