"""Earlier plans: what was taken back or narrowed since is gone from them, too, without a hole."""

import re
from uuid import UUID

import pytest

from familyapp.network import Audience, Membership
from familyapp.plan import (
    BoxKey,
    ScaleKey,
    StepState,
    add_words,
    change_words,
    move_step,
    move_words,
    put_back_words,
    stood_in,
    version_called,
    withdraw_words,
    write_agreed,
)
from familyapp.plan.about import Named, name_plan
from familyapp.plan.step import Asked, add_step
from tests.plan.agreeing import agree_on, plain
from tests.support.house import House, Visitor


def _in(house: House, who: Membership, version: str) -> list[str]:
    """The words that this person reads in that version."""
    with house.database.reading() as session:
        found = version_called(session, who.reader(), UUID(version.rpartition("/")[2]))
        assert found is not None
        return [each.text for each in stood_in(session, who.reader(), found)]


def _compared(visitor: Visitor, version: str, *, other: str = "") -> str:
    page = f"{version}/beside/{other.rpartition('/')[2]}" if other else f"{version}/since"
    return plain(visitor, page).partition("What changed From")[2]


def test_a_version_keeps_the_words_of_its_day(house: House) -> None:
    cast = house.cast
    words = house.say(cast.nan, BoxKey.NOW, "As it was.")
    first = agree_on(house.visit(cast.mum))
    with house.database.writing() as session:
        change_words(session, cast.nan.reader(), words, "As it is.", 1)
    house.say(cast.nan, BoxKey.NOW, "New.")
    second = agree_on(house.visit(cast.mum))
    assert _in(house, cast.jo, first) == ["As it was."]
    assert sorted(_in(house, cast.jo, second)) == ["As it is.", "New."]


def test_words_taken_back_are_in_no_version_any_more_until_they_are_put_back(house: House) -> None:
    cast = house.cast
    house.say(cast.mum, BoxKey.NOW, "Stays.")
    words = house.say(cast.nan, BoxKey.NOW, "Taken back.")
    with house.database.writing() as session:
        change_words(session, cast.nan.reader(), words, "Taken back later.", 1)
    mum = house.visit(cast.mum)
    version = agree_on(mum)
    with house.database.writing() as session:
        change_words(session, cast.nan.reader(), words, "Said otherwise.", 2)
        withdraw_words(session, cast.nan.reader(), words)
    for member in (cast.mum, cast.jo, cast.priya, cast.nan):
        assert _in(house, member, version) == ["Stays."]
        assert "Nothing has changed." in _compared(house.visit(member), version)
    with house.database.writing() as session:
        put_back_words(session, cast.nan.reader(), words)
    assert sorted(_in(house, cast.jo, version)) == ["Stays.", "Taken back later."]


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        (Audience.FAMILY_AND_NETWORK, {"mum", "jo", "nan"}),
        (Audience.FAMILY, {"mum", "nan"}),
        (Audience.WORKER, set()),
        (Audience.ME, set()),
    ],
)
def test_words_narrowed_later_are_hidden_from_those_readers_in_old_versions_too(
    house: House, audience: Audience, readers: set[str]
) -> None:
    """Whatever is for so few that no plan shows it is in no version either; its author finds it where it stands."""
    cast = house.cast
    house.say(cast.mum, BoxKey.NOW, "Stays.")
    words = house.say(cast.nan, BoxKey.NOW, "Narrowed.")
    version = agree_on(house.visit(cast.mum))
    with house.database.writing() as session:
        move_words(session, cast.nan.reader(), words, audience)
    found = {
        name: "Narrowed." in _in(house, getattr(cast, name), version)
        for name in ("mum", "jo", "nan", "priya")
    }
    assert {name for name, there in found.items() if there} == readers
    for name in found:
        member: Membership = getattr(cast, name)
        since = _compared(house.visit(member), version)
        assert ("Taken away Narrowed." in since) == (name in readers), name
        assert ("Nothing has changed." in since) == (name not in readers), name
        assert ("Narrowed." in house.visit(member).get(version).text) == (name in readers)


def test_words_that_were_for_fewer_people_stand_in_no_older_version(house: House) -> None:
    cast = house.cast
    house.say(cast.mum, BoxKey.NOW, "Stays.")
    words = house.say(cast.nan, BoxKey.NOW, "First only for us.", Audience.FAMILY_AND_NETWORK)
    first = agree_on(house.visit(cast.mum))
    with house.database.writing() as session:
        change_words(session, cast.nan.reader(), words, "Now for all.", 1)
        move_words(session, cast.nan.reader(), words, Audience.CIRCLE)
    second = agree_on(house.visit(cast.mum))
    for member in (cast.mum, cast.nan, cast.priya):
        assert _in(house, member, first) == ["Stays."]
        assert sorted(_in(house, member, second)) == ["Now for all.", "Stays."]
        assert "First only for us." not in _compared(house.visit(member), first, other=second)
        assert "Added Now for all. Nan" in _compared(house.visit(member), first, other=second)


def test_what_changed_is_said_in_words(house: House) -> None:
    cast = house.cast
    says = cast.nan.reader()
    stays = house.say(cast.mum, BoxKey.NOW, "Stays as it is.")
    changes = house.say(cast.nan, BoxKey.CHANGES, "Said at first.")
    with house.database.writing() as session:
        add_words(session, says, ScaleKey.LIKELY, "", Audience.CIRCLE, number=7)
        step = add_step(session, says, "Lay clothes out.", Audience.CIRCLE, Asked(cast.zayn.person_id))
        write_agreed(session, cast.mum.reader(), BoxKey.PAST, "We moved a lot.")
    first = agree_on(house.visit(cast.mum))
    with house.database.writing() as session:
        change_words(session, says, changes, "Said anew.", 1)
        add_words(session, says, ScaleKey.LIKELY, "", Audience.CIRCLE, number=4)
        move_step(session, cast.zayn.reader(), step.id, StepState.DONE)
        write_agreed(session, cast.mum.reader(), BoxKey.PAST, "We moved three times.")
        move_words(session, cast.mum.reader(), stays, Audience.FAMILY_AND_NETWORK)
        move_words(session, cast.mum.reader(), stays, Audience.CIRCLE)
    house.say(cast.jo, BoxKey.STRENGTHS, "They sang.")
    today = _compared(house.visit(cast.jo), first)
    second = agree_on(house.visit(cast.mum))
    for said in (
        today,
        _compared(house.visit(cast.jo), first, other=second),
        plain(house.visit(cast.jo), second),
    ):
        assert "Changed Before Said at first. Nan Now Said anew. Nan" in said
        assert "How likely is this? Changed Nan: 7 before, 4 now" in said
        assert "Changed Before Lay clothes out. To do · Zayn Nan Now Lay clothes out. Done · Zayn Nan" in said
        assert "Changed Before We moved a lot. Agreed words Now We moved three times. Agreed words" in said
        assert "Added They sang. Jo" in said
    assert "Stays as it is." not in today


def test_a_new_name_and_one_more_child_are_a_change_too(house: House) -> None:
    cast, mum = house.cast, house.visit(house.cast.mum)
    house.say(cast.mum, BoxKey.NOW, "One.")
    first = agree_on(mum)
    with house.database.writing() as session:
        name_plan(session, cast.mum.reader(), "Our plan", [Named(None, "Amira", 2)])
    second = agree_on(mum)
    called = "The plan was called Hana and Zayn’s plan. Now it is called Our plan."
    whom = "It was for Zayn, 15 and Hana, 8. Now it is for Zayn, 15, Hana, 8 and Amira, 2."
    for page in (f"{first}/since", second, f"{second}/beside/{first.rpartition('/')[2]}"):
        said = plain(house.visit(cast.jo), page)
        assert called in said
        assert whom in said
        assert "Nothing has changed." not in said
    assert "Hana and Zayn’s plan" in plain(mum, first)


def test_the_same_two_plans_compare_alike_whichever_comes_first(house: House) -> None:
    cast, mum = house.cast, house.visit(house.cast.mum)
    house.say(cast.mum, BoxKey.NOW, "One.")
    first = agree_on(mum)
    house.say(cast.mum, BoxKey.NOW, "Two.")
    second = agree_on(mum)
    assert _compared(mum, first, other=second) == _compared(mum, second, other=first)
    assert "Added Two. Mum" in _compared(mum, second, other=first)
    assert "Nothing has changed." in _compared(mum, first, other=first)


def test_old_agreed_words_stay_in_the_version_of_their_day(house: House) -> None:
    cast, mum = house.cast, house.visit(house.cast.mum)
    house.say(cast.mum, BoxKey.NOW, "A voice.")
    with house.database.writing() as session:
        write_agreed(session, cast.mum.reader(), BoxKey.NOW, "Agreed then.")
    first = agree_on(mum)
    with house.database.writing() as session:
        write_agreed(session, cast.mum.reader(), BoxKey.NOW, "")
    second = agree_on(mum)
    assert _in(house, cast.jo, first) == ["Agreed then.", "A voice."]
    assert _in(house, cast.jo, second) == ["A voice."]
    assert "Taken away Agreed then." in _compared(house.visit(cast.jo), first, other=second)


def test_a_child_whose_number_two_people_wrote_down_stands_there_once(house: House) -> None:
    cast = house.cast
    with house.database.writing() as session:
        for member, number in ((cast.mum, 8), (cast.zayn, 3)):
            add_words(
                session,
                member.reader(),
                ScaleKey.SERIOUS,
                "",
                Audience.CIRCLE,
                number=number,
                child_id=cast.hana.id,
            )
    page = house.visit(cast.nan).get(agree_on(house.visit(cast.mum))).text
    assert re.findall(r'class="standing__number">(\d+)<', page) == ["3"]


def test_the_list_of_earlier_plans_has_every_version_with_its_people(house: House) -> None:
    cast, mum = house.cast, house.visit(house.cast.mum)
    empty = mum.get(mum.plan("plan", "versions"))
    assert "No plan was agreed yet." in empty.text
    house.say(cast.mum, BoxKey.NOW, "One.")
    first, second = agree_on(mum), agree_on(mum)
    listed = mum.get(mum.plan("plan", "versions")).text
    assert re.findall(r'href="([^"]*/versions/[^"]*)"', listed) == [second, first]
    assert "Agreed Mum Not answered yet" in plain(mum, mum.plan("plan", "versions"))
