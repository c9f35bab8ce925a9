"""A conversation with the council's mail server (RFC 5321): under TLS from the first private word on, or not at all."""

import io
import smtplib
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.errors import MessageError
from typing import Any
from urllib.parse import unquote, urlsplit

from familyapp.notifications.trust import trust

PORTS = {"smtps": 465, "smtp": 587}
FAILURES = (OSError, smtplib.SMTPException, ValueError, MessageError)
"""What a letter or a conversation may end with."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where it is and who we are to it, as the address in the settings says."""

    scheme: str
    host: str
    port: int
    name: str
    password: str = field(repr=False)

    @classmethod
    def at(cls, url: str) -> "MailServer":
        """From smtps://NAME:PASSWORD@HOST:PORT; name and password are percent-encoded. Raises ValueError."""
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/") or parts.query:
            raise ValueError("this is no mail server's address")
        name, password = (unquote(each or "", errors="strict") for each in (parts.username, parts.password))
        if not (name + password).isascii() or not (name + password).isprintable():
            raise ValueError("a name and password for a mail server are ASCII")
        return cls(parts.scheme, parts.hostname, parts.port or PORTS[parts.scheme], name, password)


@contextmanager
def conversation(mail_server: MailServer, own_name: str, patience: float) -> Iterator[smtplib.SMTP]:
    """Connected, under TLS and signed in. Each answer may take `patience` seconds, all of it four times as long.

    Only the answer to the letter may take all that is left: a server may look at a letter first, and one that has
    taken it without our hearing so would be sent it again. Raises FAILURES.
    """
    believed = trust("smtp")
    server = _Conversation(own_name, patience)
    try:
        server.begin(mail_server, believed if mail_server.scheme == "smtps" else None)
        if mail_server.scheme == "smtp":
            server.starttls(context=believed)  # refuses when it is not offered
        server.ehlo_or_helo_if_needed()
        if mail_server.name:
            server.login(mail_server.name, mail_server.password)
        yield server
        with suppress(*FAILURES):
            server.putcmd("QUIT")  # what it says to that changes nothing
    finally:
        server.close()


class _Conversation(smtplib.SMTP):
    """smtplib's, with patience that a trickle of bytes does not renew."""

    def __init__(self, own_name: str, patience: float) -> None:
        super().__init__(local_hostname=own_name, timeout=patience)
        self._patience = patience
        self._ends_at = time.monotonic() + 4 * patience
        self._replies_at = self._ends_at

    def begin(self, mail_server: MailServer, believed: ssl.SSLContext | None) -> None:
        """Connects and hears the greeting. Without a context TLS is still to come."""
        self._host = mail_server.host  # whose certificate starttls looks for
        self.sock = socket.create_connection((mail_server.host, mail_server.port), self._patience)
        if believed is not None:
            self.sock = believed.wrap_socket(self.sock, server_hostname=mail_server.host)
        code, greeting = self.getreply()
        if code != 220:
            raise smtplib.SMTPConnectError(code, greeting)

    def getreply(self) -> tuple[int, bytes]:
        """One answer."""
        if self.file is None:
            if self.sock is None:
                raise smtplib.SMTPServerDisconnected("it has hung up")
            self.file = io.BufferedReader(_Replies(self.sock, lambda: self._replies_at))
        self._replies_at = min(time.monotonic() + self._patience, self._ends_at)
        return super().getreply()

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Sends the letter, and waits for its answer as long as the conversation may last."""
        self._patience = self.timeout = 4 * self._patience
        return super().data(msg)


class _Replies(io.RawIOBase):
    """What a socket receives, each piece before a given moment of the monotonic clock."""

    def __init__(self, line: socket.socket, until: Callable[[], float]) -> None:
        self._line = line
        self._until = until

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, room: Any) -> int:
        """Raises TimeoutError when the moment has come."""
        left = self._until() - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._line.settimeout(left)
        return self._line.recv_into(room)
