"""Speaking for all, and choosing the head of the plan: whoever may does it, anybody else meets what is not there."""

from uuid import uuid4

from sqlmodel import col, select

from familyapp.network import Audience
from familyapp.plan import AgreedWords, BoxKey, HeadChoice, add_words
from tests.access import table
from tests.access.circle import Circle
from tests.access.same import answer_of, everything_in
from tests.access.test_acting import ROLES, is_refused


def test_writing_agreed_words(small_circle: Circle) -> None:
    ours = small_circle.member("lead").family_id
    path, nothing = f"/families/{ours}/plan/agreed/add", f"/families/{uuid4()}/plan/agreed/add"
    for role in ROLES:
        visitor, before = small_circle.visitor(role), everything_in(small_circle.house.database)
        sent: dict[str, object] = {"box": "now", "text": f"Agreed with the {role}."}
        if table.yes(table.ASKS, role, "agree"):
            assert visitor.get(path).status_code == 200, role
            assert visitor.post(path, sent).status_code == 303, role
            with small_circle.house.writing() as session:
                assert [each.text for each in session.exec(select(AgreedWords))] == [sent["text"]]
            continue
        assert is_refused(visitor, path, nothing, sent), role
        assert is_refused(visitor, path, nothing, {"box": "no box", "text": "a" * 5000}), role
        assert answer_of(visitor.get(path)) == answer_of(visitor.get(nothing)), role
        assert everything_in(small_circle.house.database) == before


def test_everybody_in_the_circle_reads_what_is_agreed_and_nobody_else(small_circle: Circle) -> None:
    ours = small_circle.member("lead").family_id
    path, nothing = f"/families/{ours}/plan/now/agreed", f"/families/{uuid4()}/plan/now/agreed"
    small_circle.visitor("lead").post(
        f"/families/{ours}/plan/agreed/add", {"box": "now", "text": "All agree."}
    )
    for role in ROLES:
        answer = small_circle.visitor(role).get(path)
        if table.may_read(role, "lead", "circle"):
            assert "All agree." in answer.text, role
        else:
            assert answer_of(answer) == answer_of(small_circle.visitor(role).get(nothing)), role


def test_choosing_the_head_of_the_plan(small_circle: Circle) -> None:
    """The table's rows of the family choose, whoever of them is lead."""
    reader = small_circle.member("grandmother").reader()
    ours = reader.family_id
    with small_circle.house.database.writing() as session:
        words = add_words(session, reader, BoxKey.BETTER, "We laugh.", Audience.CIRCLE).id
    path, nothing = f"/families/{ours}/plan/head/add", f"/families/{uuid4()}/plan/head/add"
    for role in ROLES:
        visitor, before = small_circle.visitor(role), everything_in(small_circle.house.database)
        sent: dict[str, object] = {"words": str(words), "none": "yes" if role == "parent" else ""}
        row = table.rows_of(table.ROLES)[role]
        if row["part"] == "family" and role != "stranger":
            assert visitor.get(path).status_code == 200, role
            assert visitor.post(path, sent).status_code == 303, role
            continue
        assert is_refused(visitor, path, nothing, sent), role
        assert answer_of(visitor.get(path)) == answer_of(visitor.get(nothing)), role
        assert everything_in(small_circle.house.database) == before
    with small_circle.house.writing() as session:
        chosen = session.exec(select(HeadChoice).order_by(col(HeadChoice.at))).all()
        assert [each.words_id for each in chosen] == [words, None, words]
