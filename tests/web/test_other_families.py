"""A family that is not one's own, and things of one family asked for through another, look like nothing at all."""

from uuid import uuid4

from familyapp.network import Membership
from tests.support.house import House, Visitor
from tests.web.street import Address, addresses, nothing_changes, our_things, their_things, waiting_invitation


def ask(visitor: Visitor, address: Address) -> tuple[int, bytes]:
    """What this address says, as a page of ours would ask it."""
    answer = (
        visitor.get(address.path) if address.method == "GET" else visitor.post(address.path, address.form)
    )
    return answer.status_code, answer.content


def assert_nothing_there(house: House, member: Membership, asked: list[Address]) -> None:
    visitor = house.visit(member)
    nowhere = ask(visitor, Address("", "GET", f"/families/{uuid4()}/plan", frozenset()))
    assert nowhere[0] == 404
    with nothing_changes(house):
        for address in asked:
            assert ask(visitor, address) == nowhere, f"{address.method} {address.name}"


def test_a_stranger_finds_nothing_at_any_address_of_the_family(small_house: House) -> None:
    house = small_house
    ours = our_things(house) | {"invitation": waiting_invitation(house, house.cast.mum, house.cast.charlie)}
    asked = [address for address in addresses(ours) if "family" in address.params]
    assert len(asked) > 30
    assert_nothing_there(house, house.cast.charlie, asked)


def test_things_of_another_family_are_not_there_under_ones_own(small_house: House) -> None:
    house = small_house
    theirs = their_things(house) | {"family": house.cast.family.id}
    theirs["invitation"] = waiting_invitation(house, house.cast.charlie, house.cast.jo)
    asked = [address for address in addresses(theirs) if address.params & theirs.keys() > {"family"}]
    for member in (house.cast.mum, house.cast.nan, house.cast.priya):
        assert_nothing_there(house, member, asked)


def test_a_worker_of_both_families_meets_each_one_at_its_own_address_only(small_house: House) -> None:
    house = small_house
    ours = our_things(house) | {"family": house.cast.other_family.id}
    asked = [address for address in addresses(ours) if address.params & ours.keys() > {"family"}]
    assert_nothing_there(house, house.cast.priya_elsewhere, asked)


def test_nobody_finds_the_phone_of_another(small_house: House) -> None:
    house = small_house
    asked = [address for address in addresses(our_things(house)) if "passkey" in address.params]
    assert len(asked) == 2
    assert_nothing_there(house, house.cast.mum, asked)


def test_the_same_addresses_are_there_for_those_whose_they_are(small_house: House) -> None:
    """The other tests could not fail if they asked for nothing."""
    house, ours = small_house, our_things(small_house)
    for member in (house.cast.mum, house.cast.nan):
        visitor = house.visit(member)
        mine = {a.name: ask(visitor, a)[0] for a in addresses(ours) if a.method == "GET" and a.params}
        assert {"show_plan", "show_words", "show_box"} <= {
            name for name, status in mine.items() if status == 200
        }
    mum = house.visit(house.cast.mum)
    changed = [
        ask(mum, a)[0] for a in addresses(ours) if a.name in {"change_this_meeting", "say_yes_to_idea"}
    ]
    assert sorted(changed) == [200, 303]
