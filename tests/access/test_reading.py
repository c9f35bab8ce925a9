"""Reading over the street: who may read meets the words, and for anybody else they are not there."""

from uuid import UUID, uuid4

from familyapp.plan import PLACES
from tests.access import table
from tests.access.circle import BOX, Circle, Spoken
from tests.access.same import answer_of

KEPT_CLOSE = table.KEPT_CLOSE.split(", ")
PAGES = ("plan", f"plan/{BOX}", "plan/close", "plan/close/words", "circle", "circle/invite", "meetings")
ROLES = list(table.rows_of(table.ROLES))


def readable_by(circle: Circle, role: str) -> tuple[list[Spoken], list[Spoken]]:
    """All words of this role's own circle that the table gives them, and all that it does not."""
    may: list[Spoken] = []
    may_not: list[Spoken] = []
    for each in circle.spoken:
        reads = table.may_read(role, each.author, each.audience, taken_back=each.taken_back)
        (may if reads else may_not).append(each)
    return may, may_not


def test_the_words_by_themselves(circle: Circle) -> None:
    families = {circle.family_of(each) for each in circle.spoken}
    for role in ROLES:
        visitor = circle.visitor(role)
        nothing = {
            family: answer_of(visitor.get(f"/families/{family}/words/{uuid4()}")) for family in families
        }
        may, may_not = readable_by(circle, role)
        for each in may:
            page = visitor.get(f"/families/{circle.family_of(each)}/words/{each.id}")
            assert page.status_code == 200, (role, each)
            assert each.text in page.text
        for each in may_not:
            page = visitor.get(f"/families/{circle.family_of(each)}/words/{each.id}")
            assert answer_of(page) == nothing[circle.family_of(each)], (role, each)


def test_the_pages_hold_what_the_table_gives_and_nothing_else(circle: Circle) -> None:
    for role in ROLES:
        family = circle.member("stranger" if role == "stranger" else "lead").family_id
        may, may_not = readable_by(circle, role)
        standing = [each for each in may if not each.taken_back]
        # What was taken back its author alone may read, and finds it there to put it back.
        close = {each.text for each in may if each.taken_back or each.audience in KEPT_CLOSE}
        open_ones = {each.text for each in standing if each.audience not in KEPT_CLOSE}
        for path in ("plan", f"plan/{BOX}"):
            assert _shown(circle, role, family, path) == open_ones, (role, path)
        for path in ("plan/close", "plan/close/words"):
            assert _shown(circle, role, family, path) == close, (role, path)
        # The updates page is kept by phones too. It tells of others' words, and of none that are for fewer people.
        assert _shown(circle, role, family, "/updates") <= open_ones, role
        for path in kept_by(circle, role):
            assert _shown(circle, role, family, path) <= open_ones, (role, path)
        assert len(may) + len(may_not) == len(circle.spoken)


def kept_by(circle: Circle, role: str) -> list[str]:
    """The addresses that this role's phone keeps; none when nobody is signed in."""
    answer = circle.visitor(role).get("/offline/pages")
    return list(answer.json()["pages"]) if answer.status_code == 200 else []


def test_a_phone_keeps_pages_of_its_own_circle_alone(circle: Circle) -> None:
    for role in ROLES:
        kept = kept_by(circle, role)
        assert (kept == []) is (role == "signed out"), role
        families = {path.split("/")[2] for path in kept if path.startswith("/families/")}
        home = circle.member("stranger" if role == "stranger" else "lead").family_id
        assert families == (set() if role in {"removed", "signed out"} else {str(home)}), role
        forms = {path.split("/")[4] for path in kept if path.endswith("/add")}
        assert forms == (_forms_of(_at_home(role)) if families else set()), role


def _forms_of(role: str) -> set[str]:
    """Every form that this role fills in, as the table says."""
    forms = {place for place in PLACES if table.may_add(role, place)} | {"steps", "ticks"}
    named = {
        "photos": (table.JOINS, "a photo"),
        "head": (table.JOINS, "the head"),
        "agreed": (table.ASKS, "agree"),
    }
    return forms | {form for form, (rule, column) in named.items() if table.yes(rule, role, column)}


def _at_home(role: str) -> str:
    return "lead" if role == "stranger" else role


def _shown(circle: Circle, role: str, family: UUID, path: str) -> set[str]:
    page = circle.visitor(role).get(path if path.startswith("/") else f"/families/{family}/{path}")
    return {each.text for each in circle.spoken if f"<bdi>{each.text}</bdi>" in page.text}


def test_only_ones_own_words_can_be_changed_from_the_plan(circle: Circle) -> None:
    for role in ROLES:
        family = circle.member("stranger" if role == "stranger" else "lead").family_id
        page = circle.visitor(role).get(f"/families/{family}/plan").text
        offered = {each for each in circle.spoken if f"/words/{each.id}/change" in page}
        may, _ = readable_by(circle, role)
        on_the_plan = {each for each in may if not each.taken_back and each.audience not in KEPT_CLOSE}
        assert offered == {each for each in on_the_plan if each.author == role}, role


def test_another_circle_looks_like_one_that_is_not(circle: Circle) -> None:
    ours, theirs = circle.member("lead").family_id, circle.member("stranger").family_id
    for role in ROLES:
        visitor = circle.visitor(role)
        shut = {theirs} if role != "stranger" else {ours}
        if role in {"removed", "signed out"}:
            shut |= {ours}
        for path in PAGES:
            nowhere = answer_of(visitor.get(f"/families/{uuid4()}/{path}"))
            assert nowhere[0] in {303, 404}
            for family in shut:
                assert answer_of(visitor.get(f"/families/{family}/{path}")) == nowhere, (role, path)
