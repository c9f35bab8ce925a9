"""The prompts that lead a person through "What will it look like when it's better?" (PRACTICE.md).

In the spirit of solution-focused work. Each may be skipped; the answers become one text, which its author reads
through before it is sent.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


def N_(message: str) -> str:
    """Marks a message for the catalogues; it is translated where it is shown."""
    return message


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question. `begins` stands before its answer in the text, so that a few words make sense there."""

    name: str
    asks: str
    begins: str = ""

    @property
    def field(self) -> str:
        """The name of its field in the form."""
        return f"prompt_{self.name}"


PROMPTS: tuple[Prompt, ...] = (
    Prompt("see", N_("What would you see, hear and feel?")),
    Prompt("morning", N_("What would be different in the morning?"), N_("In the morning:")),
    Prompt("bedtime", N_("What would be different at bedtime?"), N_("At bedtime:")),
    Prompt("first", N_("Who would notice first?"), N_("Who notices first:")),
    Prompt("sign", N_("What is one small sign that we are on the way?"), N_("A small sign:")),
)
MOST_IN_AN_ANSWER = 600
"""Letters that a prompt's box takes where no script makes it longer: all boxes together fit into one form."""


def joined(text: str, answers: Mapping[str, str], translated: Callable[[str], str]) -> str:
    """What was said freely and the answers to the prompts, by name, as one text. Empty answers leave no gap."""
    answered = [(prompt.begins, answers[prompt.name]) for prompt in PROMPTS if answers.get(prompt.name)]
    parts = (f"{translated(begins)} {answer}" if begins else answer for begins, answer in answered)
    return "\n\n".join([text, *parts] if text else parts)
