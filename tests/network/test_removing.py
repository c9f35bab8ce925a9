"""Taking somebody out: a lead alone for the network, two people for everybody else."""

from uuid import UUID

import pytest
from sqlmodel import Session, select

from familyapp.journal import Happening
from familyapp.network import Membership, Part, Removal, add_person, let_in, membership_of
from familyapp.network.removal import (
    answer_removal,
    ask_removal,
    end_membership,
    may_agree,
    may_alone,
    removal_waiting,
    removals_waiting,
)
from tests.storage.at_once import at_once
from tests.support.house import House, Visitor


def _second_lead(house: House) -> Membership:
    with house.database.writing() as session:
        dad = add_person(session, "Dad")
        return let_in(
            session,
            house.cast.family.id,
            dad.id,
            part=Part.FAMILY,
            known_as="Dad",
            relation="father",
            is_lead=True,
        )


def _is_in(house: House, member: Membership) -> bool:
    with house.database.reading() as session:
        return membership_of(session, member.person_id, member.family_id) is not None


def _ask(house: House, asks: Membership, about: Membership) -> Removal:
    with house.database.writing() as session:
        return ask_removal(session, asks, session.get_one(Membership, about.id))


def _remove(visitor: Visitor, member: Membership) -> int:
    return visitor.post(visitor.plan("circle", "members", member.id, "remove")).status_code


def test_what_a_lead_may_do_alone(house: House) -> None:
    cast, dad = house.cast, _second_lead(house)
    assert {name for name in ("nan", "jo", "mr_okoro") if may_alone(cast.mum, getattr(cast, name))} == {
        "nan",
        "jo",
        "mr_okoro",
    }
    for other in (cast.zayn, dad, cast.priya, cast.sam):
        assert not may_alone(cast.mum, other)
    for actor in (cast.priya, cast.nan, cast.zayn):
        assert not may_alone(actor, cast.jo)


def test_a_child_in_the_network_is_not_removed_by_one_alone(house: House) -> None:
    cousin = house.cast.jo.model_copy(update={"is_child": True})
    assert not may_alone(house.cast.mum, cousin)


def test_mum_removes_jo_and_jos_next_request_finds_nothing(house: House) -> None:
    mum, jo = house.visit(house.cast.mum), house.visit(house.cast.jo)
    assert jo.get(jo.plan()).status_code == 200
    assert _remove(mum, house.cast.jo) == 303
    for path in (jo.plan(), jo.plan("circle"), jo.plan("meetings")):
        assert jo.get(path).status_code == 404
    assert jo.post(jo.plan("plan", "strengths", "add"), {"text": "I am still here."}).status_code == 404
    assert _remove(mum, house.cast.jo) == 404
    with house.database.reading() as session:
        kept = session.get_one(Membership, house.cast.jo.id)
        assert (kept.ended_by, kept.is_lead) == (house.cast.mum.person_id, False)
        (line,) = session.exec(select(Happening).where(Happening.kind == "left")).all()
        assert (line.actor_id, line.author_id) == (house.cast.mum.person_id, house.cast.jo.person_id)


@pytest.mark.parametrize("who", ["zayn", "priya", "sam", "dad"])
def test_mum_alone_removes_neither_the_child_nor_the_other_parent_nor_a_worker(
    house: House, who: str
) -> None:
    other = _second_lead(house) if who == "dad" else getattr(house.cast, who)
    mum = house.visit(house.cast.mum)
    assert _remove(mum, other) == 303
    assert _remove(mum, other) == 303
    assert _is_in(house, other)
    with house.database.reading() as session:
        (wish,) = removals_waiting(session, other.family_id)
    # Her own yes is no second one.
    assert mum.post(mum.plan("circle", "wishes", wish.id), {"answer": "yes"}).status_code == 404
    assert _is_in(house, other)
    second = house.visit(house.cast.priya if who != "priya" else house.cast.sam)
    assert second.post(second.plan("circle", "wishes", wish.id), {"answer": "yes"}).status_code == 303
    assert not _is_in(house, other)


def test_nobody_is_the_second_yes_to_their_own_removal(house: House) -> None:
    dad = _second_lead(house)
    wish = _ask(house, house.cast.mum, dad)
    assert not may_agree(dad, wish, dad)
    visitor = house.visit(dad)
    assert visitor.post(visitor.plan("circle", "wishes", wish.id), {"answer": "no"}).status_code == 404
    for member in (house.cast.nan, house.cast.zayn, house.cast.jo):
        assert not may_agree(member, wish, dad)
    assert may_agree(house.cast.priya, wish, dad)


def test_a_no_keeps_them_and_ends_the_wish(house: House) -> None:
    wish, sam = _ask(house, house.cast.mum, house.cast.priya), house.visit(house.cast.sam)
    answer = sam.plan("circle", "wishes", wish.id)
    assert sam.post(answer, {"answer": "no"}).status_code == 303
    assert sam.post(answer, {"answer": "yes"}).status_code == 404
    assert _is_in(house, house.cast.priya)


def test_asking_at_the_same_moment_is_asking_once(house: House) -> None:
    wishes = at_once([lambda: _ask(house, house.cast.mum, house.cast.zayn).id] * 8)
    assert len(set(wishes)) == 1
    with house.database.reading() as session:
        assert len(session.exec(select(Removal)).all()) == 1


def test_two_answers_at_the_same_moment_are_one(house: House) -> None:
    wish = _ask(house, house.cast.mum, house.cast.zayn)

    def answers(by: UUID, agreed: bool) -> bool:
        with house.database.writing() as session:
            return answer_removal(session, session.get_one(Removal, wish.id), by, agreed=agreed)

    priya, sam = house.cast.priya.person_id, house.cast.sam.person_id
    won = at_once([lambda: answers(priya, agreed=True), lambda: answers(sam, agreed=False)] * 3)
    assert sum(won) == 1


@pytest.mark.parametrize("leaves", ["whom it is about", "who asked"])
def test_no_wish_waits_for_the_day_somebody_comes_back(house: House, leaves: str) -> None:
    wish = _ask(house, house.cast.sam, house.cast.zayn)
    gone = house.cast.zayn if leaves == "whom it is about" else house.cast.sam
    with house.database.writing() as session:
        assert end_membership(session, session.get_one(Membership, gone.id), by=gone.person_id)
        let_in(session, gone.family_id, gone.person_id, part=Part(gone.part), known_as=gone.known_as)
    with house.database.reading() as session:
        assert removal_waiting(session, house.cast.zayn.id) is None
        assert session.get_one(Removal, wish.id).agreed is None


def test_a_removal_and_an_answer_at_the_same_moment_do_not_block_each_other(house: House) -> None:
    def remove() -> bool:
        with house.database.writing() as session:
            return end_membership(
                session, session.get_one(Membership, house.cast.jo.id), by=house.cast.mum.person_id
            )

    def agree(wish: Removal) -> bool:
        with house.database.writing() as session:
            won = answer_removal(
                session, session.get_one(Removal, wish.id), house.cast.priya.person_id, agreed=True
            )
            return won and _ends(session)

    def _ends(session: Session) -> bool:
        return end_membership(
            session, session.get_one(Membership, house.cast.jo.id), by=house.cast.priya.person_id
        )

    for _ in range(5):
        wish = _ask(house, house.cast.sam, house.cast.jo)
        ended = at_once([remove, lambda wish=wish: agree(wish)])  # type: ignore[misc]
        assert sum(ended) == 1
        with house.database.writing() as session:
            jo = house.cast.jo
            let_in(session, jo.family_id, jo.person_id, part=Part.NETWORK, known_as="Jo")


def test_a_stranger_cannot_ask_and_cannot_answer(house: House) -> None:
    wish, charlie = _ask(house, house.cast.mum, house.cast.priya), house.visit(house.cast.charlie)
    assert _remove(charlie, house.cast.nan) == 404
    assert charlie.post(charlie.plan("circle", "wishes", wish.id), {"answer": "yes"}).status_code == 404
    theirs = f"/families/{house.cast.other_family.id}/circle"
    assert charlie.post(f"{theirs}/members/{house.cast.nan.id}/remove").status_code == 404
    assert charlie.post(f"{theirs}/wishes/{wish.id}", {"answer": "yes"}).status_code == 404
    assert _is_in(house, house.cast.nan)
    assert _is_in(house, house.cast.priya)
