"""What the family says when it's better, what they agree on and what stands at the head, set out for looking at."""

from collections.abc import Iterator

from sqlmodel import Session

from familyapp.network import Audience
from familyapp.plan import BoxKey, add_words, choose_head, words_said, write_agreed
from familyapp.plan.pictures import PICTURES
from tests.journeys.pathway_scene import Look, Stage, of


def better_looks(session: Session, stage: Stage) -> Iterator[Look]:
    """The question with its prompts, the child's page, agreed words and the head: full, empty, long and given back."""
    mum, amal = stage.cast["Mum"].reader(), stage.cast["Amal"].reader()
    for text in ("First so.", "Then otherwise.\n\n" + "word " * 60, "We stand by this."):
        write_agreed(session, mum, BoxKey.NOW, text)
    voices = words_said(session, mum, box=BoxKey.BETTER)
    choose_head(session, mum, voices[-1].id)
    write_agreed(session, amal, BoxKey.STRENGTHS, "ü" * 300)
    add_words(session, amal, BoxKey.BETTER, "", Audience.FAMILY, pictures=list(PICTURES))
    for who, start in (("Mum", stage.start), ("Amal", stage.theirs)):
        yield from of(who, f"{start}/plan/better/child", f"{start}/plan/better/add", f"{start}/plan/head/add")
        yield from of(
            who, f"{start}/plan/agreed/add", f"{start}/plan/now/agreed", f"{start}/plan/strengths/agreed"
        )
        yield from of(who, f"{start}/plan/better")
    yield from of("Nan", f"{stage.start}/plan/now/agreed", f"{stage.start}/plan/better/child")
    yield Look(
        "Mum",
        f"{stage.start}/plan/better/add",
        {"text": " ", "page": "child", "picture_hug": "1", "audience": "x"},
    )
    yield Look("Mum", f"{stage.start}/plan/better/add", {"prompt_see": "a" * 4001})
    yield Look("Mum", f"{stage.start}/plan/agreed/add", {"text": "Agreed.", "box": "nothing"})
    yield Look("Mum", f"{stage.start}/plan/agreed/add", {"text": "Agreed.", "box": "now", "revision": "1"})
    yield Look("Mum", f"{stage.start}/plan/agreed/add", {"text": "a" * 4001, "box": "now"})
