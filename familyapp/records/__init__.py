"""Records: the plan on paper, for one named reader."""

from familyapp.records.paper import Paper, paper_for
from familyapp.records.press import NotPrinted, Press, Sheet

__all__ = ["NotPrinted", "Paper", "Press", "Sheet", "paper_for"]
