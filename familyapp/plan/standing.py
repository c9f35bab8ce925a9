"""What stands in a plan for everyone: now, or in a version of it. Nobody agrees to what they cannot see."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, or_, select

from familyapp.network import READS, Audience, Reader
from familyapp.plan.agreed_words import AgreedWords, agreed_words
from familyapp.plan.pathway import PLACES, SCALES
from familyapp.plan.said import Said, words_said
from familyapp.plan.scale import speaker
from familyapp.plan.step import StepFacts, StepState
from familyapp.plan.version import Version, VersionEntry, entries_of
from familyapp.plan.words import Revision, Words


class Standing(NamedTuple):
    """One thing in a plan, as one reader may know it. `author` and `said_by` are '' for the agreed words of a box."""

    place: str
    text: str
    words_id: UUID | None = None
    revision: int | None = None
    agreed_id: UUID | None = None
    speaker: tuple[str, str] = ("", "")
    author: str = ""
    said_by: str = ""
    number: int | None = None
    pictures: tuple[str, ...] = ()
    step: StepFacts | None = None

    @property
    def which(self) -> tuple[object, ...]:
        """What stays the same when it is said differently: these words, this box's agreed words, one's own number."""
        if self.place in SCALES:
            return self.place, self.speaker
        return self.place, self.words_id

    @property
    def says(self) -> tuple[object, ...]:
        """All that can be said differently."""
        return self.text, self.number, self.pictures, self.state

    @property
    def state(self) -> str | None:
        """How far a step was."""
        return self.step.state if self.step else None


def stands_now(session: Session, reader: Reader) -> list[Standing]:
    """What stands in the plan now for the whole circle, in its order; on scales each person's newest number."""
    agreed = [Standing(each.box, each.text, agreed_id=each.id) for each in agreed_words(session, reader)]
    said = [each for each in words_said(session, reader, close=False) if each.audience == Audience.CIRCLE]
    voices = (_standing(each, each.text, each.revision) for each in said)
    return _in_order([*agreed, *_newest_numbers(voices)])


def stood_in(session: Session, reader: Reader, version: Version) -> list[Standing]:
    """What stood in a version, as far as this reader may read it today, and might have read it then."""
    entries = entries_of(session, version)
    ids = [entry.words_id for entry in entries if entry.words_id is not None]
    said = {each.id: each for each in words_said(session, reader, ids=ids, close=False)} if ids else {}
    earlier = _earlier_texts(session, reader, said.values(), entries)
    agreed = _agreed_texts(session, reader, entries)
    found: list[Standing] = []
    for entry in entries:
        if entry.agreed_id in agreed:
            found.append(Standing(entry.place, agreed[entry.agreed_id], agreed_id=entry.agreed_id))
        words = said.get(entry.words_id) if entry.words_id is not None else None
        if words is None:
            continue
        key = (words.id, entry.revision)
        text = words.text if entry.revision == words.revision else earlier.get(key)
        if text is not None:
            found.append(_standing(words, text, entry.revision, entry.state))
    return found


def digest_of(standing: Iterable[Standing], *more: object) -> str:
    """What somebody has seen before they agreed, in short: other words, another digest."""
    seen = [(each.place, each.words_id, each.revision, each.agreed_id, each.state) for each in standing]
    return hashlib.sha256(repr((seen, more)).encode()).hexdigest()[:32]


def _standing(said: Said, text: str, revision: int | None, state: str | None = None) -> Standing:
    # Who does a step and by when stays as it was written; only how far it has come moves on.
    step = said.step._replace(state=StepState(state)) if said.step and state else said.step
    return Standing(
        place=said.box,
        text=text,
        words_id=said.id,
        revision=revision,
        speaker=speaker(said),
        author=said.author,
        said_by=said.child,
        number=said.number,
        pictures=said.pictures,
        step=step,
    )


def _newest_numbers(standing: Iterable[Standing]) -> list[Standing]:
    """Without the numbers that somebody has replaced by a newer one; the newest come first."""
    found: dict[tuple[object, ...], Standing] = {}
    for each in standing:
        found.setdefault(each.which, each)
    return list(found.values())


def _in_order(standing: list[Standing]) -> list[Standing]:
    order = {key: number for number, key in enumerate(PLACES)}
    return sorted(standing, key=lambda each: order[each.place])


def _agreed_texts(
    session: Session, reader: Reader, entries: Sequence[VersionEntry]
) -> dict[UUID | None, str]:
    """Agreed words are for the whole circle, whatever was agreed since."""
    ids = [entry.agreed_id for entry in entries if entry.agreed_id is not None]
    if not ids or reader.part is None:
        return {}
    rows = session.exec(
        select(AgreedWords.id, AgreedWords.text).where(
            col(AgreedWords.id).in_(ids), AgreedWords.family_id == reader.family_id
        )
    )
    return {row[0]: row[1] for row in rows}


def _earlier_texts(
    session: Session, reader: Reader, said: Iterable[Said], entries: Sequence[VersionEntry]
) -> dict[tuple[UUID, int | None], str]:
    """How words stood at an earlier revision, where that was for this reader, too."""
    now = {each.id: each.revision for each in said}
    changed = {
        entry.words_id for entry in entries if entry.revision != now.get(entry.words_id or UUID(int=0))
    }
    ids = changed & now.keys()
    if not ids or reader.part is None:
        return {}
    for_them = col(Revision.audience).in_([each.value for each in READS[reader.part]])
    rows = session.exec(
        select(Revision.words_id, Revision.number, Revision.text)
        .join(Words, col(Words.id) == col(Revision.words_id))
        .where(col(Revision.words_id).in_(ids), or_(for_them, Words.author_id == reader.person_id))
    )
    return {(words_id, number): text for words_id, number, text in rows}
