"""Asking for a paper, and unfolding it."""

from tests.support.house import Visitor
from tests.support.pdf import Sheets

PAPERS = ("pathway.pdf", "large.pdf", "fridge.pdf")


def paper(visitor: Visitor, name: str = "pathway.pdf") -> Sheets:
    """This visitor's copy."""
    answer = visitor.get(visitor.plan("paper", name))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    return Sheets(answer.content)
