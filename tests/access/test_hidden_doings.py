"""What is done for fewer people leaves no trace with the others either: steps, photos, and what becomes of them."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from familyapp.network import Audience
from familyapp.photos import add_photo, put_back_photo, say_ours, withdraw_photo
from familyapp.plan import Asked, BoxKey, StepState, add_step, add_words, move_step, withdraw_words
from tests.access.circle import Circle
from tests.access.same import Outgoing, answer_of
from tests.access.test_hidden import quiet_circle, seen_by
from tests.support.pathway import developed

__all__ = ["quiet_circle"]
MORE = ("plan/steps", "plan/ticks/add", "plan/photos", "plan/versions", "plan/about", "plan/how", "paper")
FAMILY = Audience.FAMILY


def _step(session: Session, circle: Circle) -> None:
    # Also for the very person who is asked to do it, if it is not for them to read.
    parent, lead = circle.member("parent").reader(), circle.member("lead").reader()
    change = add_words(session, parent, BoxKey.CHANGES, "Calm evenings.", FAMILY)
    asked = Asked(person_id=circle.member("grandmother").person_id, who="with Jo", change_id=change.id)
    step = add_step(session, parent, "Ring the school.", FAMILY, asked)
    move_step(session, lead, step.id, StepState.DOING)
    move_step(session, parent, step.id, StepState.DONE)
    withdraw_words(session, parent, step.id)


def _photo(session: Session, circle: Circle) -> None:
    parent, lead = circle.member("parent").reader(), circle.member("lead").reader()
    photo = add_photo(session, parent, developed(), FAMILY, caption="Our paper")
    say_ours(session, lead, photo.id)
    withdraw_photo(session, parent, photo.id)
    put_back_photo(session, parent, photo.id)


def _all_that_is_seen(circle: Circle, role: str) -> dict[str, Outgoing]:
    visitor = circle.visitor(role)
    more = {path: answer_of(visitor.get(visitor.plan(*path.split("/")))) for path in MORE}
    return seen_by(circle, role) | more


@pytest.mark.parametrize("does", [_step, _photo], ids=["a step", "a photo"])
def test_what_is_for_the_family_leaves_no_trace_with_the_others(
    quiet_circle: Circle, does: Callable[[Session, Circle], None]
) -> None:
    others = ("grandmother", "worker", "covering worker")
    before = {role: _all_that_is_seen(quiet_circle, role) for role in (*others, "young person")}
    with quiet_circle.house.database.writing() as session:
        does(session, quiet_circle)
    for role in others:
        assert _all_that_is_seen(quiet_circle, role) == before[role], role
    assert _all_that_is_seen(quiet_circle, "young person") != before["young person"]
