"""One of everything that the whole Pathway can have, said and done by two people of one family."""

from base64 import urlsafe_b64encode
from io import BytesIO
from uuid import UUID

from PIL import Image
from sqlmodel import Session

from familyapp.network import Audience, Membership
from familyapp.photos import Developed, add_photo
from familyapp.plan import (
    Asked,
    BoxKey,
    ScaleKey,
    StepState,
    add_step,
    add_words,
    answer_version,
    choose_head,
    make_version,
    move_step,
    stands_now,
    write_agreed,
)
from familyapp.plan.agreeing import seen

CIRCLE = Audience.CIRCLE


def jpeg(width: int = 40, height: int = 30) -> bytes:
    """A picture as a phone would send it, of nothing."""
    made = BytesIO()
    Image.new("RGB", (width, height), "beige").save(made, "JPEG")
    return made.getvalue()


def as_text(picture: bytes) -> str:
    """A picture written out as a phone does it that made it small."""
    return urlsafe_b64encode(picture).decode().rstrip("=")


def developed(picture: bytes = b"") -> Developed:
    """A picture as it is kept; its digest is of its own bytes."""
    picture = picture or jpeg()
    return Developed(picture, picture, 40, 30, picture.hex()[:64])


def set_out(session: Session, author: Membership, lead: Membership) -> dict[str, UUID]:
    """Does it all, and returns the ids by the names that addresses have for them; `words` are the author's step."""
    reader, leads = author.reader(), lead.reader()
    better = add_words(session, leads, BoxKey.BETTER, "We laugh at breakfast.", CIRCLE, pictures=["table"])
    change = add_words(session, leads, BoxKey.CHANGES, "Calm mornings.", CIRCLE)
    asked = Asked(person_id=author.person_id, how_often="every evening", change_id=change.id)
    step = add_step(session, reader, "Everybody laughed at the table.", CIRCLE, asked)
    move_step(session, reader, step.id, StepState.DOING)
    add_words(session, leads, ScaleKey.LIKELY, "More sleep.", CIRCLE, number=6)
    write_agreed(session, leads, BoxKey.NOW, "The mornings are loud.")
    choose_head(session, leads, better.id)
    version = make_version(session, leads, seen(session, leads, stands_now(session, leads)))
    add_words(session, leads, ScaleKey.LIKELY, "", CIRCLE, number=4)
    newest = make_version(session, leads, seen(session, leads, stands_now(session, leads)))
    answer_version(session, reader, newest.id, agrees=True)
    photo = add_photo(session, reader, developed(), CIRCLE, caption="What we wrote on Tuesday")
    return {
        "words": step.id,
        "change": change.id,
        "better": better.id,
        "version": newest.id,
        "other": version.id,
        "photo": photo.id,
    }
