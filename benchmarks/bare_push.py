"""The loop somebody would write who only has to send: it seals, signs and posts with httpx, and remembers nothing.

It seals and signs by the same functions as ours, and has every message and phone in its hands already.
"""

import ssl
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import httpx

from familyapp.notifications.channel import Message
from familyapp.notifications.push import ROOM, payload, topic_of
from familyapp.notifications.sealing import seal
from familyapp.notifications.subscription import Subscription
from familyapp.notifications.vapid import Key, authorization

Letter = tuple[Subscription, Message]


class BareLoop:
    """One httpx.Client, whose connections stay open from round to round."""

    def __init__(self, context: ssl.SSLContext, key: Key, contact: str) -> None:
        self._client = httpx.Client(verify=context, trust_env=False, timeout=5)
        self._key, self._contact = key, contact

    def close(self) -> None:
        """Hangs up."""
        self._client.close()

    def send_all(self, letters: Iterable[Letter]) -> None:
        """One after another."""
        for letter in letters:
            self._send(letter)

    def send_all_in_threads(self, letters: Iterable[Letter], threads: int = 8) -> None:
        """So many at once."""
        with ThreadPoolExecutor(threads) as pool:
            for _ in pool.map(self._send, letters):
                pass

    def _send(self, letter: Letter) -> None:
        phone, message = letter
        answer = self._client.post(
            phone.endpoint,
            content=seal(payload(message), phone.p256dh, phone.auth, room=ROOM),
            headers={
                "Authorization": authorization(self._key, phone.endpoint, self._contact),
                "Content-Encoding": "aes128gcm",
                "Content-Type": "application/octet-stream",
                "TTL": "86400",
                "Urgency": "normal",
                "Topic": topic_of(message.tag),
            },
        )
        assert answer.status_code == 201, answer.status_code
