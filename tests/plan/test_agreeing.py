""" "This is our plan": a version is made of what everyone can read, and each answers for themselves."""

import re

import pytest
from sqlmodel import select

from familyapp.network import Audience, Membership
from familyapp.plan import Answer, BoxKey, Version, VersionEntry
from tests.support.house import House, Visitor


def agree_on(visitor: Visitor) -> str:
    """This person presses "This is our plan" on what they see; returns the version's address."""
    page = visitor.get(visitor.plan("plan", "versions", "add")).text
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found is not None
    sent = visitor.post(visitor.plan("plan", "versions", "add"), {"seen": found[1]})
    assert sent.status_code == 303, sent.text
    return str(sent.headers["location"].partition("?")[0])


def answer(visitor: Visitor, version: str, agrees: str) -> int:
    """This person answers that version; returns the status."""
    name = version.rpartition("/")[2]
    add = visitor.plan("plan", "answers", "add")
    return visitor.post(add, {"version": name, "agrees": agrees}).status_code


def test_an_agreement_with_one_person_missing(house: House) -> None:
    cast = house.cast
    house.say(cast.nan, BoxKey.HOW, "I have both children on Tuesdays.")
    mum = house.visit(cast.mum)
    assert ">This is our plan</button>" in mum.get(mum.plan()).text
    version = agree_on(mum)
    for member in (cast.zayn, cast.jo, cast.mr_okoro, cast.priya, cast.sam):
        assert answer(house.visit(member), version, "yes") == 303
    plan = re.sub(r"</?bdi>", "", mum.get(mum.plan()).text)
    assert "agreed today with 6 of 7 people · Nan has not answered yet" in plan
    nan = house.visit(cast.nan)
    assert "Read it and answer" in nan.get(nan.plan()).text
    assert "I have both children on Tuesdays." in nan.get(version).text
    assert answer(nan, version, "yes") == 303
    plan = re.sub(r"</?bdi>", "", mum.get(mum.plan()).text)
    assert "agreed today with 7 of 7 people" in plan
    assert "has not answered yet" not in plan
