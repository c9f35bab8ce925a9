"""The policy and its SQL say what the table says."""

from familyapp.network import Audience, permission
from familyapp.plan import widens
from tests.access import table
from tests.access.agreement import disagreements, sql_disagreements, stays_disagreements
from tests.access.circle import Circle


def test_the_policy_is_the_table() -> None:
    assert list(disagreements(permission)) == []


def test_the_sql_is_the_table(circle: Circle) -> None:
    with circle.house.database.reading() as session:
        readers = {role: circle.members[role] for role in table.rows_of(table.ROLES)}
        known = {role: member.reader() for role, member in readers.items() if member is not None}
        assert list(sql_disagreements(permission, session, circle.spoken, known)) == []


def test_the_sql_says_who_is_in_as_the_table_does(circle: Circle) -> None:
    with circle.house.database.reading() as session:
        assert list(stays_disagreements(permission, session, circle.staying)) == []


def test_the_passkey_is_asked_for_exactly_when_somebody_more_can_read() -> None:
    asked = {
        (old, new): widens(Audience(old), Audience(new)) for old in table.AUDIENCES for new in table.AUDIENCES
    }
    assert asked == {(old, new): table.yes(table.WIDENS, old, new) for old, new in asked}


def test_the_table_speaks_of_every_part_audience_and_act() -> None:
    parts = {row["part"] for row in table.rows_of(table.ROLES).values()}
    assert parts == {*permission.Part} | {"-"}
    assert tuple(permission.Audience) == table.AUDIENCES
    asked = {act.value for act in permission.Act}
    told = {
        "read",
        "add",
        "change",
        "hear",
        "arrange",
        "agree",
        "invite",
        "suggest",
        "confirm",
        "remove",
        "leave",
    }
    assert asked == told | {"open", "sign in", "self", "look"}
