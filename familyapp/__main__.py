"""The command line: `familyapp --help` explains every command."""

import argparse
import io
import logging
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

Command = Callable[[argparse.Namespace], None]


def _later(room: str, name: str) -> Command:
    """The command, imported when it is asked for: --help and a mistyped word are answered at once."""

    def run(arguments: argparse.Namespace) -> None:
        command: Command = getattr(import_module(f"familyapp.commands.{room}"), name)
        command(arguments)

    return run


def parser() -> argparse.ArgumentParser:
    """All commands and what they take."""
    top = argparse.ArgumentParser(
        prog="familyapp",
        description="The app in which a family and its network carry their one shared plan.",
        epilog="Settings come from the environment (FAMILYAPP_ORIGIN, FAMILYAPP_DATABASE_URL, ...) or a .env file; "
        "docs/operations.md lists them.",
    )
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def add(room: str, name: str, text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=_later(room, name))
        return command

    serving = add("serving", "serve", "serve the app (brings the schema up to date first)")
    serving.add_argument("--port", type=_port, default=8000, help="the port to listen on (default 8000)")
    serving.add_argument("--host", default="127.0.0.1", help="the address to listen on (default 127.0.0.1)")
    showing = add("serving", "demo", "serve the app with one invented family that anybody can come in as")
    showing.add_argument("--port", type=_port, default=8000, help="the port to listen on (default 8000)")
    showing.add_argument(
        "--data",
        type=Path,
        default=Path(".demo"),
        help="the folder that keeps what is written (default .demo)",
    )
    add(
        "telling",
        "worker",
        "tell people by push, e-mail and text message; beside PostgreSQL, as many as you like",
    )
    add("keeping", "migrate", "bring the database's schema up to date")
    inviting = add(
        "inviting", "invite", "print the link and QR code that make somebody a worker or an administrator"
    )
    role = inviting.add_mutually_exclusive_group(required=True)
    role.add_argument("--worker", metavar="NAME", help="the worker's name, as families know it")
    role.add_argument("--administrator", metavar="NAME", help="the name of whoever looks after accounts")
    signing = add("keys", "keys", "print the setting with which phones can be told (web push)")
    signing.add_argument(
        "--rotate", action="store_true", help="put a new key in front of those that are set, and keep them"
    )
    add("keeping", "check", "say in words whether this installation is in order")
    return top


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return int(text)


def main() -> None:
    """Runs the command that was asked for."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    # What no line shows need not be found out for each (Python's "Optimization" notes on logging).
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    # Alembic tells each step, which nobody who starts the app needs to read.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without our letters still gets the rest
    arguments = parser().parse_args()
    try:
        arguments.run(arguments)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
