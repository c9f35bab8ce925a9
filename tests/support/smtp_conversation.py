"""One conversation of the mail server on the loopback: aiosmtpd's own, that looks for a rule before each answer."""

import asyncio
import socket
import ssl
import struct
import time
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from typing import Any, Protocol

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword, syntax

NAME, PASSWORD = "our plan@council", "p:ss/w@rd 1%"
"""With signs that must be percent-encoded in a setting."""


@dataclass(frozen=True)
class Letter:
    """One letter as it was taken."""

    at: float
    """Seconds of the monotonic clock, which all processes of a machine share."""
    sender: str
    to: list[str]
    raw: bytes
    options: list[str]

    @property
    def mail(self) -> EmailMessage:
        """Opened."""
        mail = message_from_bytes(self.raw, policy=POLICY)
        assert isinstance(mail, EmailMessage)
        return mail

    @property
    def text(self) -> str:
        """What somebody reads in it."""
        return str(self.mail.get_content()).replace("\r\n", "\n")


@dataclass
class Rule:
    """What happens at one place of a conversation, for one recipient or for all."""

    at: str
    does: str
    wait: float = 0.0
    to: str = ""
    left: int | None = None


class Post(Protocol):
    """What a conversation knows of its mail server."""

    tls: str
    context: ssl.SSLContext | None

    def heard(self, data: bytes, *, under_tls: bool) -> None:
        """Some bytes have come, TLS taken off."""

    def rule_for(self, at: str, to: str = "") -> Rule | None:
        """What is to happen here."""

    def took(self, letter: Letter) -> None:
        """A letter is in the box."""


class Conversation(SMTP):
    """From the greeting to the goodbye."""

    def __init__(self, post: Post, loop: asyncio.AbstractEventLoop) -> None:
        self._post = post
        super().__init__(
            self._Box(self),
            hostname="mail.test",
            ident="at your service",
            tls_context=post.context if post.tls == "asked" else None,
            require_starttls=post.tls == "asked",
            auth_require_tls=post.tls == "asked",  # at once, it does not know that it is under TLS
            authenticator=_knows_us,
            loop=loop,
        )

    class _Box:
        def __init__(self, conversation: "Conversation") -> None:
            self._conversation = conversation

        async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
            return await self._conversation.reads(envelope)

    def data_received(self, data: bytes) -> None:
        self._post.heard(data, under_tls=self._post.tls == "at once" or self._tls_protocol is not None)
        super().data_received(data)

    async def _handle_client(self) -> None:
        if not await self._scripted("greeting"):
            await super()._handle_client()

    @syntax("EHLO hostname")
    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802
        if not await self._scripted("EHLO"):
            await super().smtp_EHLO(hostname)

    @syntax("STARTTLS", when="tls_context")
    async def smtp_STARTTLS(self, arg: str) -> None:  # noqa: N802
        if not await self._scripted("STARTTLS"):
            await super().smtp_STARTTLS(arg)

    @syntax("AUTH <mechanism>")
    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802
        if not await self._scripted("AUTH"):
            await super().smtp_AUTH(arg)

    @syntax("MAIL FROM: <address>", extended=" [SP <mail-parameters>]")
    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802
        assert self.session is not None
        if await self._scripted("MAIL"):
            return
        if not self.session.authenticated:
            await self.push("530 5.7.0 Authentication required")
            return
        await super().smtp_MAIL(arg)

    @syntax("RCPT TO: <address>", extended=" [SP <mail-parameters>]")
    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802
        if not await self._scripted("RCPT", (arg or "").partition("<")[2].partition(">")[0]):
            await super().smtp_RCPT(arg)

    @syntax("DATA")
    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if not await self._scripted("DATA"):
            await super().smtp_DATA(arg)

    @syntax("NOOP [ignored]")
    async def smtp_NOOP(self, arg: str) -> None:  # noqa: N802
        if not await self._scripted("NOOP"):
            await super().smtp_NOOP(arg)

    @syntax("QUIT")
    async def smtp_QUIT(self, arg: str) -> None:  # noqa: N802
        if not await self._scripted("QUIT"):
            await super().smtp_QUIT(arg)

    async def reads(self, envelope: Any) -> str:
        """A whole letter has come: it is taken, unless a rule says otherwise."""
        letter = Letter(
            time.monotonic(),
            envelope.mail_from,
            list(envelope.rcpt_tos),
            envelope.original_content,
            list(envelope.mail_options),
        )
        rule = self._post.rule_for("LETTER", letter.to[0])
        if rule is None or not rule.does:
            self._post.took(
                letter
            )  # before a slow answer: it is not known to the other side that it was taken
        if rule is None:
            return "250 2.0.0 Taken"
        await asyncio.sleep(rule.wait)
        if rule.does[:1].isdigit():
            return rule.does
        if rule.does:
            await self._acts(rule.does)
        return "250 2.0.0 Taken at last"

    async def _scripted(self, at: str, to: str = "") -> bool:
        rule = self._post.rule_for(at, to)
        if rule is None:
            return False
        await asyncio.sleep(rule.wait)
        if rule.does[:1].isdigit():
            await self.push(rule.does)
            if rule.does.startswith("421"):
                self._writer.close()
        elif rule.does:
            await self._acts(rule.does)
        return bool(rule.does)

    async def _acts(self, how: str) -> None:
        if how == "reset":
            # The socket under TLS is the same one.
            line = self._writer.get_extra_info("socket") or self._writer.transport.get_extra_info("socket")
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._writer.transport.abort()
            raise asyncio.CancelledError
        if how == "drip":
            while not self._writer.transport.is_closing():
                self._writer.write(b"2")
                await asyncio.sleep(0.02)
        await asyncio.Event().wait()  # hang


def _knows_us(_server: Any, _session: Any, _envelope: Any, _mechanism: str, who: LoginPassword) -> AuthResult:
    ours = (who.login, who.password) == (NAME.encode(), PASSWORD.encode())
    return AuthResult(success=ours, handled=False, auth_data=who if ours else None)
