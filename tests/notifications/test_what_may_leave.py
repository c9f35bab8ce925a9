"""Whoever looks at all that leaves the house does see: a name, a canary, another sentence, a link that tells."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from familyapp.notifications.channel import Message
from familyapp.notifications.email import letter
from familyapp.notifications.push import payload
from tests.support.authority import Authority
from tests.support.messages import ROSA, ROSAS_NUMBER, a_message, emailed, settings_with, texted
from tests.support.notify_desk import EMAIL_TEMPLATE, TEXT_TEMPLATE
from tests.support.notify_service import NotifyService
from tests.support.permitted import Doorkeeper
from tests.support.smtp_server import FROM, MailServer

ANOTHER_ID = uuid4()


def looks_at_push(keeper: Doorkeeper, message: Message) -> None:
    keeper.look_at_push(payload(message))


def looks_at_email(keeper: Doorkeeper, message: Message) -> None:
    settings = settings_with(smtp_url="smtps://mail.example", email_from=FROM)
    keeper.look_at_email(letter(settings, ROSA, message).as_bytes())


def looks_at_text(keeper: Doorkeeper, message: Message) -> None:
    asked = {
        "phone_number": ROSAS_NUMBER,
        "template_id": TEXT_TEMPLATE,
        "personalisation": {"sentence": message.sentence, "link": message.link},
        "reference": "0" * 32,
    }
    keeper.look_at_notify("sms", json.dumps(asked).encode())


def looks_at_notify_email(keeper: Doorkeeper, message: Message) -> None:
    asked = {
        "email_address": ROSA,
        "template_id": EMAIL_TEMPLATE,
        "personalisation": {
            "sentence": message.sentence,
            "link": message.link,
            "stop_link": message.stop_link,
        },
        "reference": "0" * 32,
        "one_click_unsubscribe_url": message.stop_link,
    }
    keeper.look_at_notify("email", json.dumps(asked).encode())


WAYS: dict[str, Callable[[Doorkeeper, Message], None]] = {
    "push": looks_at_push,
    "e-mail": looks_at_email,
    "text": looks_at_text,
    "Notify's e-mail": looks_at_notify_email,
}
STRANGE: dict[str, dict[str, Any]] = {
    "a name in the sentence": {"sentence": "Something is new for Maya."},
    "words in the place of the sentence": {"sentence": "Maya wants Grandma to come to the meeting"},
    "a fourth sentence": {"sentence": "Somebody has added a worry."},
    "two sentences": {"sentence": "Something is new. Please open the app and have a look."},
    "one family, counted": {"sentence": "1 families have something new."},
    "a link that names a family": {"link": f"https://plan.test/families/{uuid4()}/plan"},
    "a link with words in it": {"link": f"https://plan.test/news/{uuid4()}?about=maya"},
    "a link that is a number": {"link": "https://plan.test/news/1234"},
    "a link with an id that can be reckoned": {"link": f"https://plan.test/news/{UUID(int=7)}"},
    "a link with somebody's name and password": {"link": f"https://maya:x@plan.test/news/{uuid4()}"},
    "an id that must not come in": {"link": f"https://plan.test/news/{ANOTHER_ID}"},
    "a canary": {"sentence": "Something is new.canary0123456789ab"},
}
STRANGE_TITLES: dict[str, dict[str, Any]] = {
    "a title that names somebody": {"title": "Maya’s plan"},
    "a title that says what it is": {"title": "Our plan: safety plan"},
}
STRANGE_ENDINGS: dict[str, dict[str, Any]] = {
    "a stop link that names somebody": {"stop_link": "https://plan.test/stop/rosa.okafor@example.org"},
    "a stop link to somewhere else": {"stop_link": f"https://plan.test/people/{uuid4()}"},
}


def a_keeper() -> Doorkeeper:
    """One whose counts are not the run's."""
    keeper = Doorkeeper(Counter())
    keeper.keeps_out.add(str(ANOTHER_ID))
    return keeper


@pytest.mark.parametrize("way", WAYS)
def test_what_we_send_may_leave(way: str) -> None:
    keeper = a_keeper()
    WAYS[way](keeper, a_message())
    keeper.leaves()


@pytest.mark.parametrize(
    ("way", "changed"),
    [
        pytest.param(way, changed, id=f"{way}: {what}")
        for ways, table in (
            (WAYS, STRANGE),
            (["push", "e-mail"], STRANGE_TITLES),
            (["e-mail", "Notify's e-mail"], STRANGE_ENDINGS),
        )
        for way in ways
        for what, changed in table.items()
    ],
)
def test_what_must_not_leave_is_seen(way: str, changed: dict[str, Any]) -> None:
    keeper = a_keeper()
    WAYS[way](keeper, replace(a_message(), **changed))
    with pytest.raises(AssertionError, match="Not permitted to leave the house"):
        keeper.leaves()
    keeper.leaves()  # said once


HEADERS = {
    "a header with a name": b"X-Family: Okafor\r\n",
    "a second subject": b"Subject: Maya\r\n",
    "a copy to somebody": b"Cc: lena@example.org\r\n",
    "who opened it": b"Disposition-Notification-To: plan@council.example\r\n",
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_another_header_is_seen(header: bytes) -> None:
    keeper = a_keeper()
    settings = settings_with(smtp_url="smtps://mail.example", email_from=FROM)
    keeper.look_at_email(header + letter(settings, ROSA, a_message()).as_bytes())
    with pytest.raises(AssertionError):
        keeper.leaves()


def test_html_beside_the_text_is_seen() -> None:
    keeper = a_keeper()
    settings = settings_with(smtp_url="smtps://mail.example", email_from=FROM)
    mail = letter(settings, ROSA, a_message())
    mail.add_alternative("<img src='https://council.example/opened.gif'>", subtype="html")
    keeper.look_at_email(mail.as_bytes())
    with pytest.raises(AssertionError, match="more than one part"):
        keeper.leaves()


def test_an_envelope_for_somebody_else_is_seen() -> None:
    keeper = a_keeper()
    settings = settings_with(smtp_url="smtps://mail.example", email_from=FROM)
    keeper.look_at_email(letter(settings, ROSA, a_message()).as_bytes(), [ROSA, "lena@example.org"])
    with pytest.raises(AssertionError, match="its envelope is for"):
        keeper.leaves()


def test_another_header_of_a_request_is_seen() -> None:
    keeper = a_keeper()
    keeper.look_at_notify("sms", b"{}", b"POST / HTTP/1.1\r\nHost: x\r\nX-Family: Okafor\r\n\r\n")
    with pytest.raises(AssertionError, match="a header x-family"):
        keeper.leaves()


@pytest.mark.parametrize("extra", [{"image": "https://x.example/maya.png"}, {"data": {"family": "Okafor"}}])
def test_another_field_of_a_push_is_seen(extra: dict[str, Any]) -> None:
    keeper = a_keeper()
    words = json.loads(payload(a_message()))
    words["notification"] |= extra
    keeper.look_at_push(json.dumps(words).encode())
    with pytest.raises(AssertionError):
        keeper.leaves()


@pytest.mark.parametrize("plain", [b"", b"Maya", b"[]", b'{"notification": 1}', b"\xff"])
def test_something_else_than_a_push_is_seen(plain: bytes) -> None:
    keeper = a_keeper()
    keeper.look_at_push(plain)
    with pytest.raises(AssertionError):
        keeper.leaves()


def test_a_mail_server_fails_its_test_when_such_a_letter_came(trusted: Authority) -> None:
    server = MailServer(trusted.server_context())
    server.doorkeeper = a_keeper()
    server.start()
    emailed(server, what=replace(a_message(), sentence="Maya has a new worry."))
    with pytest.raises(AssertionError, match="Maya has a new worry"):
        server.stop()


def test_notify_fails_its_test_when_such_a_message_came(trusted: Authority) -> None:
    service = NotifyService(trusted.server_context())
    service.doorkeeper = a_keeper()
    service.start()
    texted(service, what=replace(a_message(), sentence="Maya has a new worry."))
    with pytest.raises(AssertionError, match="Maya has a new worry"):
        service.stop()


def test_a_short_name_is_seen_in_words_and_not_in_letters_drawn_at_random() -> None:
    keeper = Doorkeeper(Counter())
    keeper.keeps_out.add("Nan")
    keeper.look("push", "authorization: vapid t=eyJhbGciOiJFUzI1NiNanHlQ-Nan-8xP2", iter(()))
    assert keeper.strange == []
    keeper.look("push", '{"body": "Nan has news."}', iter(()))
    assert keeper.strange == ["push: 'Nan' is in it"]
