"""Canaries: strings that stand nowhere else in the world, each with the people who may meet it and those who must."""

import re
import secrets
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

SINGS = re.compile(r"canary[0-9a-f]{12}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}")
"""What a canary looks like: our own strings, ids, and the hashes that are kept of secrets."""


@dataclass(frozen=True)
class Canary:
    """Where it was hidden, who may meet it, and who meets it on some page of theirs."""

    where: str
    may: frozenset[str]
    must: frozenset[str]


@dataclass
class Aviary:
    """Every canary by its string, and whom each visitor has met."""

    known: dict[str, Canary] = field(default_factory=dict)
    met: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def new(self, where: str, may: Collection[str], must: Collection[str] | None = None) -> str:
        """A fresh string to hide there. Who may meet it must meet it, unless told otherwise."""
        return self.keep(f"canary{secrets.token_hex(6)}", where, may, must)

    def keep(
        self, text: str | UUID, where: str, may: Collection[str], must: Collection[str] | None = None
    ) -> str:
        """Makes a canary of a string that is there already, an id or a hash."""
        assert SINGS.fullmatch(str(text)), f"{where} would never be found"
        wanted = frozenset(may if must is None else must)
        self.known[str(text)] = Canary(where, frozenset(may), wanted)
        return str(text)

    def listen(self, visitor: str, outgoing: bytes) -> list[str]:
        """The canaries in an answer that this visitor may not meet; remembers all others."""
        heard = set(SINGS.findall(outgoing.decode("utf-8", "surrogateescape").lower())) & self.known.keys()
        self.met[visitor] |= heard
        return sorted(self.known[text].where for text in heard if visitor not in self.known[text].may)

    def missed_by(self, visitor: str) -> list[str]:
        """The canaries that this visitor should have met by now and has not."""
        return sorted(
            canary.where
            for text, canary in self.known.items()
            if visitor in canary.must and text not in self.met[visitor]
        )
