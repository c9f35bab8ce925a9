"""What is news, and for whom: not one's own acts, nothing one may not read, some things for some people only."""

from uuid import UUID

import pytest

from familyapp.journal import Kind, write
from familyapp.meetings import add_meeting
from familyapp.network import Audience, Membership
from familyapp.network.invitation import claim, invite
from familyapp.network.permission import Part
from familyapp.notifications import has_news, news_for
from familyapp.plan import BoxKey, change_words, mark_heard, move_words
from tests.meetings.test_adding import meeting_for
from tests.support.house import House

EVERYBODY = ("mum", "zayn", "nan", "jo", "mr_okoro", "priya", "sam", "charlie")


def told(house: House) -> dict[str, list[str]]:
    """What is new for whom, newest first; those with no news are left out, and the badge agrees with the page."""
    everyone: dict[str, list[str]] = {}
    with house.database.reading() as session:
        for name in EVERYBODY:
            person_id = getattr(house.cast, name).person_id
            news = [str(update.happening.kind) for update in news_for(session, person_id).new]
            assert has_news(session, person_id) == len(news), name
            if news:
                everyone[name] = news
    return everyone


def _for(*names: str, kind: str) -> dict[str, list[str]]:
    return {name: [kind] for name in names}


@pytest.mark.parametrize(
    ("audience", "names"),
    [
        (Audience.CIRCLE, ("mum", "zayn", "jo", "mr_okoro", "priya", "sam")),
        (Audience.FAMILY_AND_NETWORK, ("mum", "zayn", "jo", "mr_okoro")),
        (Audience.FAMILY, ("mum", "zayn")),
        (Audience.WORKER, ("priya", "sam")),
        (Audience.ME, ()),
    ],
)
def test_new_words_are_news_for_whoever_may_read_them_but_their_author(
    house: House, audience: Audience, names: tuple[str, ...]
) -> None:
    house.say(house.cast.nan, BoxKey.NOW, "Something new.", audience)
    assert told(house) == _for(*names, kind="words_added")


def test_heard_is_news_for_the_author_alone(house: House) -> None:
    words = house.say(house.cast.nan, BoxKey.NOW, "Heard?")
    with house.database.writing() as session:
        mark_heard(session, house.cast.priya.reader(), words)
    everyone = told(house)
    assert everyone["nan"] == ["heard"]
    assert {name for name, kinds in everyone.items() if "heard" in kinds} == {"nan"}


def test_a_change_is_news_and_choosing_readers_is_silence(house: House) -> None:
    words = house.say(house.cast.mum, BoxKey.NOW, "First.", Audience.FAMILY)
    with house.database.writing() as session:
        change_words(session, house.cast.mum.reader(), words, "Second.", 1)
    assert told(house) == {"zayn": ["words_changed", "words_added"]}
    with house.database.writing() as session:
        move_words(session, house.cast.mum.reader(), words, Audience.ME)
    assert told(house) == {}


def test_a_meeting_is_news_for_everyone_but_whoever_called_it(house: House) -> None:
    with house.database.writing() as session:
        add_meeting(session, house.cast.mum.reader(), meeting_for(house.cast.mum))
    assert told(house) == _for("zayn", "nan", "jo", "mr_okoro", "priya", "sam", kind="meeting_added")


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (Kind.SUGGESTED, ("mum",)),
        (Kind.REMOVAL_ASKED, ("mum", "sam")),
        (Kind.JOINED, (*EVERYBODY[:5], "sam")),
    ],
)
def test_some_things_are_for_those_who_decide(house: House, kind: Kind, names: tuple[str, ...]) -> None:
    with house.database.writing() as session:
        write(session, kind, actor_id=house.cast.priya.person_id, family_id=house.cast.family.id)
    assert told(house) == _for(*names, kind=str(kind))


def test_who_opened_a_link_is_news_for_the_inviter_alone(house: House) -> None:
    with house.database.writing() as session:
        _, secret = invite(
            session,
            name="Gran",
            family_id=house.cast.family.id,
            invited_by=house.cast.mum.person_id,
            part=Part.NETWORK,
        )
        claimed = claim(session, secret, house.cast.charlie.person_id)
        assert claimed is not None
        write(
            session,
            Kind.CLAIMED,
            actor_id=house.cast.charlie.person_id,
            author_id=claimed.invited_by,
            family_id=claimed.family_id,
            audience=Audience.ME,
        )
    assert told(house) == {"mum": ["claimed"]}


def test_a_worker_has_all_families_in_one_list_newest_first(house: House) -> None:
    cast = house.cast
    for member, text in ((cast.nan, "One."), (cast.charlie, "Two."), (cast.mum, "Three.")):
        house.say(member, BoxKey.STRENGTHS, text)
    with house.database.reading() as session:
        news = news_for(session, cast.priya.person_id).new
        assert [update.actor for update in news] == ["Mum", "Charlie", "Nan"]
        assert [update.family.name for update in news] == [
            cast.family.name,
            cast.other_family.name,
            cast.family.name,
        ]
        # Sam covers one of the two.
        assert {each.family.id for each in news_for(session, cast.sam.person_id).new} == {cast.family.id}
    page = house.visit(cast.priya).get("/updates").text
    assert page.index("Three.") < page.index("Two.") < page.index("One.")


def test_the_page_shows_the_words_themselves_save_those_for_fewer_people(house: House) -> None:
    house.say(house.cast.nan, BoxKey.STRENGTHS, "She laughed.")
    house.say(house.cast.nan, BoxKey.NOW, "For the workers only.", Audience.WORKER)
    priya = house.visit(house.cast.priya).get("/updates").text
    assert "She laughed." in priya
    assert "For the workers only." not in priya
    assert "wrote something for fewer people" in priya
    assert "wrote something for fewer people" not in house.visit(house.cast.mum).get("/updates").text


def test_somebody_who_left_has_no_news(house: House) -> None:
    house.say(house.cast.nan, BoxKey.STRENGTHS, "She laughed.")
    jo = house.visit(house.cast.jo)
    jo.post(jo.plan("circle", "leave"))
    assert "jo" not in told(house)
    assert "She laughed." not in jo.get("/updates").text


def mark_of(house: House, member: Membership, family_id: UUID) -> UUID | None:
    """The mark that this person's page names for the family's newest line."""
    with house.database.reading() as session:
        return news_for(session, member.person_id).until.get(family_id)


def test_a_page_names_lines_by_marks_and_never_by_numbers(house: House) -> None:
    house.say(house.cast.nan, BoxKey.STRENGTHS, "She laughed.")
    family = house.cast.family.id
    mark = mark_of(house, house.cast.mum, family)
    assert f'name="until-{family}" value="{mark}"' in house.visit(house.cast.mum).get("/updates").text


def test_hearing_what_was_for_the_workers_alone_is_told_as_heard(small_house: House) -> None:
    words = small_house.say(small_house.cast.nan, BoxKey.NOW, "For Priya alone.", Audience.WORKER)
    priya, nan = small_house.visit(small_house.cast.priya), small_house.visit(small_house.cast.nan)
    assert "wrote something for fewer people" in priya.get("/updates").text
    priya.post(priya.plan("words", words, "heard"))
    page = nan.get("/updates").text
    assert "has heard what you said" in page
    assert "For Priya alone." not in page


def test_whoever_opened_a_link_is_not_said_to_have_written(small_house: House) -> None:
    cast = small_house.cast
    with small_house.database.writing() as session:
        write(
            session,
            Kind.CLAIMED,
            actor_id=cast.jo.person_id,
            author_id=cast.mum.person_id,
            family_id=cast.family.id,
            audience=Audience.ME,
        )
    page = small_house.visit(cast.mum).get("/updates").text
    assert "opened your link and waits to be let in" in page
    assert "wrote something for fewer people" not in page
