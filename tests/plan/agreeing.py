"""Agreeing on a plan, as people do it with their browsers."""

import re

from tests.support.house import Visitor


def seen_by(visitor: Visitor) -> str:
    """What this person's page says that they have seen."""
    found = re.search(r'name="seen" value="(\w+)"', visitor.get(visitor.plan("plan", "versions", "add")).text)
    assert found is not None
    return found[1]


def agree_on(visitor: Visitor) -> str:
    """This person presses "This is our plan" on what they see; returns the version's address."""
    sent = visitor.post(visitor.plan("plan", "versions", "add"), {"seen": seen_by(visitor)})
    assert sent.status_code == 303, sent.text
    return str(sent.headers["location"].partition("?")[0])


def answer(visitor: Visitor, version: str, agrees: str) -> int:
    """This person answers that version; returns the status."""
    name = version.rpartition("/")[2]
    add = visitor.plan("plan", "answers", "add")
    return visitor.post(add, {"version": name, "agrees": agrees}).status_code


def plain(visitor: Visitor, path: str) -> str:
    """The words of a page without its elements."""
    html = re.sub(r"</?bdi>", "", visitor.get(path).text)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())
