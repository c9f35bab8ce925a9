"""A database as the first version of the app left it, written without any of today's code but its first migration."""

import hashlib
import json
from uuid import UUID

from sqlalchemy import text

from familyapp.database import Database
from familyapp.schema import migrate

PERSON, FAMILY, WORDS = UUID(int=1), UUID(int=2), UUID(int=3)
SENT = [str(FAMILY), str(PERSON), "strengths", "She laughed.", "circle", "", ["Hana"]]
DIGEST = hashlib.sha256(json.dumps(SENT).encode()).hexdigest()
"""As the first version made it."""
AT = "2026-11-20 10:00:00.000000"


def written_by_the_first_version(url: str) -> UUID:
    """Makes it in an empty database: one person's words, which have an earlier text. Returns the id of the words."""
    database = Database(url)
    migrate(database, "0001")
    words = {
        "id": WORDS,
        "family_id": FAMILY,
        "box": "strengths",
        "author_id": PERSON,
        "text": "She laughed.",
    }
    words |= {
        "audience": "circle",
        "about": '["Hana"]',
        "written_at": AT,
        "revision": 2,
        "sent_digest": DIGEST,
    }
    earlier = {"id": UUID(int=4), "words_id": WORDS, "number": 1, "text": "Laughing.", "audience": "circle"}
    rows: list[tuple[str, dict[str, object]]] = [
        ("family", {"id": FAMILY, "name": "A family", "opened_at": AT}),
        ("person", {"id": PERSON, "name": "Nan", "user_handle": b"1", "invented": False, "joined_at": AT}),
        ("words", words),
        ("revision", earlier | {"ended_at": AT}),
    ]
    with database.engine.begin() as connection:
        for table, row in rows:
            columns, places = ", ".join(row), ", ".join(f":{name}" for name in row)
            plain = {name: each.hex if isinstance(each, UUID) else each for name, each in row.items()}
            connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({places})"), plain)
    database.close()
    return WORDS
