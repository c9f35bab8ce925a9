"""Looking after an installation: bringing the schema up to date, and saying whether all is in order."""

import argparse
import sys
from pathlib import Path

from familyapp.commands.sentences import opened, settings
from familyapp.schema import is_current
from familyapp.web.assets import MANIFEST


def migrate(_arguments: argparse.Namespace) -> None:
    """Brings the database's schema up to date."""
    with opened(settings().database_url) as database:
        print(f"The schema is current: {database.describe()}")


def check(_arguments: argparse.Namespace) -> None:
    """Says in words whether this installation is in order; the exit status is 1 when it is not."""
    here = settings()
    print(f"Address    {here.origin} (passkeys are bound to {here.rp_id})")
    built = (here.static_folder / MANIFEST).exists()
    print(f"Static     {'built' if built else 'not built: run `make assets`'}")
    if here.demo:
        print("Demo       ON: anybody can come in. Never with real families.")
    with opened(here.database_url, current=False) as database:
        file = Path(str(database.url.database))
        if database.is_sqlite and not file.exists():
            print(f"Database   there is no file {file} yet: run `familyapp migrate`")
            sys.exit(1)
        print(f"Database   {database.describe()}", flush=True)
        current = is_current(database)
    print(f"Schema     {'current' if current else 'not current: run `familyapp migrate`'}")
    sys.exit(0 if current and built else 1)
