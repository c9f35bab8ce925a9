"""Serving the app, with real families or as a demo, until Ctrl-C or SIGTERM ends it."""

import argparse
import errno
import logging
import signal
import socket
import sys
from pathlib import Path

import uvicorn

from familyapp.app import make_app
from familyapp.commands.keys import key_of_demo
from familyapp.commands.sentences import opened, settings
from familyapp.commands.telling import telling
from familyapp.demo import invent
from familyapp.settings import Settings
from familyapp.web.malformed import Guarded

log = logging.getLogger("familyapp")
FILES = 16_384
"""As many as a process may have open, where the system allows it."""


def serve(arguments: argparse.Namespace) -> None:
    """Serves the app."""
    here = _with_port(settings(), arguments.port)
    if here.demo:
        sys.exit("FAMILYAPP_DEMO is set: use `familyapp demo`, or unset it. A demo lets anybody in.")
    _run(here, arguments.host, arguments.port)


def demo(arguments: argparse.Namespace) -> None:
    """Serves the app with one invented family, in a folder of its own."""
    folder: Path = arguments.data
    given = {
        "demo": True,
        "origin": f"http://localhost:{arguments.port}",
        "database_url": f"sqlite:///{(folder / 'familyapp.db').resolve()}",
    }
    here = settings().model_copy(update=given)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as refused:
        sys.exit(f"The folder {folder} cannot be made: {refused.strerror}. Choose another with --data.")
    if not here.vapid_keys:
        here = here.model_copy(update={"vapid_keys": [key_of_demo(folder)]})
    _run(here, "127.0.0.1", arguments.port)


def _with_port(here: Settings, port: int) -> Settings:
    """Without an origin of its own, the app is at localhost on the port it was given."""
    if "origin" in here.model_fields_set:
        return here
    return here.model_copy(update={"origin": f"http://localhost:{port}"})


def _listen(host: str, port: int) -> socket.socket:
    """The place where browsers knock, taken before anything is written, so that two never serve one by mistake."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as refused:
        if refused.errno == errno.EADDRINUSE:
            sys.exit(
                f"Port {port} is taken: another program listens there. Stop it, or choose another with --port."
            )
        sys.exit(f"Nobody can listen at {host}, port {port}: {refused.strerror}.")


class Server(uvicorn.Server):
    """Ends what is open without end before it waits for what is nearly done."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Lets every stream go, and then the server as always."""
        self.config.app.state.live.close()  # type: ignore[union-attr]
        await super().shutdown(sockets)


def _ask_for_files() -> None:
    """Each phone that looks on is an open file. Systems give a process 1,024 at first, and more if it asks."""
    try:
        import resource
    except ImportError:  # not there on Windows, which counts otherwise
        return
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES if most < 0 else min(FILES, most), most))


def _run(here: Settings, host: str, port: int) -> None:
    asked = False

    def end(_number: int, _frame: object) -> None:
        nonlocal asked
        asked = True
        raise KeyboardInterrupt

    # SIGTERM is a wish like Ctrl-C, from the first moment on: what has begun is finished, or rolled back.
    signal.signal(signal.SIGTERM, end)
    _ask_for_files()
    try:
        with _listen(host, port) as door, opened(here.database_url) as database:
            if here.demo:
                with database.writing() as session:
                    if invent(session, here.time_zone) is None:
                        log.info("The demo goes on with what was written before.")
            app = make_app(here, database)
            log.info("%s", database.describe())
            log.info("Open %s (stop with Ctrl-C)", here.origin)
            server = Server(
                uvicorn.Config(
                    app,
                    access_log=False,
                    log_config=None,
                    server_header=False,
                    http=Guarded,
                    ws="none",
                    proxy_headers=bool(here.proxies),
                    forwarded_allow_ips=here.proxies,
                    timeout_graceful_shutdown=5,
                )
            )
            with telling(database, here):
                if asked:
                    # It came while Python put away what nobody needs, where nothing that is raised is heard.
                    raise KeyboardInterrupt
                server.run(sockets=[door])
            if not server.started:
                sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(0)
