"""kill -9 of whatever keeps and tells, long. Ends with 1 when anything due was lost or stands twice in the app.

`.venv/bin/python -m benchmarks.telling_kills --happenings 1000 --kills 40 --seed 7`; with FAMILYAPP_DATABASE_URL of an
empty PostgreSQL database there, one serving process and two workers; otherwise SQLite and its one process.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from pydantic import SecretStr

from familyapp.database import Database
from familyapp.notifications.vapid import new_key, read_key
from familyapp.schema import migrate
from tests.notifications.killing import Outcome, fault_run
from tests.notifications.settled import settings_for
from tests.support.authority import Authority
from tests.support.push_service import push_service_on
from tests.support.server import Server


def run(url: str, folder: Path, asked: argparse.Namespace) -> Outcome:
    """One long run on an empty database."""
    authority = Authority(folder)
    os.environ["SSL_CERT_FILE"] = str(authority.file)
    database = Database(url)
    migrate(database)
    print(database.describe(), flush=True)
    workers = 0 if database.is_sqlite else asked.workers
    database.close()
    key = new_key()
    with push_service_on(authority) as push_service:
        server = Server(folder, "serve", settings_for(push_service, SecretStr(key), url))
        server.start()
        outcome = fault_run(
            server,
            push_service,
            read_key(key).public,
            count=asked.happenings,
            kills=asked.kills,
            workers=workers,
            longest_life=asked.life,
            chance=Random(asked.seed),
        )
        server.stop()
    return outcome


def main() -> None:
    """Runs, and says what came of it."""
    options = argparse.ArgumentParser(prog="benchmarks.telling_kills", description=__doc__)
    options.add_argument(
        "--happenings", type=int, default=1000, help="things that are said, each in a family of its own"
    )
    options.add_argument("--kills", type=int, default=40, help="at least so many kills (default 40)")
    options.add_argument(
        "--workers", type=int, default=2, help="`familyapp worker`s on PostgreSQL (default 2)"
    )
    options.add_argument("--life", type=float, default=3.0, help="longest pause between kills in seconds")
    options.add_argument("--seed", type=int, default=int(time.time()), help="for the random moments")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="familyapp-telling-") as name:
        url = os.environ.get("FAMILYAPP_DATABASE_URL", f"sqlite:///{Path(name) / 'familyapp.db'}")
        outcome = run(url, Path(name), asked)
    print(
        f"seed {asked.seed}: {outcome.kills} kills in {outcome.seconds:.0f} s; {outcome.happenings} happenings, "
        f"{outcome.due} messages due, {outcome.arrived} arrived, {outcome.lost} lost, {outcome.repeats} came again; "
        f"in the app {outcome.twice_in_app} stand twice, {outcome.missing_in_app} are missing"
    )
    sys.exit(0 if outcome.is_good() else 1)


if __name__ == "__main__":
    main()
