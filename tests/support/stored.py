"""What a browser keeps, read as text by a page of ours: caches, databases, storages, files, cookies' names."""

from pathlib import Path

from playwright.sync_api import Page

READ = Path(__file__).with_suffix(".js").read_text().strip().removesuffix(";")


def everything_stored(page: Page) -> dict[str, str]:
    """All that the browser of this page (which must show one of ours) keeps for our address, by where it stands.

    Values of cookies that scripts cannot read are left out: they are random letters, and no page ever sees them.
    """
    found: dict[str, str] = page.evaluate(READ)
    found["cookies"] += "\n".join(str(each.get("name")) for each in page.context.cookies())
    return found


def places_with(stored: dict[str, str], canary: str) -> list[str]:
    """Where these letters stand."""
    return sorted(place for place, text in stored.items() if canary in place or canary in text)
