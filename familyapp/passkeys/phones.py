"""A person's phones: seeing them, and signing one out from afar."""

from uuid import UUID

from sqlmodel import Session, col, select

from familyapp.network import Person
from familyapp.passkeys.passkey import Passkey, passkey_of, passkeys_of, revoke
from familyapp.passkeys.sign_in import end_all_with


class LastPhone(Exception):
    """Without this phone the person could never come in again."""


def is_last(phones: list[Passkey], passkey_id: UUID) -> bool:
    """Whether this is the only phone left."""
    return [each.id for each in phones] == [passkey_id]


def sign_out_phone(session: Session, person_id: UUID, passkey_id: UUID) -> Passkey | None:
    """The phone's passkey and all it opened end now. None when it is not this person's; raises LastPhone."""
    # Two phones signing each other out at once would leave none: the row lets one through at a time.
    session.exec(select(Person.id).where(col(Person.id) == person_id).with_for_update()).one()
    passkey = passkey_of(session, person_id, passkey_id)
    if passkey is None:
        return None
    if is_last(passkeys_of(session, person_id), passkey_id):
        raise LastPhone
    revoke(session, passkey)
    end_all_with(session, passkey_id)
    return passkey
