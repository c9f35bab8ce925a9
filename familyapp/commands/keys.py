"""The keys by which push services know us: the first one, and a new one in its place while the old ones still serve."""

import argparse
import json
import os
import sys
from pathlib import Path

from pydantic import SecretStr

from familyapp.commands.sentences import settings
from familyapp.notifications.vapid import new_key, read_key

DEMO_KEY = "push-key"
"""The file in a demo's folder."""


def keys(arguments: argparse.Namespace) -> None:
    """Prints the line of settings with a new key; what to do with it is said beside it, on standard error."""
    old = [key.get_secret_value() for key in settings().vapid_keys]
    if old and not arguments.rotate:
        sys.exit(
            "FAMILYAPP_VAPID_KEYS is set already, and phones ask under that key. `familyapp keys --rotate` puts a "
            "new one in front of it and keeps it."
        )
    print(f"FAMILYAPP_VAPID_KEYS='{json.dumps([new_key(), *old])}'")
    say = "Put this line among the settings, where only the app can read it, and start the app again."
    if old:
        say += (
            "\nPhones ask under the new key when the app is next opened on them; until then they are told under the "
            "old ones. After 60 days take the old ones out of the line: phones on which the app was not opened in "
            "that time are not told any longer, until it is."
        )
    print(say, file=sys.stderr)


def key_of_demo(folder: Path) -> SecretStr:
    """The demo's own key, made at its first start: in its folder, for its owner's eyes alone."""
    file = folder / DEMO_KEY
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(new_key())
    except FileExistsError:
        pass
    except OSError as refused:
        sys.exit(f"The file {file} cannot be written: {refused.strerror}. Choose another folder with --data.")
    try:
        text = file.read_text().strip()
        read_key(text)
    except (OSError, ValueError):
        sys.exit(f"The file {file} holds no key. Take it away; the demo makes a new one.")
    return SecretStr(text)
