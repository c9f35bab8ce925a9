"""What the two families say: to each audience, on the scales and with pictures, and each with a canary in it."""

from typing import Any
from uuid import uuid4

from sqlmodel import select

from familyapp.journal import Happening, Receipt
from familyapp.network import Audience
from familyapp.plan import (
    BoxKey,
    PlaceKey,
    ScaleKey,
    add_words,
    change_words,
    choose_head,
    mark_heard,
    move_words,
    withdraw_words,
    words_said,
    write_agreed,
)
from tests.access import table
from tests.access.nest import IN, WORKERS, Nest

NUMBERS = {"lead": ("circle", "family", "me"), "grandmother": ("family_and_network",), "worker": ("worker",)}
"""Who gives a number on a scale, and for whom."""


class Saying(Nest):
    """One family's words."""

    def say(self) -> None:
        """Each says something to each audience and changes it; some of it is widened, taken back, heard."""
        for author in [*IN, "removed"]:
            if self.letter == "B" and author in {"parent", "grandmother"}:
                continue
            for audience in table.AUDIENCES:
                self._says(author, audience)
            self._says(author, "circle", taken_back=True)
            self._says(author, "circle", before="me")
            for audience in NUMBERS.get(author, ()):
                self._says(author, audience, place=ScaleKey.LIKELY, number=7)
        self._says("lead", "circle", place=BoxKey.BETTER, pictures=["table"])
        self._agree_on_words()

    def _agree_on_words(self) -> None:
        """The lead writes agreed words, twice, and chooses the head of the plan."""
        lead = self.members["lead"].reader()
        for what in ("before", "now"):
            agreed = write_agreed(
                self.session, lead, BoxKey.NOW, self.new(f"words agreed {what}"), id=uuid4()
            )
            assert agreed is not None
            self.keep(agreed.id, f"id of the words agreed {what}", self.circle)
            self.keep(
                self.session.get_one(Receipt, agreed.id).digest, f"digest of the words agreed {what}", []
            )
        better, choice = words_said(self.session, lead, box=BoxKey.BETTER)[0], uuid4()
        choose_head(self.session, lead, better.id, id=choice)
        self.keep(choice, "id of the choice of the head", [])

    def _says(
        self,
        author: str,
        audience: str,
        *,
        taken_back: bool = False,
        before: str = "",
        place: PlaceKey = BoxKey.NOW,
        **more: Any,
    ) -> None:
        readers = [] if taken_back else self._readers(author, audience)
        own = [] if author == "removed" else self.who(author)
        what = f"words of the {author} for {audience}{' taken back' * taken_back}{before and ' first for ' + before}"
        what += "" if place is BoxKey.NOW else f" in {place}"
        reader, everyone = self.members[author].reader(), [*dict.fromkeys([*readers, *own])]
        earlier = self.new(f"how they stood: {what}", own)
        about = self.new(f"about in {what}", everyone, [])
        words = add_words(
            self.session,
            reader,
            place,
            earlier,
            Audience(before or audience),
            id=uuid4(),
            about=[about],
            **more,
        )
        change_words(self.session, reader, words.id, self.new(what, everyone), 1)
        if before:
            move_words(self.session, reader, words.id, Audience(audience))
        if place is BoxKey.NOW and audience in {"circle", "worker"} and author in {"grandmother", "removed"}:
            told = [each for each in everyone if each in {*own, *WORKERS}]
            # What was taken back stands alone: their author reads the answer again when they are put back.
            reply = self.new(f"said back to {what}", told, [] if taken_back else None)
            mark_heard(self.session, self.members["worker"].reader(), words.id, reply)
        if taken_back:
            withdraw_words(self.session, reader, words.id)
        self.keep(self.world.note("words", self.letter, words.id), f"id of {what}", everyone, everyone)
        self.keep(self.session.get_one(Receipt, words.id).digest, f"digest of {what}", [])
        for line in self.session.exec(select(Happening).where(Happening.thing_id == words.id)):
            self.keep(line.mark, f"line about {what}", everyone)

    def _readers(self, author: str, audience: str) -> list[str]:
        roles = {f"{self.letter} {role}": role for role in IN}
        roles |= dict.fromkeys(["both", *self.covering], "covering worker")
        return [name for name, role in roles.items() if table.may_read(role, author, audience)]
