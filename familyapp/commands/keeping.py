"""Looking after an installation: bringing the schema up to date, and saying whether all is in order."""

import argparse
import sys
from pathlib import Path

from familyapp.commands.sentences import opened, settings
from familyapp.notifications.channel import Channel
from familyapp.notifications.doors import Doors
from familyapp.schema import is_current
from familyapp.settings import Settings
from familyapp.web.assets import MANIFEST

CHANNELS = {Channel.PUSH: "Push", Channel.EMAIL: "E-mail", Channel.TEXT: "Text"}


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
    letters = any(here.fonts_folder.glob("*.ttf"))
    print(f"Paper      {'in order' if letters else 'no letters of our own: run `make assets`'}")
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
    told = _say_ways_of_telling(here)
    sys.exit(0 if current and built and told else 1)


def _say_ways_of_telling(here: Settings) -> bool:
    """A line for each channel by which people are told outside of the app; whether those set up are in order."""
    doors = Doors(here)
    wrong = dict(doors.check())
    doors.close()
    for channel, name in CHANNELS.items():
        said = wrong.get(channel, "not set up, so not offered to anybody") or "in order"
        print(f"{name:<10} {said}", flush=True)
    return not any(wrong.values())
