"""Agreed plans set out for looking at: earlier ones, compared ones, answers to give, and a plan that is closed."""

from collections.abc import Iterator

from sqlmodel import Session, col, select

from familyapp import clock
from familyapp.network import Audience, Child, Family, Part, Reader, let_in
from familyapp.plan import BoxKey, ScaleKey, Standing, Version, add_words, keep_version, stands_now
from tests.journeys.pathway_scene import Look, Stage, of


def agreement_looks(session: Session, stage: Stage) -> Iterator[Look]:
    """Every page about the plan as a whole, and what comes back for what cannot be taken."""
    mum, priya = stage.cast["Mum"], stage.cast["Priya"]
    second, first = session.exec(
        select(Version.id).where(Version.family_id == mum.family_id).order_by(col(Version.number).desc())
    ).all()
    plan, theirs = f"{stage.start}/plan", f"{stage.theirs}/plan"
    yield from of("Mum", f"{plan}/versions", f"{plan}/versions/add", f"{plan}/versions/{second}")
    yield from of("Mum", f"{plan}/versions/{first}", f"{plan}/versions/{first}/since")
    yield from of("Mum", f"{plan}/versions/{first}/beside/{second}", f"{plan}/about", f"{plan}/about/name")
    yield from of("Mum", f"{plan}/about/close")
    yield from of("Nan", f"{plan}/versions/{second}", f"{plan}/answers/add", f"{plan}/about")
    yield from of("Amal", f"{theirs}/versions", f"{theirs}/versions/add", f"{theirs}/about")
    yield Look("Mum", f"{plan}/versions/add", {"seen": "something else"})
    yield Look("Mum", f"{plan}/about/name", {"name": "", "child3": "ü" * 90, "age3": "old"})
    yield Look("Nan", f"{plan}/answers/add", {"version": str(second), "agrees": "perhaps"})

    closed = Family(name="A plan that is closed", closed_at=clock.now())
    session.add(closed)
    session.flush()
    worker = let_in(session, closed.id, priya.person_id, part=Part.WORKER, known_as="Priya")
    session.add(Child(family_id=closed.id, name="Wolfeschlegelsteinhausenbergerdorff", age=3))
    keep_version(session, worker.reader(), _long(session, worker.reader()))
    last = keep_version(session, worker.reader(), _long(session, worker.reader()))
    shut = f"/families/{closed.id}/plan"
    yield from of("Priya", shut, f"{shut}/about", f"{shut}/strengths/add", f"{shut}/now")
    yield from of("Priya", f"{shut}/versions", f"{shut}/versions/{last.id}")
    yield Look("Priya", f"{shut}/strengths/add", {"text": "ü" * 300})


def _long(session: Session, reader: Reader) -> list[Standing]:
    """What stands in the plan after more was said, in words as long as words can be."""
    add_words(session, reader, BoxKey.NOW, "ü" * 300, Audience.CIRCLE)
    add_words(session, reader, ScaleKey.LIKELY, "ü" * 100, Audience.CIRCLE, number=10)
    return stands_now(session, reader)
