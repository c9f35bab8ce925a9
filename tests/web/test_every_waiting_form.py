"""Every form that can wait on a phone: sent twice, with other words under one id, and with things of another family."""

from re import search
from uuid import UUID, uuid4

import pytest

from familyapp.app import ROUTES
from familyapp.web.routes import OUTBOX
from tests.support.house import House, Visitor
from tests.support.pathway import as_text, jpeg
from tests.web.outbox import answers
from tests.web.street import Address, addresses, nothing_changes, our_things, their_things

OTHER: dict[str, dict[str, str]] = {
    "add_to_plan": {"text": "Something else."},
    "change_own_words": {"text": "Something else."},
    "give_number": {"number": "3"},
    "add_a_step": {"how_often": "never"},
    "add_tick": {"state": "not_now"},
    "agree_on_words": {"text": "Something else."},
    "put_at_head": {"none": "yes"},
    "add_version": {"seen": "something else"},
    "add_answer": {"agrees": "yes"},
    "send_photo": {"photo": as_text(jpeg(41))},
}
"""For every form that waits on phones what makes another thing of it: a new one is added here by hand."""
NAN = {"change_own_words"}
"""Forms that are Nan's to send; all others are Mum's."""


def waiting(things: dict[str, UUID]) -> dict[str, Address]:
    """The addresses of all forms that can wait, by name."""
    names = {route.name for route in OUTBOX}
    return {each.name: each for each in addresses(things) if each.name in names and each.method == "POST"}


def ready(visitor: Visitor, address: Address) -> dict[str, object]:
    """The form as its page would send it."""
    form = dict(address.form)
    if address.name == "add_version":
        seen = search(r'name="seen" value="([^"]*)"', visitor.get(address.path).text)
        assert seen is not None
        form["seen"] = seen[1]
    return form | {"id": str(uuid4())}


def test_every_form_that_waits_is_looked_at_here() -> None:
    assert {route.name for route in OUTBOX} == OTHER.keys()
    assert {route.name for route in ROUTES} >= OTHER.keys()


@pytest.mark.parametrize("name", OTHER)
def test_sent_twice_it_is_kept_once_and_other_words_under_its_id_are_refused(
    small_house: House, name: str
) -> None:
    house = small_house
    address = waiting(our_things(house))[name]
    visitor = house.visit(house.cast.nan if name in NAN else house.cast.mum)
    others = [house.visit(each) for each in (house.cast.zayn, house.cast.priya, house.cast.charlie)]
    form = ready(visitor, address)
    first = visitor.post(address.path, form)
    assert first.status_code == 303, first.text
    with nothing_changes(house):
        again = visitor.post(address.path, form)
        assert (again.status_code, again.headers["location"]) == (303, first.headers["location"])
        other = visitor.post(address.path, form | OTHER[name])
        assert other.status_code == 422
        (told,) = answers(visitor, (address.path, form))
        assert told["status"] in {200, 201}
        assert told["receipt"] == form["id"]
        (told,) = answers(visitor, (address.path, form | OTHER[name]))
        assert (told["status"], told["receipt"]) == (422, None)
        for another in others:
            assert another.post(address.path, form).status_code in {404, 422}


@pytest.mark.parametrize(
    "name", sorted(OTHER.keys() & {"add_a_step", "add_tick", "put_at_head", "add_answer"})
)
def test_things_of_another_family_named_in_a_form_are_not_there(small_house: House, name: str) -> None:
    house = small_house
    ours, theirs = our_things(house), their_things(house)
    address, strange = waiting(ours)[name], waiting(theirs)[name]
    mum = house.visit(house.cast.mum)
    nothing = {key: str(uuid4()) for key, value in strange.form.items() if address.form[key] != value}
    assert nothing, "the form names no thing of a family"
    with nothing_changes(house):
        for key, random in nothing.items():
            refused = mum.post(address.path, address.form | {key: strange.form[key]})
            nowhere = mum.post(address.path, address.form | {key: random})
            assert refused.status_code in {404, 422}, key
            told = refused.text.replace(str(strange.form[key]), random)
            assert told == nowhere.text, "theirs looks otherwise than what is not there"


@pytest.mark.parametrize("field", ["step", "from_change", "person", "words", "version"])
def test_an_id_in_a_form_that_is_no_uuid_is_refused(small_house: House, field: str) -> None:
    house = small_house
    mum = house.visit(house.cast.mum)
    for address in waiting(our_things(house)).values():
        if field in address.form:
            with nothing_changes(house):
                for wrong in ("1", "' OR 1=1", "{" + str(uuid4()) + "}", "\x00"):
                    status = mum.post(address.path, address.form | {field: wrong}).status_code
                    assert status in {400, 422}, (address.name, wrong)
