"""What goes out: the whole answer, so that two of them can be the same byte for byte."""

from typing import Any

from familyapp.database import Database
from familyapp.tables import metadata
from tests.support.pdf import Sheets, squashed

Outgoing = tuple[int, tuple[tuple[str, str], ...], bytes]


def answer_of(response: Any) -> Outgoing:
    """Status, headers in their order, and body. Our answers carry no date, so nothing is left out."""
    return response.status_code, tuple(response.headers.multi_items()), response.content


def bytes_of(response: Any) -> bytes:
    """All that leaves the house in this answer, in one piece, to be searched."""
    head = "\n".join(f"{name}: {value}" for name, value in response.headers.multi_items())
    body = bytes(response.content)
    if response.headers.get("content-type") == "application/pdf":
        body += words_on_paper(body).encode()
    return head.encode() + b"\n\n" + body


def words_on_paper(pdf: bytes) -> str:
    """All that stands in a PDF, its own notes included; once as it is read, and once with every word in one piece."""
    sheets = Sheets(pdf)
    return f"{sheets.text}\n{sheets.notes}\n{squashed(sheets.text).replace('-', '')}"


def everything_in(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, save for what a look at a page leaves behind."""
    with database.reading() as session:
        return {
            name: sorted((tuple(row) for row in session.execute(kept.select())), key=repr)
            for name, kept in metadata.tables.items()
            if name != "signin"
        }
