"""What people write is shown as they wrote it, and is never a part of the page."""

from collections.abc import Mapping
from html.parser import HTMLParser

import pytest

from familyapp.clock import now
from familyapp.plan import PLACES, BoxKey
from tests.support.house import House, Visitor
from tests.support.pathway import as_text, jpeg

TRAPS = [
    "<img src=x onerror=alert(1)>",
    "{{7*7}}",
    "{% raw %}{{ settings }}{% endraw %}",
    "<div hx-get=/sign-out hx-trigger=load>",
    "\"><script>alert(1)</script><p title=\"",
    "' onmouseover='alert(1)",
    "</textarea></title></bdi><svg/onload=alert(1)>",
    "${7*7} #{7*7} %(name)s %s {0}",
    "&lt;b&gt; &amp;#60;script&#62;",
    "javascript:alert(1)//",
    "<!--",
    "<!--/main--><!--main--><!--waiting now-->",
    "⟦text⟧ ⟦items_html⟧",
]  # fmt: skip
TOGETHER = ("head", "steps", "ticks", "agreed", "versions", "answers", "photos")
MARKS = {"main", "/main", "as-it-was", *(f"waiting {place}" for place in (*PLACES, *TOGETHER))}
"""Where the phone itself pours something in: each stands in a page once at most, and we wrote it."""


class Seen(HTMLParser):
    """Everything in a page that is not text: elements, attributes, comments."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.comments: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def assert_harmless(page: str, trap: str) -> Seen:
    """No element, attribute or comment of a page comes from what somebody wrote."""
    seen = Seen(page)
    assert not seen.elements & {"iframe", "object", "embed", "style", "template"}
    assert set(seen.comments) <= MARKS
    assert len(seen.comments) == len(set(seen.comments))
    for tag, name, value in seen.attributes:
        assert not name.startswith("on"), f"{name} on {tag}"
        if tag == "img":
            assert name in {"src", "alt", "width", "height", "loading", "class", "decoding"}, name
        if name in {"href", "src", "action", "formaction", "hx-get", "hx-post"}:
            assert value.startswith(("/", "#", "tel:", "https://weather.example/")), (name, value)
        if name == "hx-get":
            assert value == "/updates/news" or value.endswith("/plan/close/words"), value
    assert "49" not in seen.text.replace("49%", ""), "a template inside the words was run"
    return seen


def pages_after(house: House, trap: str) -> list[str]:
    """Every page on which the trap could close, once it stands in everything that people can write."""
    cast = house.cast
    mum, priya = house.visit(cast.mum), house.visit(cast.priya)
    said = house.say(cast.mum, BoxKey.STRENGTHS, trap)
    house.say(cast.mum, BoxKey.BETTER, trap)
    sent: list[tuple[Visitor, str, Mapping[str, object]]] = [
        (mum, mum.plan("plan", "now", "add"), {"text": trap, "about": trap, "audience": "family"}),
        (mum, mum.plan("circle", "invite"), {"name": trap, "relation": trap, "part": "family"}),
        (priya, priya.plan("circle", "invite"), {"name": trap, "relation": trap}),
        (
            mum,
            mum.plan("meetings", "add"),
            {"name": trap, "day": f"{now():%Y-%m-%d}", "time": "23:59", "place": trap, "room": trap}
            | {"getting_in": trap, "expect": trap},
        ),
        (mum, mum.plan("plan", "likely", "add"), {"number": "7", "text": trap}),
        (mum, mum.plan("plan", "steps", "add"), {"text": trap, "who": trap, "how_often": trap}),
        (mum, mum.plan("plan", "agreed", "add"), {"box": "now", "text": trap}),
        (mum, mum.plan("plan", "photos", "add"), {"photo": as_text(jpeg()), "text": trap}),
        (priya, "/families/new", {"name": trap, "child1": trap, "age1": "8"}),
    ]
    answers = [visitor.post(path, form) for visitor, path, form in sent]
    assert [answer.status_code for answer in answers] == [303, 200, *[303] * 7]
    fresh = str(answers[-1].headers["location"]).removesuffix("/circle/invite")
    refused = [
        mum.post(mum.plan("plan", "now", "add"), {"text": trap, "audience": trap, "voice": ""}),
        mum.post(mum.plan("meetings", "add"), {"name": trap, "day": trap, "time": trap, "place": trap}),
        mum.post(mum.plan("circle", "invite"), {"name": trap, "part": trap, "how": trap, "lead": trap}),
        mum.post(mum.plan("words", said, "change"), {"text": trap + "!", "revision": trap}),
        mum.post(mum.plan("words", said, "readers"), {"audience": trap}),
        mum.post(mum.plan("plan", "likely", "add"), {"number": trap, "text": trap, "audience": trap}),
        mum.post(mum.plan("plan", "steps", "add"), {"text": trap, "by_when": trap, "who": trap}),
        mum.post(mum.plan("plan", "agreed", "add"), {"box": trap, "text": trap}),
        mum.post(mum.plan("plan", "versions", "add"), {"seen": trap}),
        mum.post(mum.plan("plan", "about", "name"), {"name": trap, "age1": trap}),
        priya.post("/families/new", {"name": trap, "child1": trap, "age1": trap}),
    ]
    assert {answer.status_code for answer in refused} == {422}
    mine = [
        "plan",
        "circle",
        "meetings",
        "plan/strengths",
        "plan/close",
        f"words/{said}",
        f"words/{said}/change",
    ]
    mine += [
        "plan/likely",
        "plan/steps",
        "plan/steps/add",
        "plan/ticks/add",
        "plan/now/agreed",
        "plan/photos",
    ]
    mine += ["plan/versions/add", "plan/head/add", "plan/about", "paper"]
    mine += [f"words/{said}/readers", f"words/{said}/take-back"]
    read = [mum.get(mum.plan(path)) for path in mine]
    read += [priya.get(path) for path in ("/families", "/updates", f"{fresh}/plan", f"{fresh}/circle", "/me")]
    read += [mum.get(f"/me?told={trap}"), mum.get(f"/sign-in?next={trap}"), mum.get(f"/{trap}")]
    return [answer.text for answer in [answers[1], *refused, *read]]


@pytest.mark.parametrize("trap", TRAPS)
def test_what_somebody_writes_is_never_a_part_of_the_page(small_house: House, trap: str) -> None:
    seen = [assert_harmless(page, trap) for page in pages_after(small_house, trap)]
    shown = [page for page in seen if trap in page.text]
    assert len(shown) >= 10, "the trap must stand on the pages, or this test proves nothing"


def test_a_name_with_a_trap_is_asked_about_harmlessly(small_house: House) -> None:
    house, trap = small_house, '"><img src=x onerror=alert(1)>{{7*7}}'
    with house.database.writing() as session:
        for member in (house.cast.nan, house.cast.mum, house.cast.priya):
            member.known_as = member.relation = trap
            session.add(member)
    house.say(house.cast.nan, BoxKey.STRENGTHS, "Hello.")
    mum, nan = house.visit(house.cast.mum), house.visit(house.cast.nan)
    mum.post(mum.plan("circle", "members", house.cast.priya.id, "remove"))
    for page in (
        mum.get(mum.plan("circle")),
        mum.get(mum.plan("circle", "members", house.cast.nan.id, "remove")),
        mum.get(mum.plan()),
        mum.get("/updates"),
        nan.get("/me"),
        nan.get(nan.plan("plan", "strengths", "add")),
        house.stranger_to_all().get("/sign-in"),
    ):
        assert trap in assert_harmless(page.text, trap).text or 'value="' in page.text
