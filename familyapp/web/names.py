"""Names in a row, as the language at hand puts them: "Nan, Jo and Mr Okoro"."""

from collections.abc import Iterable

from babel.lists import format_list
from markupsafe import Markup

from familyapp.languages import speaking


def in_a_row(names: Iterable[str]) -> Markup:
    """The names as HTML, each set apart from the words round it."""
    apart = [str(Markup("<bdi>%s</bdi>") % name) for name in names]
    # What Babel puts between them is its own, and each name was escaped before.
    return Markup(format_list(apart, locale=speaking().locale))  # noqa: S704
