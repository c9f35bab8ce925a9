"""The command line: `familyapp --help` explains every command."""

import argparse
import logging
import sys
from collections.abc import Callable
from pathlib import Path

from familyapp.database import Database
from familyapp.settings import Settings, settings_from_environment

log = logging.getLogger("familyapp")


def serve(arguments: argparse.Namespace) -> None:
    """Serves the app."""
    settings = _with_port(settings_from_environment(), arguments.port)
    if settings.demo:
        sys.exit("FAMILYAPP_DEMO is set: use `familyapp demo`, or unset it. A demo lets anybody in.")
    _run(settings, arguments.host, arguments.port)


def demo(arguments: argparse.Namespace) -> None:
    """Serves the app with one invented family, in a folder of its own."""
    from familyapp.demo import invent
    from familyapp.schema import migrate

    folder: Path = arguments.data
    folder.mkdir(parents=True, exist_ok=True)
    given = {"demo": True, "origin": f"http://localhost:{arguments.port}"}
    settings = settings_from_environment().model_copy(
        update=given | {"database_url": f"sqlite:///{(folder / 'familyapp.db').resolve()}"}
    )
    database = Database(settings.database_url)
    migrate(database)
    with database.writing() as session:
        if invent(session, settings.time_zone) is None:
            log.info("The demo goes on with what was written in %s before.", folder)
    database.close()
    _run(settings, "127.0.0.1", arguments.port)


def migrate(_arguments: argparse.Namespace) -> None:
    """Brings the database's schema up to date."""
    from familyapp.schema import migrate as bring_up_to_date

    database = Database(settings_from_environment().database_url)
    bring_up_to_date(database)
    print(f"The schema is current: {database.describe()}")


def invite(arguments: argparse.Namespace) -> None:
    """Prints the link and the QR code of a worker's invitation."""
    import segno

    from familyapp.network import CouncilRole
    from familyapp.network.invitation import FOR_A_WORKER
    from familyapp.network.invitation import invite as make_invitation
    from familyapp.schema import migrate as bring_up_to_date

    settings = settings_from_environment()
    name = " ".join(arguments.worker.split())
    if not 0 < len(name) <= 80 or not name.isprintable():
        sys.exit("Please give the worker's name, at most 80 letters.")
    database = Database(settings.database_url)
    bring_up_to_date(database)
    with database.writing() as session:
        _, secret = make_invitation(session, name=name, council_role=CouncilRole.WORKER, lasts=FOR_A_WORKER)
    link = f"{settings.origin}/invitation#{secret}"
    print(f"\nAn invitation for {name}. It works once, on one phone, for 24 hours.\n")
    segno.make(link, error="m").terminal(compact=True)
    print(f"\n{link}\n\nHand it over in person, or send it by a way that only {name} reads.")


def check(_arguments: argparse.Namespace) -> None:
    """Says in words whether this installation is in order; the exit status is 1 when it is not."""
    from familyapp.schema import is_current
    from familyapp.web.assets import MANIFEST

    settings = settings_from_environment()
    database = Database(settings.database_url)
    print(f"Address    {settings.origin} (passkeys are bound to {settings.rp_id})")
    print(f"Database   {database.describe()}")
    current = is_current(database)
    print(f"Schema     {'current' if current else 'not current: run `familyapp migrate`'}")
    built = (settings.static_folder / MANIFEST).exists()
    print(f"Static     {'built' if built else 'not built: run `make assets`'}")
    if settings.demo:
        print("Demo       ON: anybody can come in. Never with real families.")
    sys.exit(0 if current and built else 1)


def _with_port(settings: Settings, port: int) -> Settings:
    """Without an origin of its own, the app is at localhost on the port it was given."""
    if "origin" in settings.model_fields_set:
        return settings
    return settings.model_copy(update={"origin": f"http://localhost:{port}"})


def _run(settings: Settings, host: str, port: int) -> None:
    import uvicorn

    from familyapp.app import make_app
    from familyapp.schema import migrate as bring_up_to_date
    from familyapp.web.malformed import Guarded

    database = Database(settings.database_url)
    bring_up_to_date(database)
    app = make_app(settings, database)
    log.info("%s", database.describe())
    log.info("Open %s (stop with Ctrl-C)", settings.origin)
    uvicorn.run(
        app,
        host=host,
        port=port,
        access_log=False,
        log_config=None,
        server_header=False,
        http=Guarded,
        ws="none",
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=settings.proxies,
        timeout_graceful_shutdown=5,
    )


def parser() -> argparse.ArgumentParser:
    """All commands and what they take."""
    top = argparse.ArgumentParser(
        prog="familyapp",
        description="The app in which a family and its network carry their one shared plan.",
        epilog="Settings come from the environment (FAMILYAPP_ORIGIN, FAMILYAPP_DATABASE_URL, ...) or a .env file; "
        "docs/operations.md lists them.",
    )
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def add(name: str, run: Callable[[argparse.Namespace], None], text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        return command

    serving = add("serve", serve, "serve the app (brings the schema up to date first)")
    serving.add_argument("--port", type=_port, default=8000, help="the port to listen on (default 8000)")
    serving.add_argument("--host", default="127.0.0.1", help="the address to listen on (default 127.0.0.1)")
    showing = add("demo", demo, "serve the app with one invented family that anybody can come in as")
    showing.add_argument("--port", type=_port, default=8000, help="the port to listen on (default 8000)")
    showing.add_argument(
        "--data",
        type=Path,
        default=Path(".demo"),
        help="the folder that keeps what is written (default .demo)",
    )
    add("migrate", migrate, "bring the database's schema up to date")
    inviting = add("invite", invite, "print the link and QR code that make somebody a worker")
    inviting.add_argument(
        "--worker", required=True, metavar="NAME", help="the worker's name, as families know it"
    )
    add("check", check, "say in words whether this installation is in order")
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
    arguments = parser().parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
