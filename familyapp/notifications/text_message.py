"""Text messages, and e-mails where there is no mail server, by GOV.UK Notify and its own client.

Notify fills two templates of the council's: ((sentence)) and ((link)), and in an e-mail ((stop_link)).
"""

import logging
import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient
from requests import PreparedRequest, RequestException, Response
from requests.adapters import HTTPAdapter

from familyapp.notifications.address import email_address, mobile_number
from familyapp.notifications.channel import Answer, Fate, Message
from familyapp.notifications.email import reference
from familyapp.notifications.retry_after import read_retry_after
from familyapp.notifications.trust import trust
from familyapp.settings import Settings

PATIENCE = 5.0
"""Seconds until Notify must be reached, and again until it must answer."""
KEY = re.compile(r"[\w-]*[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""A name, then the service's id, then the secret."""
NOT_NOTIFY = "not what Notify says"

# It writes down what Notify said of a request that failed, and a recipient may stand in that.
logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)


def send_text(settings: Settings, number: str, message: Message, *, patience: float = PATIENCE) -> Answer:
    """Sends one text message. Never raises: every failure is an answer, and no answer names anybody."""
    to = mobile_number(number)
    if to is None:
        return Answer(Fate.GONE, "not a mobile number")
    return _sent(
        settings,
        patience,
        lambda notify: notify.send_sms_notification(
            to,
            settings.notify_text_template,
            personalisation={"sentence": message.sentence, "link": message.link},
            reference=reference(message),
        ),
    )


def send_email(settings: Settings, address: str, message: Message, *, patience: float = PATIENCE) -> Answer:
    """Sends one e-mail by Notify. Never raises: every failure is an answer, and no answer names anybody."""
    to = email_address(address)
    if to is None:
        return Answer(Fate.GONE, "not an address")
    return _sent(
        settings,
        patience,
        lambda notify: notify.send_email_notification(
            to,
            settings.notify_email_template,
            personalisation={
                "sentence": message.sentence,
                "link": message.link,
                "stop_link": message.stop_link,
            },
            reference=reference(message),
            # RFC 8058. Notify refuses one that is not https.
            one_click_unsubscribe_url=message.stop_link if message.stop_link.startswith("https:") else None,
        ),
    )


def has_whole_key(settings: Settings) -> bool:
    """Whether the key in the settings has all its parts. Notify's client cuts whatever it is given."""
    return KEY.fullmatch(settings.notify_api_key.get_secret_value()) is not None


@contextmanager
def notify_client(settings: Settings, patience: float) -> Iterator[Any]:
    """Notify's client, for one thread and one message: it is not safe for several at once."""
    key = settings.notify_api_key.get_secret_value()
    client = NotificationsAPIClient(  # type: ignore[no-untyped-call]
        key, base_url=settings.notify_url, timeout=patience
    )
    with client.request_session as session:
        session.mount("https://", _Trusting())
        session.max_redirects = 0  # a number goes to Notify and nowhere else
        yield client


def _sent(settings: Settings, patience: float, send: Callable[[Any], object]) -> Answer:
    if not has_whole_key(settings):
        return Answer(Fate.REFUSED, "no Notify key")
    try:
        with notify_client(settings, patience) as notify:
            taken = send(notify)
    except (APIError, RequestException, OSError, ValueError) as failed:
        return judge(failed, patience)
    if not isinstance(taken, dict) or "id" not in taken:
        return Answer(Fate.LATER, NOT_NOTIFY)
    return Answer(Fate.DELIVERED, "201")


def judge(failed: Exception, patience: float = PATIENCE) -> Answer:
    """What Notify means (its documentation, "Error codes"). Its sentences are read and never handed on."""
    response = getattr(failed, "response", None)
    if not isinstance(response, Response):
        return _unheard(failed.__cause__ or failed, patience)
    status = response.status_code
    errors = _errors(response)
    if status == 400:
        gone = any(_is_of_the_recipient(error) for error in errors)
        said = " ".join(error.get("message", "") for error in errors)
        limited = "team-only" in said or "trial mode" in said
        reason = "400" + (", this recipient" if gone else ", only for its own team" if limited else "")
        return Answer(Fate.GONE if gone else Fate.REFUSED, reason)
    if status in {401, 403}:
        clock = any("clock" in error.get("message", "") for error in errors)
        return Answer(Fate.REFUSED, f"{status}, our clock is wrong" if clock else str(status))
    if status in {408, 425, 429} or status >= 500:
        headers = ((name.encode(), value.encode()) for name, value in response.headers.items())
        return Answer(Fate.LATER, str(status), read_retry_after(headers))
    if status < 400:
        return Answer(Fate.LATER, f"{status}, {NOT_NOTIFY}")
    return Answer(Fate.REFUSED, str(status))


def _is_of_the_recipient(error: Mapping[str, str]) -> bool:
    what = error.get("error", "")
    field, _, reason = error.get("message", "").partition(" ")
    of_them = what == "ValidationError" and field in {"phone_number", "email_address"}
    return what in {"InvalidPhoneError", "InvalidEmailError"} or (of_them and "required" not in reason)


def _errors(response: Response) -> list[Mapping[str, str]]:
    try:
        found = response.json()["errors"]
    except (ValueError, KeyError, TypeError):
        return []
    texts = [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    return [{str(key): str(value) for key, value in each.items()} for each in texts]


def _unheard(cause: BaseException, patience: float) -> Answer:
    chain: list[BaseException] = []
    while len(chain) < 9:
        chain.append(cause)
        reason = getattr(cause, "reason", None)
        following = reason if isinstance(reason, BaseException) else cause.__cause__ or cause.__context__
        if following is None:
            break
        cause = following
    if any(isinstance(each, ssl.SSLCertVerificationError) for each in chain):
        return Answer(Fate.REFUSED, "certificate not believed")
    silent = any(isinstance(each, TimeoutError) for each in chain)
    return Answer(Fate.LATER, f"no answer in {patience:g} s" if silent else "no connection")


class _Trusting(HTTPAdapter):
    """Believes what this machine believes; requests would bring a list of its own."""

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        """With the trust of all that leaves."""
        super().init_poolmanager(*args, **more, ssl_context=trust("notify"))

    def send(self, request: PreparedRequest, *args: Any, **more: Any) -> Response:
        """Looks at the certificate, whatever REQUESTS_CA_BUNDLE says."""
        return super().send(request, *args, **(more | {"verify": True}))

    def cert_verify(self, *_: Any) -> None:
        """The context has done so."""
