"""Messages as the app makes them, and the way they take to the small servers of the tests."""

from uuid import uuid4

from familyapp.notifications import email, text_message
from familyapp.notifications.channel import Answer, Message
from familyapp.notifications.wording import say_news
from familyapp.settings import Settings
from tests.support.notify_service import NotifyService
from tests.support.smtp_server import FROM, MailServer

ROSA = "rosa.okafor@example.org"
ROSAS_NUMBER = "+447700900123"
IMPATIENT = 0.7
"""Seconds, where a test knows that the other side stays silent for ever."""


def a_message(sentence: str = "", *, stops: bool = True, title: str = "Our plan") -> Message:
    """A new one, with links of its own."""
    return Message(
        title=title,
        sentence=sentence or say_news("en"),
        link=f"https://plan.test/news/{uuid4()}",
        tag="tag",
        stop_link=f"https://plan.test/stop/{uuid4()}" if stops else "",
    )


def settings_with(**values: str) -> Settings:
    """These settings and nobody's environment."""
    return Settings(_env_file=None, **({"origin": "https://plan.test"} | values))  # type: ignore[call-arg,arg-type]


def settings_for_mail(server: MailServer, **more: str) -> Settings:
    """An installation that knows this mail server."""
    return settings_with(**({"smtp_url": server.url, "email_from": FROM} | more))


def emailed(
    server: MailServer,
    to: str = ROSA,
    what: Message | None = None,
    *,
    patience: float = email.PATIENCE,
    **more: str,
) -> Answer:
    """One e-mail by this mail server, and what became of it."""
    return email.send(settings_for_mail(server, **more), to, what or a_message(), patience=patience)


def texted(
    service: NotifyService,
    to: str = ROSAS_NUMBER,
    what: Message | None = None,
    *,
    patience: float = text_message.PATIENCE,
    **more: str,
) -> Answer:
    """One text message by Notify, and what became of it."""
    settings = settings_with(**(service.settings | more))
    return text_message.send_text(settings, to, what or a_message(), patience=patience)


def emailed_by_notify(
    service: NotifyService,
    to: str = ROSA,
    what: Message | None = None,
    *,
    patience: float = text_message.PATIENCE,
    **more: str,
) -> Answer:
    """One e-mail by Notify, and what became of it."""
    settings = settings_with(**(service.settings | more))
    return text_message.send_email(settings, to, what or a_message(), patience=patience)
