"""Steps: what we do, who does it, by when, and how far it has come."""

from uuid import UUID

from familyapp.network import Audience, Membership
from familyapp.plan import (
    Asked,
    StepState,
    add_step,
    move_step,
    one_said,
)
from tests.support.house import House

CLOTHES = "I lay our clothes out the night before."


def asked(member: Membership | None = None, **more: object) -> Asked:
    return Asked(person_id=member.person_id if member else None, **more)  # type: ignore[arg-type]


def add(house: House, who: Membership, text: str, by: Asked, audience: Audience = Audience.CIRCLE) -> UUID:
    with house.database.writing() as session:
        return add_step(session, who.reader(), text, audience, by).id


def move(house: House, who: Membership, step: UUID, state: StepState, id: UUID | None = None) -> None:
    with house.database.writing() as session:
        move_step(session, who.reader(), step, state, id=id)


def test_mum_writes_a_step_down_for_zayn_and_it_stands_on_everybodys_plan(house: House) -> None:
    mum, nan, cast = house.visit(house.cast.mum), house.visit(house.cast.nan), house.cast
    sent = mum.post(
        mum.plan("plan", "steps", "add"),
        {"text": CLOTHES, "person": str(cast.zayn.id), "how_often": "every school night"},
    )
    assert sent.status_code == 303
    plan = nan.get(nan.plan()).text
    assert plan.count(CLOTHES) >= 2, "in what we are doing, and in its box"
    assert "every school night" in plan
    assert "Add a step" in plan


def test_zayn_ticks_it_and_everybody_sees_who_did(house: House) -> None:
    cast = house.cast
    step = add(house, cast.mum, CLOTHES, asked(cast.zayn))
    zayn, nan = house.visit(cast.zayn), house.visit(cast.nan)
    done = zayn.post(zayn.plan("plan", "ticks", "add"), {"step": str(step), "state": "done"})
    assert (done.status_code, done.headers["location"]) == (303, f"{zayn.plan()}?told=step_done#step-{step}")
    assert "Done, says <bdi>Zayn</bdi>, today" in nan.get(nan.plan()).text
    with house.database.reading() as session:
        said = one_said(session, cast.nan.reader(), step)
        assert said is not None
        assert said.step is not None
        assert (said.step.state, said.step.moved_by) == (StepState.DONE, "Zayn")
