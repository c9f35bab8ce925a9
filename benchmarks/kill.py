"""kill -9 under load, long: `make soak`. Ends with 1 when anything acknowledged is missing or anything is double.

`.venv/bin/python -m benchmarks.kill --least 10000 --phones 6 --seed 7`; with FAMILYAPP_DATABASE_URL of an empty
PostgreSQL database it writes there, otherwise to SQLite in a folder of its own.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from familyapp.database import Database
from familyapp.schema import migrate
from tests.storage.killing import Outcome, kill_again_and_again, look_for, sign_in
from tests.support.server import Server


def soak(url: str, folder: Path, asked: argparse.Namespace) -> Outcome:
    """One long run on an empty database."""
    database = Database(url)
    migrate(database)
    print(database.describe())
    server = Server(folder, "serve", {"database_url": url})
    server.start()
    phones = sign_in(database, server, asked.phones)
    died = kill_again_and_again(
        server, phones, Random(asked.seed), kills=asked.kills, longest_life=asked.life, least=asked.least
    )
    server.stop()
    outcome = look_for(database, phones, died)
    database.close()
    return outcome


def main() -> None:
    """Runs, and says what came of it."""
    options = argparse.ArgumentParser(prog="benchmarks.kill", description=__doc__)
    options.add_argument(
        "--least", type=int, default=10_000, help="acknowledged contributions (default 10000)"
    )
    options.add_argument("--kills", type=int, default=60, help="at least so many kills (default 60)")
    options.add_argument("--phones", type=int, default=6, help="phones that write at once (default 6)")
    options.add_argument(
        "--life", type=float, default=4.0, help="longest life of a server in seconds (default 4)"
    )
    options.add_argument("--seed", type=int, default=int(time.time()), help="for the random moments")
    asked = options.parse_args()
    print(f"seed {asked.seed}, {asked.phones} phones, until {asked.least} are acknowledged")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="familyapp-soak-") as name:
        url = os.environ.get("FAMILYAPP_DATABASE_URL", f"sqlite:///{Path(name) / 'familyapp.db'}")
        outcome = soak(url, Path(name), asked)
    print(
        f"{outcome.kills} kills in {time.monotonic() - began:.0f} s: {outcome.acknowledged} acknowledged "
        f"({outcome.sent_again} sent again), {len(outcome.missing)} missing, {len(outcome.double)} double, "
        f"{len(outcome.untold)} not told once"
    )
    sys.exit(0 if outcome.is_good() else 1)


if __name__ == "__main__":
    main()
