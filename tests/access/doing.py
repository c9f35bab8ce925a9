"""What the two families do together: steps, agreed words, the head of the plan, photos; with a canary in each."""

from uuid import uuid4

from sqlmodel import select

from familyapp.journal import Receipt
from familyapp.network import Audience
from familyapp.photos import READERS, Developed, PhotoImage, PhotoOk, add_photo, say_ours, withdraw_photo
from familyapp.plan import (
    Asked,
    BoxKey,
    HeadChoice,
    Step,
    StepMove,
    StepState,
    add_step,
    add_words,
    choose_head,
    move_step,
    withdraw_words,
    write_agreed,
)
from tests.access import table
from tests.access.nest import IN
from tests.access.saying import Saying

STEPS = {"lead": ("circle", "family", "me"), "grandmother": ("family_and_network",), "worker": ("worker",)}
"""Who writes a step, and for whom."""


class Doing(Saying):
    """What one family does."""

    def do(self) -> None:
        """Everything that is not only said."""
        self._changes()
        for author, audiences in STEPS.items():
            for audience in audiences:
                self._step(author, audience)
        self._step("grandmother", "circle", taken_back=True)
        self._agreed()
        for author in IN:
            for audience in READERS:
                self._photo(author, audience)
        self._photo("grandmother", "circle", taken_back=True)

    def _changes(self) -> None:
        # A step may follow from a change that not all of its readers may read.
        lead = self.members["lead"].reader()
        readers = self._readers("lead", "family")
        self.change = add_words(
            self.session, lead, BoxKey.CHANGES, self.new("a change", readers), Audience.FAMILY, id=uuid4()
        )
        self.keep(self.world.note("words", self.letter, self.change.id), "id of a change", readers, readers)

    def _step(self, author: str, audience: str, *, taken_back: bool = False) -> None:
        own, reader = self.who(author), self.members[author].reader()
        readers = own if taken_back else [*dict.fromkeys([*self._readers(author, audience), *own])]
        what = f"step of the {author} for {audience}{' taken back' * taken_back}"
        # What was taken back stands with its author as words, without what stood beside them.
        beside: list[str] | None = [] if taken_back else None
        asked = Asked(
            person_id=self.members["parent"].person_id,
            who=self.new(f"who does the {what}", readers, beside),
            how_often=self.new(f"how often, {what}", readers, beside),
            change_id=self.change.id if author == "lead" else None,
        )
        words = add_step(self.session, reader, self.new(what, readers), Audience(audience), asked, id=uuid4())
        move_step(self.session, reader, words.id, StepState.DOING, id=uuid4())
        if taken_back:
            withdraw_words(self.session, reader, words.id)
        self.keep(self.world.note("words", self.letter, words.id), f"id of the {what}", readers, readers)
        self.keep(self.session.get_one(Receipt, words.id).digest, f"digest of the {what}", [])
        assert self.session.get_one(Step, words.id).state == StepState.DOING
        for move in self.session.exec(select(StepMove).where(StepMove.step_id == words.id)):
            self.keep(move.id, f"that the {what} was moved", readers)

    def _agreed(self) -> None:
        lead, everybody = self.members["lead"].reader(), self.circle
        for what in ("agreed before", "agreed now"):
            agreed = write_agreed(self.session, lead, BoxKey.NOW, self.new(what), id=uuid4())
            assert agreed is not None
            self.keep(agreed.id, f"id of what was {what}", everybody)
        better = add_words(self.session, lead, BoxKey.BETTER, self.new("head"), Audience.CIRCLE, id=uuid4())
        self.world.note("words", self.letter, better.id)
        choose_head(self.session, lead, better.id)
        for choice in self.session.exec(select(HeadChoice).where(HeadChoice.family_id == self.family_id)):
            self.keep(choice.id, "the choice of the head", everybody)

    def _photo(self, author: str, audience: Audience | str, *, taken_back: bool = False) -> None:
        own, reader = self.who(author), self.members[author].reader()
        readers = own if taken_back else [*dict.fromkeys([*self._readers(author, audience), *own])]
        what = f"photo of the {author} for {audience}{' taken back' * taken_back}"
        large, small = (self.new(f"{size} {what}", readers).encode() for size in ("large", "small"))
        photo = add_photo(
            self.session,
            reader,
            Developed(b"\xff\xd8\xff" + large, b"\xff\xd8\xff" + small, 40, 30, uuid4().hex * 2),
            Audience(audience),
            caption=self.new(f"words to the {what}", readers),
            id=uuid4(),
        )
        self.keep(self.session.get_one(Receipt, photo.id).digest, f"digest of the {what}", [])
        assert len(self.session.exec(select(PhotoImage).where(PhotoImage.photo_id == photo.id)).all()) == 2
        if table.may_read("lead", author, audience):
            say_ours(self.session, self.members["lead"].reader(), photo.id)
        for ok in self.session.exec(select(PhotoOk).where(PhotoOk.photo_id == photo.id)):
            self.keep(ok.id, f"that somebody said yes to the {what}", [])
        if taken_back:
            withdraw_photo(self.session, reader, photo.id)
        self.keep(self.world.note("photo", self.letter, photo.id), f"id of the {what}", readers, readers)
