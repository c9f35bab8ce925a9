"""Two agreed plans in a family, with canaries in what was said otherwise, narrowed and taken back since."""

from uuid import uuid4

from familyapp.network import Audience
from familyapp.plan import (
    BoxKey,
    add_words,
    answer_version,
    change_words,
    keep_answer,
    keep_version,
    move_words,
    stands_now,
    withdraw_words,
)
from tests.access.nest import Nest


def agree(nest: Nest) -> None:
    """The first plan is as it was then for whoever may still read that; the second is the one that counts."""
    grandmother, lead = nest.members["grandmother"].reader(), nest.members["lead"].reader()
    own = nest.who("grandmother")
    family = [*nest.who("lead", "parent"), *own]
    hidden = {
        "narrowed": nest.new("words in a plan, narrowed since", family),
        "taken back": nest.new("words in a plan, taken back since", own),
        "changed": nest.new("how words stood in a plan"),
    }
    words = {
        what: add_words(nest.session, grandmother, BoxKey.NOW, text, Audience.CIRCLE, id=uuid4()).id
        for what, text in hidden.items()
    }
    for number in (1, 2):
        version = keep_version(nest.session, lead, stands_now(nest.session, lead))
        keep_answer(nest.session, version.id, lead.person_id, agrees=True)
        answer_version(nest.session, grandmother, version.id, agrees=number == 1)
        for kind in ("version", "other"):
            nest.world.note(kind, nest.letter, version.id)
        nest.keep(version.id, f"plan number {number}", nest.circle, nest.circle)
        if number == 1:
            move_words(nest.session, grandmother, words["narrowed"], Audience.FAMILY)
            withdraw_words(nest.session, grandmother, words["taken back"])
            text = nest.new("words in a plan, said otherwise since")
            change_words(nest.session, grandmother, words["changed"], text, 1)
    for what, may in (("narrowed", family), ("taken back", own), ("changed", nest.circle)):
        nest.keep(nest.world.note("words", nest.letter, words[what]), f"id of words {what}", may, may)
