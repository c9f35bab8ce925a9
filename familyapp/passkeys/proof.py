"""Believing a phone: its answer to a spent challenge, held against the passkey we keep."""

from uuid import UUID

from sqlmodel import Session, col, update

from familyapp import clock
from familyapp.network import Person
from familyapp.passkeys.ceremony import Answer, CeremonyRefused, SignCountWentBack, verify_known
from familyapp.passkeys.challenge import SpentChallenge
from familyapp.passkeys.passkey import Passkey, passkey_with
from familyapp.settings import Settings


class CopiedPasskey(CeremonyRefused):
    """The counter of a passkey went back. Refused, and its person is told (SAFETY.md, "Signing in")."""

    def __init__(self, passkey_id: UUID, person_id: UUID) -> None:
        super().__init__("the counter went back")
        self.passkey_id = passkey_id
        self.person_id = person_id


def believe(
    session: Session, settings: Settings, spent: SpentChallenge | None, answer: Answer
) -> tuple[Passkey, Person]:
    """The passkey that signed and whose it is; its counter moves on. Raises CeremonyRefused for any doubt."""
    if spent is None or spent.user_handle is not None or answer.is_new:
        raise CeremonyRefused("no such question was open")
    found = passkey_with(session, answer.credential_id)
    if found is None:
        raise CeremonyRefused("an unknown passkey")
    passkey, person = found
    try:
        proof = verify_known(
            answer,
            rp_id=settings.rp_id,
            origin=settings.origin,
            challenge=spent.question,
            public_key=passkey.public_key,
            sign_count=passkey.sign_count,
            user_handle=person.user_handle,
        )
    except SignCountWentBack as reason:
        raise CopiedPasskey(passkey.id, person.id) from reason
    passkey.sign_count, passkey.backed_up = proof.sign_count, proof.backed_up
    passkey.last_used_at = clock.now()
    session.add(passkey)
    session.flush()
    return passkey, person


def remember_copied(session: Session, passkey_id: UUID) -> None:
    """Notes it beside the phone's name, where its person sees it."""
    session.exec(update(Passkey).where(col(Passkey.id) == passkey_id).values(went_back_at=clock.now()))
