"""The network: the people, the families' circles, who is invited, and who may do what."""

from familyapp.network.cover import Cover
from familyapp.network.family import Child, Family, children_of, family_called, open_family
from familyapp.network.invitation import Invitation
from familyapp.network.membership import (
    InTheCircle,
    Membership,
    circle_of,
    leads_of,
    let_in,
    membership_of,
    memberships_of,
)
from familyapp.network.permission import (
    KEPT_CLOSE,
    READING_ACTS,
    READS,
    Act,
    Audience,
    Part,
    Reader,
    Thing,
    can,
    readable,
    readable_as,
)
from familyapp.network.person import CouncilRole, Person, add_person
from familyapp.network.removal import Removal

__all__ = [
    "KEPT_CLOSE",
    "READING_ACTS",
    "READS",
    "Act",
    "Audience",
    "Child",
    "CouncilRole",
    "Cover",
    "Family",
    "InTheCircle",
    "Invitation",
    "Membership",
    "Part",
    "Person",
    "Reader",
    "Removal",
    "Thing",
    "add_person",
    "can",
    "children_of",
    "circle_of",
    "family_called",
    "leads_of",
    "let_in",
    "membership_of",
    "memberships_of",
    "open_family",
    "readable",
    "readable_as",
]
