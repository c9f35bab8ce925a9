"""Whatever mistake slips into the policy, the table finds it."""

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from tests.access.agreement import disagreements, reader_in, sql_disagreements, stays_disagreements
from tests.access.circle import Circle
from tests.access.mistakes import SOURCE, mistakes, policy_from


def test_the_table_finds_every_mistake_in_the_policy(small_circle: Circle) -> None:
    every = dict(mistakes())
    with small_circle.house.database.reading() as session:
        unnoticed = [what for what, source in every.items() if not _is_noticed(source, small_circle, session)]
    assert unnoticed == []
    assert len(every) > 90, "the mistakes reach the whole policy"


def test_the_policy_as_it_is_has_no_mistake_that_the_table_would_find(small_circle: Circle) -> None:
    with small_circle.house.database.reading() as session:
        assert not _is_noticed(SOURCE, small_circle, session)


def _is_noticed(source: str, circle: Circle, session: Session) -> bool:
    policy = policy_from(source)
    readers = {
        role: reader_in(policy, role, member.person_id, here=member.family_id, elsewhere=member.family_id)
        for role, member in circle.members.items()
        if member is not None and role != "another lead"
    }
    try:
        return (
            any(True for _ in disagreements(policy))
            or any(True for _ in sql_disagreements(policy, session, circle.spoken, readers))
            or any(True for _ in stays_disagreements(policy, session, circle.staying))
        )
    except (KeyError, TypeError, AttributeError, SQLAlchemyError):
        return True
