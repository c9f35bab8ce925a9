"""What a phone is told that it may keep."""

from tests.support.house import Visitor


def manifest(visitor: Visitor) -> dict[str, object]:
    answer = visitor.get("/offline/pages")
    assert answer.status_code == 200
    told: dict[str, object] = answer.json()
    return told


def pages_of(visitor: Visitor) -> dict[str, str]:
    pages = manifest(visitor)["pages"]
    assert isinstance(pages, dict)
    return pages
