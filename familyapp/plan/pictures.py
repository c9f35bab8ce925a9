"""The pictures of the child's page: what it can be like when it's better, in a child's own few words.

In the spirit of the question between meetings (PRACTICE.md). The names are stable in code, storage and exports; the
drawings stand in `templates/components/picture.html`.
"""

from collections.abc import Iterable


def N_(message: str) -> str:
    """Marks a message for the catalogues; it is translated where it is shown."""
    return message


PICTURES: dict[str, str] = {
    "morning": N_("A good morning"),
    "table": N_("We eat together"),
    "school": N_("I like going to school"),
    "friends": N_("I play with my friends"),
    "listen": N_("Somebody listens to me"),
    "quiet": N_("Nobody shouts"),
    "laugh": N_("We laugh"),
    "hug": N_("Somebody hugs me"),
    "home": N_("I feel safe at home"),
    "story": N_("We read a story"),
    "outside": N_("We go outside"),
    "sleep": N_("I sleep well"),
}
"""What each picture says, by its name, in the order of a day."""


def known_pictures(names: Iterable[str]) -> list[str]:
    """Those of these names that are pictures, each once, in the order of a day."""
    chosen = set(names)
    return [name for name in PICTURES if name in chosen]
