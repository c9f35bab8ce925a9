"""One patience for a whole request, from looking up the name to the last byte, whatever the other side does.

HTTP libraries begin to count anew with each byte that arrives, and never count the looking up of a name.
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore


class Untrusted(httpcore.ConnectError):
    """The other side does not show a certificate for this name that we trust."""


_ends: ContextVar[float | None] = ContextVar("ends", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What this thread asks for inside ends after so many seconds, in an answer or in httpcore's TimeoutException."""
    token = _ends.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ends.reset(token)


def _left() -> float | None:
    ends = _ends.get()
    # Never nought, which to a socket means not to wait at all and to complain in another way.
    return None if ends is None else max(ends - time.monotonic(), 0.001)


class Patient(httpcore.NetworkBackend):
    """Connects as httpcore does, and heeds `within`."""

    def __init__(self, look_up: Callable[..., list[Any]] = socket.getaddrinfo) -> None:
        self._look_up = look_up
        self._connect = httpcore.SyncBackend()
        self._names = ThreadPoolExecutor(max_workers=4, thread_name_prefix="names")

    def close(self) -> None:
        """Waits for no name any longer."""
        self._names.shutdown(wait=False, cancel_futures=True)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to one of the host's addresses. The first ones may take their share of the time, no more."""
        addresses = self._addresses(host, port)
        for number, address in enumerate(addresses):
            left = _left()
            share = None if left is None else left / (len(addresses) - number)
            try:
                return _Stream(self._connect.connect_tcp(address, port, share, local_address, socket_options))
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(addresses) - 1:
                    raise
        raise httpcore.ConnectError("the name has no address")

    def _addresses(self, host: str, port: int) -> list[str]:
        # The system looks up a name for as long as it likes; a thread of its own can be left behind.
        looking = self._names.submit(self._look_up, host, port, type=socket.SOCK_STREAM)
        try:
            return list(dict.fromkeys(str(found[4][0]) for found in looking.result(_left())))
        except TimeoutError:
            raise httpcore.ConnectTimeout("the name was not found in time") from None
        except (OSError, UnicodeError) as unknown:
            raise httpcore.ConnectError("the name is not known") from unknown


class _Stream(httpcore.NetworkStream):
    """httpcore's own stream, with what is left of the time for each step."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._inner.read(max_bytes, _left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._inner.write(buffer, _left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        try:
            return _Stream(self._inner.start_tls(ssl_context, server_hostname, _left()))
        except httpcore.ConnectError as refused:
            if isinstance(refused.__cause__, ssl.SSLError):
                raise Untrusted("no trusted certificate") from refused
            raise

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
