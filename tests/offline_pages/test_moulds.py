"""The moulds that a phone pours words into: all there, filled where they say, and drawn as the pages are."""

import re
from html.parser import HTMLParser

import pytest

from familyapp.network import Audience
from familyapp.plan import BoxKey, ScaleKey
from familyapp.plan.pictures import PICTURES
from tests.support.house import House

ONE = {"id", "text", "where_html", "when"}
CHOSEN = {f"picture_{name}" for name in PICTURES}
MOULDS: dict[str, set[str]] = {
    **{f"waiting-card-{audience}": {"id", "text"} for audience in Audience},
    **{f"where-{box}": set() for box in BoxKey},
    "where-better": CHOSEN,
    **{f"waiting-better-{audience}": {"id", "text"} | CHOSEN for audience in Audience},
    **{
        f"waiting-{scale}-{audience}": {"id", "text", "number"} for scale in ScaleKey for audience in Audience
    },
    **{f"where-{scale}": {"number"} for scale in ScaleKey},
    **{f"unsent-refused-{status}": ONE for status in (400, 403, 404, 409, 410, 412, 413, 415)},
    "waiting-agreed-circle": {"id", "text", "question"},
    "waiting-head-circle": {"id"},
    "where-head": set(),
    "where-agreed": {"question"},
    "where-versions": set(),
    "where-answers": set(),
    "waiting-versions-circle": {"id", "text"},
    "waiting-answers-circle": {"id", "text"},
    "where-steps": set(),
    "where-ticks": {"state"},
    "waiting-ticks-circle": {"id", "text", "state"},
    **{f"waiting-photos-{audience}": {"id", "text"} for audience in Audience},
    "where-photos": set(),
    "page-full-photo": {"text"},
    "where-change": set(),
    "as-it-was": {"when"},
    "link": {"href", "name_html"},
    "no-link": set(),
    "push": set(),
    "reason": {"text"},
    "unsent-none": set(),
    "unsent-waiting": ONE,
    "unsent-refused-422": ONE | {"reasons_html"},
    "unsent-both": ONE | {"other"},
    "unsent-others": {"n"},
    "unsent-locked": {"n"},
    "page-unsent": {"items_html", "others_html"},
    "page-discard": {"id", "text"},
    "page-offline": {"links_html"},
    "page-connect-once": set(),
    "page-signing-out": {"n", "account"},
    "page-signed-out": set(),
    "page-full": {"text"},
    "page-somebody-else": {"text"},
}
"""Every mould with the places in it that the phone fills in."""


class Shape(HTMLParser):
    """The elements of some HTML with their classes, in order: what it looks like without its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs).get("class") or ""))


def moulds_in(html: str) -> dict[str, str]:
    """The moulds by name, cut out as the phone cuts them out."""
    return dict(re.findall(r"<!--mould ([\w-]+)-->(.*?)<!--/mould-->", html, re.DOTALL))


@pytest.fixture
def moulds(small_house: House) -> dict[str, str]:
    return moulds_in(small_house.stranger_to_all().get("/offline/moulds").text)


def test_every_mould_is_there_with_its_places(moulds: dict[str, str]) -> None:
    assert {name: set(re.findall(r"⟦(\w+)⟧", html)) for name, html in moulds.items()} == MOULDS


def test_nothing_of_a_template_is_left_open(moulds: dict[str, str]) -> None:
    for name, html in moulds.items():
        for leftover in ("{{", "{%", "None", "Undefined", "%(", "&lt;", "object at 0x"):
            assert leftover not in html, (name, leftover)


def test_moulds_are_the_same_for_everybody(small_house: House) -> None:
    nobody = small_house.stranger_to_all().get("/offline/moulds")
    for member in (small_house.cast.mum, small_house.cast.priya):
        assert small_house.visit(member).get("/offline/moulds?told=sent").content == nobody.content


def test_a_page_of_the_phone_has_a_title_and_one_heading(moulds: dict[str, str]) -> None:
    for name, html in moulds.items():
        titles = re.findall(r"<!--title ([A-Z][A-Za-z ]+)-->", html)
        assert len(titles) == html.count("<h1") == (1 if name.startswith("page-") else 0), name
        assert name == "page-full" or "<!--title" not in html.partition("-->")[2], "it comes first"


def test_waiting_words_are_drawn_as_words_in_the_plan(small_house: House, moulds: dict[str, str]) -> None:
    """Law 5: one template for a thing. A waiting card has what a card of one's own has, and says that it waits."""
    house = small_house
    house.say(house.cast.mum, BoxKey.STRENGTHS, "Zayn got up by himself.", Audience.FAMILY)
    plan = house.visit(house.cast.mum).get(house.visit(house.cast.mum).plan()).text
    card = re.findall(r'<article class="words .*?</article>', plan, re.DOTALL)[0]
    shape, waiting = Shape(card).found, Shape(moulds["waiting-card-family"]).found
    for tag, kind in shape:
        assert ("article", "words words--waiting") in waiting if tag == "article" else (tag, kind) in waiting
    assert "Only the family" in card
    assert "Only the family" in moulds["waiting-card-family"]
    assert re.search(r"Waiting to send</p>", moulds["waiting-card-circle"])
    assert "Waiting to send" not in plan


def test_what_waits_can_be_sent_changed_copied_and_discarded(moulds: dict[str, str]) -> None:
    for name, html in moulds.items():
        if not re.match("unsent-(waiting|refused)", name):
            continue
        pressed = re.findall(r"<button[^>]*>([^<]*)</button>", html)
        assert pressed == ["Send now", "Change", "Copy", "Discard"], name
        assert re.findall(r'name="act" value="([^"]*)"', html) == ["send", "change", "discard"], name
        assert 'data-copy="unsent-⟦id⟧-text"' in html
        assert 'id="unsent-⟦id⟧-text"' in html


def test_both_texts_stand_side_by_side_when_they_differ(moulds: dict[str, str]) -> None:
    both = moulds["unsent-both"]
    assert re.findall(r"<bdi>(.*?)</bdi>", both) == ["⟦text⟧", "⟦other⟧"]
    assert re.search(r'value="keep-mine"[^>]*>Send mine<', both)
    assert re.search(r'value="discard"[^>]*>Keep the other<', both)


def test_discarding_asks_once(moulds: dict[str, str]) -> None:
    page = moulds["page-discard"]
    assert "They are nowhere else." in page
    assert re.search(r'name="act" value="discard-for-good">Discard<', page)
    assert re.search(r'href="/unsent">Keep them<', page)


def test_signing_out_with_words_waiting_keeps_them_unless_told(moulds: dict[str, str]) -> None:
    asked = re.findall(
        r'<button class="([^"]*)"[^>]* name="waiting" value="(\w+)">([^<]*)<', moulds["page-signing-out"]
    )
    assert asked[0] == ("button button--primary", "keep", "Keep them on this phone")
    assert {(value, text) for _, value, text in asked[1:]} == {
        ("send", "Send them first"),
        ("delete", "Delete them"),
    }


def test_every_name_in_a_mould_stands_apart_from_the_words_round_it(moulds: dict[str, str]) -> None:
    for name, html in moulds.items():
        bare = re.sub(
            r"<bdi>⟦\w+⟧</bdi>|<strong>⟦text⟧</strong>|<textarea[^>]*>\n⟦text⟧</textarea>", "", html
        )
        assert not re.search(r"⟦(?:text|name|other)⟧", bare), name


def test_the_page_of_what_is_not_sent_opens_for_anybody(small_house: House) -> None:
    for visitor in (small_house.stranger_to_all(), small_house.visit(small_house.cast.mum)):
        page = visitor.get("/unsent")
        assert page.status_code == 200
        assert "Nothing is waiting on this phone." in page.text
        assert "<h1>Not sent yet</h1>" in page.text
        sent = visitor.post("/unsent", {"id": "1", "act": "discard"})
        assert (sent.status_code, sent.headers["location"]) == (303, "/unsent")


def test_a_page_has_its_marks_once_and_a_place_for_each_box(small_house: House) -> None:
    mum = small_house.visit(small_house.cast.mum)
    plan = mum.get(mum.plan()).text
    marks = re.findall(r"<!--waiting (\w+)-->", plan)
    assert len(marks) == len(set(marks))
    assert {*BoxKey, *ScaleKey} <= set(marks)
    assert re.findall(r"<!--waiting (\w+)-->", mum.get(mum.plan("plan", "now")).text) == ["now"]
    for page in (plan, mum.get("/unsent").text):
        assert [page.count(f"<!--{mark}-->") for mark in ("main", "as-it-was", "/main")] == [1, 1, 1]
        main = page[page.index("<!--main-->") : page.index("<!--/main-->")]
        assert 'id="flash"' in main
        assert 'id="bar"' not in main
        assert re.search(r"<main[^>]*><!--main--><!--as-it-was-->", page)
