"""The three sentences that ever leave the house, and which of them is said. No name, no number of words, no family.

SAFETY.md, "Safety by design" 2. A test reads every byte that any channel sent and asks whether it is one of these.

Round a sentence stands a frame: the app's neutral name, the link, and under an e-mail where e-mails are ended. The
frame is no fourth sentence, for it is the same in every message of its channel and so tells nothing: whoever reads
over a shoulder learns from it that e-mails come, which they see already, and never that something happened.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from familyapp.languages import language_called

NEWS, NEWS_OF_SEVERAL, LOOK = "news", "news_of_several", "look"

MORE_THAN_ONE = "(?:[2-9]|[1-9][0-9]+)"
"""A number of families as it may stand in the second sentence, in ASCII digits."""


def say_news(tag: str) -> str:
    """Something is new: the ordinary case."""
    return language_called(tag).catalogue.gettext("Something is new.")


def say_news_of(families: int, tag: str) -> str:
    """For a worker, with how many families have news. One family is said as `say_news` says it."""
    return _news_of(families, tag) % families if families > 1 else say_news(tag)


def say_look(tag: str) -> str:
    """Something needs this person: a new phone, who is in, who covers, an address to be confirmed."""
    return language_called(tag).catalogue.gettext("Please open the app and have a look.")


def say_how_to_stop(tag: str) -> str:
    """The frame's line under each e-mail; the link that ends e-mails follows it."""
    return language_called(tag).catalogue.gettext("To stop these e-mails, open this:")


def _news_of(families: int, tag: str) -> str:
    catalogue = language_called(tag).catalogue
    return catalogue.ngettext("%d family has something new.", "%d families have something new.", families)


@dataclass(frozen=True, slots=True)
class Permitted:
    """Every text that may ever leave."""

    title: str
    """The app's neutral name: title, subject, sender."""
    sentence: re.Pattern[str]
    """Fits the three sentences, in each language, and nothing else (`fullmatch`)."""
    how_to_stop: frozenset[str]
    """The frame's line under e-mails, in each language."""


def permitted(tags: Iterable[str], app_name: str) -> Permitted:
    """All that may leave an installation that speaks these languages, for whoever checks what left."""
    tags = tuple(tags)
    said = {re.escape(say(tag)) for tag in tags for say in (say_news, say_look)}
    # Each number has its own form in some languages, and forms come round again after a hundred (CLDR).
    forms = {_news_of(families, tag) for tag in tags for families in range(2, 202)}
    said |= {MORE_THAN_ONE.join(map(re.escape, form.split("%d"))) for form in forms}
    return Permitted(app_name, re.compile("|".join(sorted(said))), frozenset(map(say_how_to_stop, tags)))
