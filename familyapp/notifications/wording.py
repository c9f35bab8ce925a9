"""The three sentences that ever leave the house, and which of them is said. No name, no number of words, no family.

SAFETY.md, "Safety by design" 2. A test reads every byte that any channel sent and asks whether it is one of these.
"""

from familyapp.languages import language_called

NEWS, NEWS_OF_SEVERAL, LOOK = "news", "news_of_several", "look"


def say_news(tag: str) -> str:
    """Something is new: the ordinary case."""
    return language_called(tag).catalogue.gettext("Something is new.")


def say_news_of(families: int, tag: str) -> str:
    """For a worker, with how many families have news. One family is said as `say_news` says it."""
    if families < 2:
        return say_news(tag)
    catalogue = language_called(tag).catalogue
    return (
        catalogue.ngettext("%d family has something new.", "%d families have something new.", families)
        % families
    )


def say_look(tag: str) -> str:
    """Something needs this person: a new phone, who is in, who covers, an address to be confirmed."""
    return language_called(tag).catalogue.gettext("Please open the app and have a look.")
