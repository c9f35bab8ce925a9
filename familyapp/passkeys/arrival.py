"""Arriving: somebody opens their invitation, or their new phone's link, and makes a passkey there.

Name, part and family come from the invitation's row. Nothing that the phone sends decides any of them.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from familyapp.network import Invitation, Person
from familyapp.network.invitation import claim, find_by_secret, hash_of
from familyapp.passkeys.ceremony import Answer, CeremonyRefused, verify_new
from familyapp.passkeys.challenge import SpentChallenge
from familyapp.passkeys.pairing import pairing_open, spend_pairing
from familyapp.passkeys.passkey import Passkey, add_passkey
from familyapp.passkeys.proof import believe
from familyapp.settings import Settings


class LinkUsed(Exception):
    """The link was used, ran out, was called off, or never was one: nobody is told which."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who has just come in by a link."""

    person: Person
    passkey: Passkey
    invitation: Invitation


def act_of(secret: str) -> str:
    """What a challenge for this link is bound to: the link itself, by its hash."""
    return f"link:{hash_of(secret)}"


def needs_a_passkey_of_its_own(invitation: Invitation) -> bool:
    """A work account is never the account that somebody reads their own family's plan with."""
    return invitation.council_role is not None


def arrive(
    session: Session,
    settings: Settings,
    spent: SpentChallenge | None,
    answer: Answer,
    *,
    secret: str,
    label: str,
) -> Arrival:
    """Spends the invitation for the phone's person, new or known, all or nothing.

    Raises LinkUsed or CeremonyRefused; the caller rolls back then, so that nobody remains who did not get in.
    """
    invitation = find_by_secret(session, secret)
    if invitation is None:
        raise LinkUsed
    if answer.is_new:
        person, passkey = _newcomer(session, settings, spent, answer, invitation=invitation, label=label)
    elif needs_a_passkey_of_its_own(invitation):
        raise CeremonyRefused("a work account needs a passkey of its own")
    else:
        passkey, person = believe(session, settings, spent, answer)
    claimed = claim(session, secret, person.id)
    if claimed is None:
        raise LinkUsed
    return Arrival(person, passkey, claimed)


def add_phone(
    session: Session,
    settings: Settings,
    spent: SpentChallenge | None,
    answer: Answer,
    *,
    secret: str,
    label: str,
) -> tuple[Passkey, Person]:
    """One more phone for the person who made the pairing. Raises LinkUsed or CeremonyRefused."""
    found = pairing_open(session, secret)
    if found is None:
        raise LinkUsed
    _, person = found
    if spent is None or spent.user_handle != person.user_handle:
        raise CeremonyRefused("no such question was open")
    passkey = _added(session, settings, spent, answer, person_id=person.id, label=label)
    if spend_pairing(session, secret) != person.id:
        raise LinkUsed
    return passkey, person


def _newcomer(
    session: Session,
    settings: Settings,
    spent: SpentChallenge | None,
    answer: Answer,
    *,
    invitation: Invitation,
    label: str,
) -> tuple[Person, Passkey]:
    if spent is None or spent.user_handle is None:
        raise CeremonyRefused("no such question was open")
    person = Person(name=invitation.name, council_role=invitation.council_role, user_handle=spent.user_handle)
    session.add(person)
    session.flush()
    return person, _added(session, settings, spent, answer, person_id=person.id, label=label)


def _added(
    session: Session,
    settings: Settings,
    spent: SpentChallenge,
    answer: Answer,
    *,
    person_id: UUID,
    label: str,
) -> Passkey:
    if not answer.is_new:
        raise CeremonyRefused("not a new passkey")
    new = verify_new(answer, rp_id=settings.rp_id, origin=settings.origin, challenge=spent.question)
    try:
        return add_passkey(session, person_id, new, label)
    except IntegrityError as reason:
        raise CeremonyRefused("somebody's passkey already") from reason
