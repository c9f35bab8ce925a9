"""What the demo's family is doing: three steps, one of them done."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select, update

from familyapp import clock
from familyapp.journal import Happening, Kind
from familyapp.network import Audience, Reader
from familyapp.plan import Asked, BoxKey, StepState, Words, add_step, move_step

CLOTHES, TUESDAYS, GP = (
    "Lay clothes out the night before",
    "Nan has both children on Tuesdays",
    "Ask GP about sleep",
)


def invent_step(
    session: Session, reader: Reader, text: str, audience: Audience, at: datetime, time_zone: str
) -> Words:
    """One of the three, written down at that moment by whoever does it. The clothes have been laid out since."""
    change = select(Words.id).where(
        col(Words.family_id) == reader.family_id, col(Words.box) == BoxKey.CHANGES.value
    )
    more = {
        CLOTHES: Asked(how_often="every school night", change_id=session.exec(change).first()),
        TUESDAYS: Asked(how_often="from 1 December"),
        GP: Asked(who="with Priya", by_when=_tenth_of_december(time_zone)),
    }[text]
    asked = Asked(reader.person_id, more.who, more.by_when, more.how_often, more.change_id)
    words = add_step(session, reader, text, audience, asked, written_at=at)
    if text == CLOTHES:
        done = at + timedelta(days=7)
        move_step(session, reader, words.id, StepState.DONE, at=done)
        session.execute(
            update(Happening)
            .where(col(Happening.thing_id) == words.id, col(Happening.kind) == Kind.STEP_MOVED.value)
            .values(happened_at=done)
        )
    return words


def _tenth_of_december(time_zone: str) -> date:
    """The next one."""
    now = clock.now().astimezone(ZoneInfo(time_zone)).date()
    tenth = date(now.year, 12, 10)
    return tenth if tenth >= now else date(now.year + 1, 12, 10)
