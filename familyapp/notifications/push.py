"""A message to one phone: what it carries, and what its push service said to it (RFC 8030).

It speaks httpcore, the engine inside httpx, and not httpx itself: that writes every address it posts to into the log,
and its patience begins anew with every byte that arrives.
"""

import hashlib
import json
import ssl
from base64 import urlsafe_b64encode
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import httpcore

from familyapp.languages import language_called
from familyapp.notifications.channel import Answer, Fate, Message
from familyapp.notifications.endpoint import is_allowed
from familyapp.notifications.patience import Patient, Untrusted, within
from familyapp.notifications.retry_after import read_retry_after
from familyapp.notifications.sealing import Unsealable, seal
from familyapp.notifications.subscription import Subscription
from familyapp.notifications.vapid import authorization, contact_of, keys_of
from familyapp.settings import Settings

ROOM = 2048
"""Bytes for the words: one size for all languages and counts, so that a length tells nothing."""
TTL = timedelta(days=1)
"""How long the push service keeps a message for a phone that is off. Without it, it would not keep it at all."""
PATIENCE = 5.0
"""Seconds for one message, all in."""
MOST_SERVICES = 4
"""Push services that one thread stays connected to: those of the four makers of browsers."""
READ_AT_MOST = 64 * 1024
"""Bytes of an answer. Nobody needs them; a connection is used again when its answer was read to the end."""
DECLARATIVE = 8030
"""The number by which a phone knows a Declarative Web Push message (W3C Push API)."""


def payload(message: Message) -> bytes:
    """What the phone reads: shown by Safari itself, and by our worker's `push` elsewhere."""
    language = language_called(message.language)
    notification: dict[str, object] = {
        "title": message.title,
        "body": message.sentence,
        "navigate": message.link,
        "tag": message.tag,
        "lang": language.html_tag,
        "dir": language.direction,
    }
    words: dict[str, object] = {"web_push": DECLARATIVE, "notification": notification}
    if message.badge is not None:
        # Safari 18.4 looks for it inside, later ones beside (WebKit pull request 45798).
        words["app_badge"] = notification["app_badge"] = message.badge
    return json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()


def topic_of(tag: str) -> str:
    """A newer message takes the place of one with the same topic that still waits (RFC 8030 section 5.4)."""
    return urlsafe_b64encode(hashlib.sha256(tag.encode()).digest())[:32].decode()


class Push:
    """The way to all push services. Any thread may send at any time; connections stay open for the next message."""

    def __init__(self, settings: Settings, patience: float = PATIENCE) -> None:
        self._settings = settings
        self._patience = patience
        self._keys = keys_of(settings)
        self._contact = contact_of(settings)
        self._backend = Patient()
        # Python's own trust, which heeds SSL_CERT_FILE.
        self._trust = ssl.create_default_context()
        # One for each thread that sends at the same time: of a single one, each message looks at every connection.
        self._pools: list[httpcore.ConnectionPool] = []
        self._free: deque[httpcore.ConnectionPool] = deque()

    def close(self) -> None:
        """Hangs up."""
        for pool in list(self._pools):
            pool.close()
        self._backend.close()

    @contextmanager
    def _pool(self) -> Iterator[httpcore.ConnectionPool]:
        """The connections that were used last and that nobody uses now."""
        try:
            pool = self._free.pop()
        except IndexError:
            pool = httpcore.ConnectionPool(
                ssl_context=self._trust,
                max_connections=MOST_SERVICES,
                keepalive_expiry=60,
                network_backend=self._backend,
            )
            self._pools.append(pool)
        try:
            yield pool
        finally:
            self._free.append(pool)

    def send(self, subscription: Subscription, message: Message) -> Answer:
        """Seals the message for this phone and hands it to its push service. Never raises, and logs nothing."""
        if not is_allowed(subscription.endpoint, self._settings):
            return Answer(Fate.REFUSED, "not a push service we know")
        key = self._keys.get(subscription.vapid)
        if key is None:
            # The phone asked under a key that we no longer have. No key of ours opens this door ever again; the
            # phone asks anew when the app is next opened.
            return Answer(Fate.GONE, "asked under a key that is gone")
        words = payload(message)
        if len(words) > ROOM:
            return Answer(Fate.REFUSED, "more words than room")
        try:
            body = seal(words, subscription.p256dh, subscription.auth, room=ROOM)
        except Unsealable:
            return Answer(Fate.GONE, "the phone's keys are none")
        headers = {
            "Host": subscription.endpoint.split("/", 3)[2],
            "Authorization": authorization(key, subscription.endpoint, self._contact),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "Content-Length": str(len(body)),
            "TTL": str(int(TTL.total_seconds())),
            "Urgency": "normal",
            "Topic": topic_of(message.tag),
        }
        return self._post(subscription.endpoint, headers, body)

    def _post(self, endpoint: str, headers: dict[str, str], body: bytes) -> Answer:
        try:
            with (
                within(self._patience),
                self._pool() as pool,
                pool.stream(
                    "POST",
                    endpoint,
                    headers=list(headers.items()),
                    content=body,
                    extensions={"timeout": {"pool": self._patience}},
                ) as response,
            ):
                answer = _judge(response.status, response.headers)
                _read_out(response)
                return answer
        except httpcore.TimeoutException:
            return Answer(Fate.LATER, f"no answer in {self._patience:g} s")
        except Untrusted:
            return Answer(Fate.LATER, "no trusted certificate")
        except httpcore.ConnectError:
            return Answer(Fate.LATER, "no connection")
        # The last two come when we are closed in the middle of it.
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError, ValueError, RuntimeError):
            return Answer(Fate.LATER, "connection cut")


def _judge(status: int, headers: list[tuple[bytes, bytes]]) -> Answer:
    """What the push service means (RFC 8030 sections 5 and 7.3; OFFLINE.md)."""
    said = str(status)
    if 200 <= status < 300:
        return Answer(Fate.DELIVERED, said)
    if status in {404, 410}:
        return Answer(Fate.GONE, said)
    if status in {408, 425, 429} or status >= 500:
        return Answer(Fate.LATER, said, read_retry_after(headers))
    if status < 400:
        # Push services do not send elsewhere. Whoever stands in between may stop doing so.
        return Answer(Fate.LATER, f"{said}, sent elsewhere")
    return Answer(Fate.REFUSED, said)


def _read_out(response: httpcore.Response) -> None:
    """Reads what comes after the verdict. When it breaks off, the verdict stands."""
    size = 0
    try:
        for part in response.iter_stream():
            size += len(part)
            if size > READ_AT_MOST:
                return
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, OSError):
        return
