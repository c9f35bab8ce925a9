"""Nothing is ever sent about words for `me` and `worker` (SAFETY.md, Safety by design 2), whatever is done to them."""

from familyapp.network import KEPT_CLOSE, Audience
from familyapp.plan import BoxKey, change_words, mark_heard, move_words, withdraw_words
from tests.notifications.conftest import Telling

CANARY = "canary-of-close-words"


def test_words_kept_close_owe_nobody_anything(telling: Telling) -> None:
    cast, house = telling.cast, telling.house
    telling.everybody_has_a_phone()
    for audience in KEPT_CLOSE:
        for member in (cast.mum, cast.zayn, cast.nan, cast.priya, cast.charlie):
            words = house.say(member, BoxKey.NOW, CANARY, audience)
            telling.tell()
            with house.database.writing() as session:
                change_words(session, member.reader(), words, f"{CANARY} again", 1)
                if (
                    audience is Audience.WORKER
                    and member.family_id == cast.family.id
                    and member is not cast.sam
                ):
                    mark_heard(session, cast.sam.reader(), words)
                withdraw_words(session, member.reader(), words)
            telling.tell()
    assert telling.push_service.arrived == []
    assert telling.rows() == []


def test_words_that_are_closed_before_they_were_told_are_not_told(telling: Telling) -> None:
    cast, house = telling.cast, telling.house
    telling.everybody_has_a_phone()
    for audience in (*KEPT_CLOSE, Audience.FAMILY):
        words = house.say(cast.nan, BoxKey.NOW, CANARY)
        with house.database.writing() as session:
            move_words(session, cast.nan.reader(), words, audience)
        telling.tell()
    assert telling.push_service.arrived == []


def test_what_arrives_is_one_size_and_holds_nobodys_name(telling: Telling) -> None:
    cast, house = telling.cast, telling.house
    telling.push_service.doorkeeper.keeps_out |= {
        "Priya",
        "Nan",
        CANARY,
        cast.family.name,
        str(cast.family.id),
    }
    telling.everybody_has_a_phone()
    house.say(cast.nan, BoxKey.NOW, CANARY)
    house.say(cast.charlie, BoxKey.NOW, CANARY * 100)
    telling.tell()
    arrived = telling.push_service.arrived
    assert len(arrived) == 3
    assert len({len(each.body) for each in arrived}) == 1
    assert CANARY.encode() not in telling.push_service.everything
