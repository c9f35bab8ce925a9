"""The ways out of the house, as this installation has them: a push, an e-mail, a text message."""

import socket
import ssl

from familyapp.notifications import email, notify_templates, text_message
from familyapp.notifications.channel import Answer, Channel, Fate, Message
from familyapp.notifications.endpoint import places
from familyapp.notifications.push import PATIENCE, Push
from familyapp.notifications.subscription import Subscription
from familyapp.settings import Settings

NOT_SET_UP = Answer(Fate.REFUSED, "not set up")


class Doors:
    """Safe to use from many threads at once. Whatever the other side does, every try ends in an Answer."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._push = Push(settings) if settings.vapid_keys else None
        self._smtp = bool(settings.smtp_url.get_secret_value())
        notify = bool(settings.notify_api_key.get_secret_value())
        configured = {
            Channel.PUSH: self._push is not None,
            Channel.EMAIL: self._smtp or (notify and bool(settings.notify_email_template)),
            Channel.TEXT: notify and bool(settings.notify_text_template),
        }
        self.offered = frozenset(channel for channel, is_set in configured.items() if is_set)
        """Only what is set up is offered to anybody."""

    def push(self, subscription: Subscription, message: Message) -> Answer:
        """To one phone."""
        return self._push.send(subscription, message) if self._push else NOT_SET_UP

    def email(self, address: str, message: Message) -> Answer:
        """To one mailbox, by the council's own mail server, or by GOV.UK Notify where there is none."""
        if Channel.EMAIL not in self.offered:
            return NOT_SET_UP
        send = email.send if self._smtp else text_message.send_email
        return send(self._settings, address, message)

    def text(self, number: str, message: Message) -> Answer:
        """To one mobile phone."""
        if Channel.TEXT not in self.offered:
            return NOT_SET_UP
        return text_message.send_text(self._settings, number, message)

    def check(self) -> list[tuple[str, str]]:
        """Each channel that is set up, and "" or a sentence that says what is wrong with it."""
        checks = {
            Channel.PUSH: check_push,
            Channel.EMAIL: email.check if self._smtp else notify_templates.check_emails,
            Channel.TEXT: notify_templates.check_texts,
        }
        return [
            (channel, is_wrong(self._settings))
            for channel, is_wrong in checks.items()
            if channel in self.offered
        ]

    def close(self) -> None:
        """Hangs up."""
        if self._push:
            self._push.close()


def check_push(settings: Settings) -> str:
    """Whether the council's own push services can be spoken to. Those of the browsers are not troubled for a test."""
    for host, port in places(settings):
        try:
            with (
                socket.create_connection((host, port), timeout=PATIENCE) as line,
                ssl.create_default_context().wrap_socket(line, server_hostname=host),
            ):
                pass
        except ssl.SSLError:
            return f"the push service {host}:{port} shows no certificate that this machine trusts"
        except (OSError, UnicodeError):
            return f"the push service {host}:{port} does not answer"
    return ""
