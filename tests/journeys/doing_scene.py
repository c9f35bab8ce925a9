"""Steps set out for looking at: each in another state, a late one, a long one, and forms given back."""

from collections.abc import Iterator
from datetime import timedelta

from sqlmodel import Session, col, select

from familyapp import clock
from familyapp.network import Audience
from familyapp.plan import Asked, BoxKey, StepState, Words, add_step, move_step
from tests.journeys.pathway_scene import Look, Stage, of

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverleihung " * 3


def doing_looks(session: Session, stage: Stage) -> Iterator[Look]:
    """Every page of the steps: full, empty, with long words, as somebody who may tick and as somebody who may not."""
    mum, zayn, amal = (stage.cast[name] for name in ("Mum", "Zayn", "Amal"))
    change = session.exec(
        select(Words.id).where(col(Words.family_id) == mum.family_id, col(Words.box) == BoxKey.CHANGES.value)
    ).first()
    for state in StepState:
        asked = Asked(zayn.person_id, how_often="every night", change_id=change)
        step = add_step(session, mum.reader(), f"Read to Hana: {state}", Audience.CIRCLE, asked)
        move_step(session, zayn.reader(), step.id, state)
        yield from of("Zayn", f"{stage.start}/plan/steps/{step.id}")
    late = Asked(mum.person_id, "with Priya " * 7, clock.now().date() - timedelta(days=3))
    slow = add_step(session, mum.reader(), LONG, Audience.FAMILY_AND_NETWORK, late)
    close = add_step(session, mum.reader(), "Ring my sister.", Audience.ME, Asked(mum.person_id))
    plan, theirs = f"{stage.start}/plan", f"{stage.theirs}/plan"
    yield from of("Mum", f"{plan}/steps", f"{plan}/steps/add", f"{plan}/ticks/add")
    yield from of("Mum", f"{plan}/steps/{slow.id}", f"{plan}/steps/{close.id}", f"{plan}/how")
    yield from of("Nan", f"{plan}/steps", f"{plan}/steps/{slow.id}")
    yield from of("Amal", f"{theirs}/steps", f"{theirs}/steps/add", f"{theirs}/ticks/add")
    yield Look("Mum", f"{plan}/steps/add", {"text": "", "person": str(amal.id), "by_when": "soon"})
    yield Look("Mum", f"{plan}/steps/add", {"text": LONG, "who": "ü" * 90, "how_often": "ü" * 90})
    yield Look("Mum", f"{plan}/ticks/add", {"state": "finished"})
