"""Passkeys: the only room that speaks WebAuthn; who is signed in, and on which phones."""

from familyapp.passkeys.arrival import Arrival, LinkUsed
from familyapp.passkeys.ceremony import CeremonyRefused
from familyapp.passkeys.challenge import Challenge, Purpose
from familyapp.passkeys.fresh import FreshPasskeyRefused, FreshProof, prove
from familyapp.passkeys.invented import Invented, invented_people
from familyapp.passkeys.pairing import Pairing
from familyapp.passkeys.passkey import Passkey, has_passkey, passkeys_of
from familyapp.passkeys.proof import CopiedPasskey
from familyapp.passkeys.sign_in import (
    SignedIn,
    SignIn,
    end,
    end_all_of,
    sign_ins_of,
    start_sign_in,
    touch,
    visited,
    who_is,
)

__all__ = [
    "Arrival",
    "CeremonyRefused",
    "Challenge",
    "CopiedPasskey",
    "FreshPasskeyRefused",
    "FreshProof",
    "Invented",
    "LinkUsed",
    "Pairing",
    "Passkey",
    "Purpose",
    "SignIn",
    "SignedIn",
    "end",
    "end_all_of",
    "has_passkey",
    "invented_people",
    "passkeys_of",
    "prove",
    "sign_ins_of",
    "start_sign_in",
    "touch",
    "visited",
    "who_is",
]
