"""A paper carries what its reader may read and nothing else, whatever stands in the plan."""

import itertools

import pytest

from familyapp.network import Audience, Membership
from familyapp.plan import BoxKey, change_words, withdraw_words
from tests.access.street import INSIDE, OUTSIDE, Street
from tests.records.papers import PAPERS, paper
from tests.support.house import House

READERS = ("mum", "zayn", "nan", "mr_okoro", "priya")
CLOSE = (Audience.ME, Audience.WORKER)
READ_BY: dict[Audience, tuple[str, ...]] = {
    Audience.CIRCLE: READERS,
    Audience.FAMILY_AND_NETWORK: ("mum", "zayn", "nan", "mr_okoro"),
    Audience.FAMILY: ("mum", "zayn"),
}
"""Whoever wrote nothing themselves reads what is for them (tests/access/table.py); nothing close is on paper."""


def member(house: House, name: str) -> Membership:
    found = getattr(house.cast, name)
    assert isinstance(found, Membership)
    return found


@pytest.mark.parametrize("name", ["pathway.pdf", "large.pdf", "fridge.pdf", ""])
def test_each_reader_finds_what_is_for_them_and_nothing_else(small_house: House, name: str) -> None:
    """What Jo wrote, who is of the network: for each audience in each of three boxes."""
    said = {
        (audience, box): f"Canary{number}."
        for number, (audience, box) in enumerate(
            itertools.product(Audience, (BoxKey.NOW, BoxKey.STRENGTHS, BoxKey.BETTER)), start=10
        )
    }
    for (audience, box), text in said.items():
        small_house.say(small_house.cast.jo, box, text, audience)
    on_the_fridge = {(Audience.CIRCLE, BoxKey.STRENGTHS), (Audience.CIRCLE, BoxKey.BETTER)}
    for reader in READERS:
        visitor = small_house.visit(member(small_house, reader))
        text = paper(visitor, name).text if name else visitor.get(visitor.plan("paper")).text
        there = {key for key, words in said.items() if words in text}
        may = {key for key in said if reader in READ_BY.get(key[0], ())}
        assert there == (on_the_fridge if name == "fridge.pdf" else may), reader


@pytest.mark.parametrize("name", PAPERS)
def test_not_even_whoever_wrote_them_finds_close_words_on_paper(small_house: House, name: str) -> None:
    jo = small_house.cast.jo
    for audience in CLOSE:
        small_house.say(jo, BoxKey.STRENGTHS, f"Canary for {audience}.", audience)
    assert "Canary" not in paper(small_house.visit(jo), name).text


@pytest.mark.parametrize("name", PAPERS)
def test_what_was_taken_back_or_said_otherwise_before_is_on_no_paper(small_house: House, name: str) -> None:
    gone = small_house.say(small_house.cast.jo, BoxKey.STRENGTHS, "Canary taken back.")
    changed = small_house.say(small_house.cast.jo, BoxKey.STRENGTHS, "Canary before.")
    with small_house.database.writing() as session:
        withdraw_words(session, small_house.cast.jo.reader(), gone)
        change_words(session, small_house.cast.jo.reader(), changed, "As it is now.", 1)
    text = paper(small_house.visit(small_house.cast.jo), name).text
    assert "Canary" not in text
    assert "As it is now." in text


def test_words_for_fewer_people_say_for_whom_they_are(small_house: House) -> None:
    small_house.say(small_house.cast.mum, BoxKey.NOW, "I am tired.", Audience.FAMILY)
    text = paper(small_house.visit(small_house.cast.zayn)).text
    assert "· Only the family" in text.partition("I am tired.")[2][:60]


@pytest.mark.parametrize("name", ["", "pathway.pdf", "large.pdf", "fridge.pdf"])
def test_a_stranger_finds_nothing_there(small_house: House, name: str) -> None:
    there = small_house.visit(small_house.cast.mum).plan("paper", name).rstrip("/")
    charlie = small_house.visit(small_house.cast.charlie)
    nowhere = charlie.get(
        there.replace(str(small_house.cast.family.id), "00000000-0000-4000-8000-000000000000")
    )
    found = charlie.get(there)
    assert found.status_code == nowhere.status_code == 404
    assert found.content == nowhere.content
    sent_on = small_house.stranger_to_all().get(there)
    assert (sent_on.status_code, sent_on.headers["location"]) == (303, "/sign-in")


@pytest.mark.parametrize("reader", [*INSIDE, *OUTSIDE])
def test_no_paper_carries_a_canary_that_its_reader_may_not_meet(quiet_street: Street, reader: str) -> None:
    """The two families of the access tests, with a canary in every field: what the ear hears it has unpacked first."""
    met = set()
    with quiet_street.browser(reader) as browser:
        for ids in quiet_street.world.ids["family"].values():
            for family, name in itertools.product(ids, ("", *(f"/{each}" for each in PAPERS))):
                met.add(browser.get(f"/families/{family}/paper{name}").status_code)
    assert browser.escaped == []
    heard = {quiet_street.world.aviary.known[text].where for text in quiet_street.world.aviary.met[reader]}
    if reader in INSIDE:
        assert met >= {200}
        assert any("words of the" in where for where in heard), "the ear reads PDFs"
    else:
        assert not any("words of the" in where for where in heard)
        assert 200 not in met
