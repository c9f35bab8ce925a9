"""A process that changes one row again and again: `python -m tests.storage.changing URL MEMBER WORDS TIMES`."""

import sys
from uuid import UUID

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from familyapp.database import Database
from familyapp.network import Act, Membership
from familyapp.plan import change_words
from familyapp.plan.words import words_for_change


def change_often(database: Database, member_id: UUID, words_id: UUID, name: str, times: int) -> None:
    """So many changes of the same words, each in a transaction of its own and each on top of the one before.

    A change that is refused because the database was busy for five seconds was not kept, and is made again.
    """
    number = 0
    while number < times:
        try:
            with database.writing() as session:
                _change_once(session, member_id, words_id, f"{name}, {number}")
        except OperationalError as busy:
            print(busy.orig, flush=True)
            continue
        number += 1


def _change_once(session: Session, member_id: UUID, words_id: UUID, text: str) -> None:
    reader = session.get_one(Membership, member_id).reader()
    before = words_for_change(session, reader, words_id, Act.CHANGE)
    change_words(session, reader, words_id, text, before.revision)


if __name__ == "__main__":
    url, member, words, how_often = sys.argv[1:]
    opened = Database(url)
    print("ready", flush=True)
    sys.stdin.readline()
    change_often(opened, UUID(member), UUID(words), str(UUID(int=id(opened))), int(how_often))
    opened.close()
