"""A suggestion: a worker's idea of whom to ask in, which a lead makes their own invitation or not."""

import secrets
from datetime import timedelta
from uuid import UUID, uuid4

from sqlmodel import Session, col, update

from familyapp import clock
from familyapp.network.invitation import BY_LINK, Invitation, hash_of, keep_once
from familyapp.network.permission import Part
from familyapp.network.spoken_words import four_words


def suggest(
    session: Session,
    *,
    family_id: UUID,
    suggested_by: UUID,
    name: str,
    part: Part,
    relation: str,
    id: UUID | None = None,
) -> Invitation:
    """A worker's idea of whom to ask in. Nothing can be opened until a lead says yes. Raises MadeBefore."""
    idea = Invitation(
        id=id or uuid4(),
        name=name,
        family_id=family_id,
        suggested_by=suggested_by,
        part=part,
        relation=relation,
    )
    return keep_once(session, idea)


def say_yes(session: Session, idea: Invitation, lead_id: UUID, lasts: timedelta = BY_LINK) -> str | None:
    """The lead makes the idea their own invitation; returns its secret. They will compare the words.

    None when another lead said yes before, or somebody said no: of two leads at once, one has a link that works.
    """
    secret = secrets.token_urlsafe(32)
    won = session.exec(
        update(Invitation)
        .where(
            col(Invitation.id) == idea.id,
            col(Invitation.suggested_by).is_not(None),
            col(Invitation.invited_by).is_(None),
            col(Invitation.ended_at).is_(None),
        )
        .values(
            invited_by=lead_id,
            secret_hash=hash_of(secret),
            spoken=" ".join(four_words()),
            expires_at=clock.now() + lasts,
        )
        .returning(col(Invitation.id))
    ).first()
    return None if won is None else secret
