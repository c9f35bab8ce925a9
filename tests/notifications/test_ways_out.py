"""Which way an e-mail or a text message takes, and that a way that is not set up is offered to nobody."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from familyapp.notifications.channel import Answer, Channel, Fate
from familyapp.notifications.doors import Doors
from tests.support.messages import ROSA, ROSAS_NUMBER, a_message, settings_for_mail, settings_with
from tests.support.notify_service import NotifyService
from tests.support.smtp_server import MailServer


def test_with_nothing_set_up_nothing_is_offered_and_nothing_leaves() -> None:
    doors = Doors(settings_with())
    assert doors.offered == frozenset()
    assert doors.email(ROSA, a_message()) == Answer(Fate.REFUSED, "not set up")
    assert doors.text(ROSAS_NUMBER, a_message()) == Answer(Fate.REFUSED, "not set up")
    doors.close()


def test_a_mail_server_takes_e_mails(mail_server: MailServer) -> None:
    doors = Doors(settings_for_mail(mail_server))
    assert doors.offered == {Channel.EMAIL}
    assert doors.email(ROSA, a_message()).fate == Fate.DELIVERED
    assert [letter.to for letter in mail_server.letters] == [[ROSA]]
    doors.close()


def test_without_one_notify_takes_both(notify_service: NotifyService) -> None:
    doors = Doors(settings_with(**notify_service.settings))
    assert doors.offered == {Channel.EMAIL, Channel.TEXT}
    assert doors.email(ROSA, a_message()).fate == Fate.DELIVERED
    assert doors.text(ROSAS_NUMBER, a_message()).fate == Fate.DELIVERED
    assert [sent.kind for sent in notify_service.sent] == ["email", "sms"]
    doors.close()


def test_with_both_the_mail_server_takes_e_mails(
    mail_server: MailServer, notify_service: NotifyService
) -> None:
    doors = Doors(settings_for_mail(mail_server, **notify_service.settings))
    doors.email(ROSA, a_message())
    doors.text(ROSAS_NUMBER, a_message())
    assert (len(mail_server.letters), [sent.kind for sent in notify_service.sent]) == (1, ["sms"])
    doors.close()


@pytest.mark.parametrize(
    ("missing", "offered"),
    [
        ("notify_text_template", {Channel.EMAIL}),
        ("notify_email_template", {Channel.TEXT}),
        ("notify_api_key", set()),
    ],
)
def test_what_notify_has_no_template_for_is_not_offered(
    notify_service: NotifyService, missing: str, offered: set[Channel]
) -> None:
    doors = Doors(settings_with(**(notify_service.settings | {missing: ""})))
    assert doors.offered == offered
    doors.close()


def test_eight_threads_at_once(mail_server: MailServer, notify_service: NotifyService) -> None:
    doors = Doors(settings_for_mail(mail_server, **notify_service.settings))
    with ThreadPoolExecutor(8) as threads:
        answers = list(
            threads.map(
                lambda number: (
                    doors.email(ROSA, a_message()) if number % 2 else doors.text(ROSAS_NUMBER, a_message())
                ),
                range(40),
            )
        )
    assert {answer.fate for answer in answers} == {Fate.DELIVERED}
    assert (len(mail_server.letters), len(notify_service.sent)) == (20, 20)
    doors.close()
