"""Steps as tests write them down and tick them: in the room itself, without a page."""

from uuid import UUID

from familyapp.network import Audience, Membership
from familyapp.plan import Asked, StepState, add_step, move_step
from tests.support.house import House

CLOTHES = "I lay our clothes out the night before."


def asked(member: Membership | None = None, **more: object) -> Asked:
    """Who is to do it, and what else stands beside the step."""
    return Asked(person_id=member.person_id if member else None, **more)  # type: ignore[arg-type]


def step_of(
    house: House, author: Membership, by: Asked, text: str = CLOTHES, audience: Audience = Audience.CIRCLE
) -> UUID:
    """This person has written a step down."""
    with house.database.writing() as session:
        return add_step(session, author.reader(), text, audience, by).id


def tick(house: House, who: Membership, step: UUID, state: StepState, id: UUID | None = None) -> None:
    """This person has said how far it has come."""
    with house.database.writing() as session:
        move_step(session, who.reader(), step, state, id=id)
