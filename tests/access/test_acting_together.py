"""The whole Pathway over the street: who may do it does it, and for anybody else it is not there."""

from collections.abc import Mapping
from re import search
from uuid import UUID, uuid4

from sqlmodel import select

from familyapp.network import Audience
from familyapp.photos import Photo, add_photo
from familyapp.plan import (
    SCALES,
    Asked,
    BoxKey,
    Step,
    StepState,
    Version,
    add_step,
    add_words,
    keep_version,
    stands_now,
)
from tests.access import table
from tests.access.circle import Circle
from tests.access.same import answer_of, everything_in
from tests.access.test_acting import is_refused
from tests.support.house import Visitor
from tests.support.pathway import as_text, developed, jpeg

ROLES = list(table.rows_of(table.ROLES))
CIRCLE = Audience.CIRCLE


def _acts(visitor: Visitor, circle: Circle, path: str, form: Mapping[str, object], may: bool) -> None:
    """Sends it to our family; where they may not, to one that is not there, too, and nothing has changed."""
    ours = f"/families/{circle.member('lead').family_id}/{path}"
    who = visitor.member.known_as if visitor.member else "nobody"
    if may:
        assert visitor.post(ours, form).status_code == 303, (who, path)
        return
    before = everything_in(circle.house.database)
    assert is_refused(visitor, ours, f"/families/{uuid4()}/{path}", dict(form)), (who, path)
    assert everything_in(circle.house.database) == before, (who, path)


def _opens(visitor: Visitor, circle: Circle, path: str, may: bool) -> None:
    """The page with the form opens for the same people."""
    ours, nowhere = (f"/families/{family}/{path}" for family in (circle.member("lead").family_id, uuid4()))
    page = visitor.get(ours)
    if may:
        assert page.status_code == 200, path
    else:
        assert answer_of(page) == answer_of(visitor.get(nowhere)), path


def test_giving_a_number(small_circle: Circle) -> None:
    for role in ROLES:
        visitor = small_circle.visitor(role)
        for scale in SCALES:
            may = table.yes(table.GIVES, role, scale)
            _opens(visitor, small_circle, f"plan/{scale}/add", may)
            _acts(visitor, small_circle, f"plan/{scale}/add", {"number": "7", "text": role}, may)


def _step(circle: Circle, author: str, asked: str | None, audience: Audience = CIRCLE) -> UUID:
    with circle.house.database.writing() as session:
        person = circle.member(asked).person_id if asked else None
        reader = circle.member(author).reader()
        return add_step(session, reader, f"By {author}.", audience, Asked(person_id=person)).id


def test_adding_a_step(small_circle: Circle) -> None:
    for role in ROLES:
        may = table.may_add(role, BoxKey.HOW)
        _opens(small_circle.visitor(role), small_circle, "plan/steps/add", may)
        _acts(small_circle.visitor(role), small_circle, "plan/steps/add", {"text": role}, may)


def test_moving_a_step(small_circle: Circle) -> None:
    for role in ROLES:
        visitor = small_circle.visitor(role)
        inside = small_circle.members[role] is not None and role not in {"removed", "stranger"}
        other, another = [each for each in ("parent", "grandmother", "young person") if each != role][:2]
        steps = {"others'": _step(small_circle, other, another)}
        if inside:
            steps["of one's own"] = _step(small_circle, other, role)
            steps["one wrote"] = _step(small_circle, role, other)
        for column, step in steps.items():
            form: dict[str, object] = {"step": str(step), "state": "done", "text": "x"}
            _acts(visitor, small_circle, "plan/ticks/add", form, table.yes(table.MOVES, role, column))


def test_a_step_that_one_may_not_read_is_not_there_to_be_moved(small_circle: Circle) -> None:
    """Also for whom it was meant: who is asked and cannot read it is not told of it."""
    for audience in Audience:
        step = _step(small_circle, "parent", "grandmother", audience)
        for role in ROLES:
            if role == "parent":
                continue
            may = table.may_read(role, "parent", audience) and (
                table.yes(table.MOVES, role, "of one's own" if role == "grandmother" else "others'")
            )
            form: dict[str, object] = {"step": str(step), "state": "done", "text": "x"}
            _acts(small_circle.visitor(role), small_circle, "plan/ticks/add", form, may)
            with small_circle.house.database.writing() as session:
                session.get_one(Step, step).state = StepState.TODO


def test_writing_agreed_words(small_circle: Circle) -> None:
    for role in ROLES:
        may, visitor = table.yes(table.ASKS, role, "agree"), small_circle.visitor(role)
        _opens(visitor, small_circle, "plan/agreed/add", may)
        _acts(visitor, small_circle, "plan/agreed/add", {"box": "now", "text": f"By {role}."}, may)


def test_choosing_the_head(small_circle: Circle) -> None:
    with small_circle.house.database.writing() as session:
        lead = small_circle.member("lead").reader()
        words = [add_words(session, lead, BoxKey.BETTER, f"So {n}.", CIRCLE).id for n in range(2)]
        hers = add_words(session, lead, BoxKey.BETTER, "For us.", Audience.FAMILY).id
    for number, role in enumerate(ROLES):
        may, visitor = table.yes(table.JOINS, role, "the head"), small_circle.visitor(role)
        _opens(visitor, small_circle, "plan/head/add", may)
        _acts(visitor, small_circle, "plan/head/add", {"words": str(words[number % 2])}, may)
        # What is not for everyone stands there for nobody, whoever chooses it.
        _acts(visitor, small_circle, "plan/head/add", {"words": str(hers)}, may=False)


def test_saying_that_this_is_our_plan_and_answering(small_circle: Circle) -> None:
    ours = small_circle.member("lead").family_id
    for role in ROLES:
        may, visitor = table.yes(table.ASKS, role, "arrange"), small_circle.visitor(role)
        _opens(visitor, small_circle, "plan/versions/add", may)
        page = visitor.get(f"/families/{ours}/plan/versions/add").text
        seen = search(r'name="seen" value="([^"]*)"', page)
        assert (seen is not None) is may, role
        _acts(visitor, small_circle, "plan/versions/add", {"seen": seen[1] if seen else "x"}, may)
    with small_circle.house.database.reading() as session:
        newest = max(session.exec(select(Version)).all(), key=lambda version: version.number)
    for role in ROLES:
        may, visitor = table.yes(table.JOINS, role, "answers"), small_circle.visitor(role)
        _opens(visitor, small_circle, f"plan/versions/{newest.id}", may)
        for says in ("yes", "no"):
            form: dict[str, object] = {"version": str(newest.id), "agrees": says}
            _acts(visitor, small_circle, "plan/answers/add", form, may)


def test_a_version_of_another_plan_is_not_there_to_be_answered(small_circle: Circle) -> None:
    with small_circle.house.database.writing() as session:
        charlie = small_circle.member("stranger").reader()
        theirs = keep_version(session, charlie, stands_now(session, charlie)).id
    for role in ROLES:
        form: dict[str, object] = {"version": str(theirs), "agrees": "yes"}
        _acts(small_circle.visitor(role), small_circle, "plan/answers/add", form, may=False)


def test_naming_closing_and_opening_the_plan(small_circle: Circle) -> None:
    for role in ROLES:
        may, visitor = table.yes(table.ASKS, role, "arrange"), small_circle.visitor(role)
        for path, form in (("name", {"name": f"Named by {role}"}), ("close", {}), ("open", {})):
            if path != "open":
                _opens(visitor, small_circle, f"plan/about/{path}", may)
            _acts(visitor, small_circle, f"plan/about/{path}", form, may)


def test_adding_a_photo_and_saying_that_it_is_ours(small_circle: Circle) -> None:
    photo = as_text(jpeg())
    for role in ROLES:
        may, visitor = table.yes(table.JOINS, role, "a photo"), small_circle.visitor(role)
        _opens(visitor, small_circle, "plan/photos/add", may)
        _acts(visitor, small_circle, "plan/photos/add", {"photo": photo, "text": role}, may)
    with small_circle.house.database.reading() as session:
        photos = session.exec(select(Photo)).all()
    for role in ROLES:
        may, visitor = table.yes(table.JOINS, role, "ours"), small_circle.visitor(role)
        for act in ("ours", "not-ours"):
            for each in photos:
                _acts(visitor, small_circle, f"photos/{each.id}/{act}", {}, may)


def test_looking_at_photos_and_taking_them_back(small_circle: Circle) -> None:
    """Of each role for each audience: the photo, its two pictures, and typing it up; taking back is its author's."""
    kinds = [(audience, back) for audience, back in table.KINDS if audience not in table.KEPT_CLOSE]
    hung: list[tuple[str, str, bool, UUID, UUID]] = []
    for author in (role for role in ROLES if small_circle.members[role] is not None and role != "removed"):
        member = small_circle.member(author)
        for audience, back in kinds:
            with small_circle.house.database.writing() as session:
                added = add_photo(session, member.reader(), developed(), Audience(audience), caption="Ours")
            if back:
                path = f"/families/{member.family_id}/photos/{added.id}/take-back"
                assert small_circle.visitor(author).post(path).status_code == 303
            hung.append((author, audience, back, member.family_id, added.id))
    for role in ROLES:
        visitor = small_circle.visitor(role)
        for author, audience, back, family, photo in hung:
            base, nowhere = (f"/families/{family}/photos/{each}" for each in (photo, uuid4()))
            may = table.may_read(role, author, audience, taken_back=back)
            for path in ("", "/large", "/small", *(["/type-up"] if not back else [])):
                if may:
                    assert visitor.get(base + path).status_code == 200, (role, author, audience, path)
                else:
                    nothing = answer_of(visitor.get(nowhere + path))
                    assert answer_of(visitor.get(base + path)) == nothing, (role, author, audience, path)
            if role != author:
                for act in ("take-back", "put-back"):
                    refused = answer_of(visitor.post(f"{nowhere}/{act}"))
                    assert answer_of(visitor.post(f"{base}/{act}")) == refused, (role, author, act)
