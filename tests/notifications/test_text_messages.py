"""Text messages, and e-mails without a mail server, by GOV.UK Notify: what is in one, and what its answers mean."""

import json
import logging
import ssl
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
import trustme

from familyapp.notifications.channel import Answer, Fate
from familyapp.notifications.wording import say_news_of
from tests.support.authority import Authority
from tests.support.messages import (
    IMPATIENT,
    ROSA,
    ROSAS_NUMBER,
    a_message,
    emailed_by_notify,
    texted,
)
from tests.support.notify_desk import CLOCK, EMAIL_TEMPLATE, TEXT_TEMPLATE, Refused
from tests.support.notify_service import NotifyService
from tests.support.ports import free_port
from tests.support.replies import HANG, RESET, Reply


def test_a_text_message_is_the_sentence_and_the_link(notify_service: NotifyService) -> None:
    told = a_message(say_news_of(3, "en"))
    assert texted(notify_service, what=told) == Answer(Fate.DELIVERED, "201")
    (sent,) = notify_service.sent
    assert sent.text == f"3 families have something new.\r\n\r\n{told.link}"
    assert sent.asked.keys() == {"phone_number", "template_id", "personalisation", "reference"}
    assert (sent.kind, sent.to, sent.asked["template_id"]) == ("sms", ROSAS_NUMBER, TEXT_TEMPLATE)


def test_an_e_mail_by_notify_can_be_stopped_with_one_click(notify_service: NotifyService) -> None:
    told = a_message()
    assert emailed_by_notify(notify_service, what=told) == Answer(Fate.DELIVERED, "201")
    (sent,) = notify_service.sent
    assert sent.text.split() == (
        f"Something is new. {told.link} To stop these e-mails, open this: {told.stop_link}".split()
    )
    assert sent.asked["one_click_unsubscribe_url"] == told.stop_link
    assert (sent.kind, sent.to, sent.asked["template_id"]) == ("email", ROSA, EMAIL_TEMPLATE)


def test_a_second_try_has_the_same_reference_and_another_message_another(
    notify_service: NotifyService,
) -> None:
    told = a_message()
    for each in (told, told, a_message()):
        texted(notify_service, what=each)
    references = [sent.asked["reference"] for sent in notify_service.sent]
    assert references[0] == references[1] != references[2]


def test_a_number_is_sent_in_one_spelling(notify_service: NotifyService) -> None:
    texted(notify_service, "07700 900123")
    assert notify_service.sent[0].to == ROSAS_NUMBER


@pytest.mark.parametrize("to", ["", "999", "٠٧٧٠٠٩٠٠١٢٣", "07700900123\r\n07700900124"])
def test_what_is_no_mobile_number_is_not_written_to(notify_service: NotifyService, to: str) -> None:
    assert texted(notify_service, to) == Answer(Fate.GONE, "not a mobile number")
    assert emailed_by_notify(notify_service, to) == Answer(Fate.GONE, "not an address")
    assert notify_service.requests == []


def test_many_threads_may_send_at_once(notify_service: NotifyService) -> None:
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: texted(notify_service), range(24)))
    assert {answer.fate for answer in answers} == {Fate.DELIVERED}
    assert len({sent.asked["personalisation"]["link"] for sent in notify_service.sent}) == 24


# What each answer means.

TEAM_ONLY = Refused(400, "BadRequestError", "Can’t send to this recipient using a team-only API key")
ANSWERS = {
    "too few digits": (Refused(400, "ValidationError", "phone_number Not enough digits"), Fate.GONE),
    "no country": (Refused(400, "ValidationError", "phone_number Not a valid country prefix"), Fate.GONE),
    "not a UK mobile": (Refused(400, "ValidationError", "phone_number Not a UK mobile number"), Fate.GONE),
    "as an older Notify says it": (Refused(400, "InvalidPhoneError", "Not enough digits"), Fate.GONE),
    "no number at all": (
        Refused(400, "ValidationError", "phone_number is a required property"),
        Fate.REFUSED,
    ),
    "only for its own team": (TEAM_ONLY, Fate.REFUSED),
    "numbers abroad are switched off": (
        Refused(400, "BadRequestError", "Cannot send to international mobile numbers"),
        Fate.REFUSED,
    ),
    "no such template": (Refused(400, "BadRequestError", "Template not found"), Fate.REFUSED),
    "a template with other fields": (
        Refused(400, "BadRequestError", "Missing personalisation: name"),
        Fate.REFUSED,
    ),
    "no token": (
        Refused(401, "AuthError", "Unauthorized: authentication token must be provided"),
        Fate.REFUSED,
    ),
    "a key that was taken back": (Refused(403, "AuthError", "Invalid token: API key revoked"), Fate.REFUSED),
    "404": (Refused(404, "NoResultFound", "No result found"), Fate.REFUSED),
    "too many a minute": (
        Refused(
            429, "RateLimitError", "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds"
        ),
        Fate.LATER,
    ),
    "too many a day": (
        Refused(429, "TooManyRequestsError", "Exceeded send limits (50) for today"),
        Fate.LATER,
    ),
    "500": (Refused(500, "Exception", "Internal server error"), Fate.LATER),
    "503": (Refused(503, "Exception", "Come back"), Fate.LATER),
    "301 to somewhere else": (Reply(301, {"Location": "/elsewhere"}), Fate.LATER),
    "307 to somewhere else": (Reply(307, {"Location": "https://localhost:1/elsewhere"}), Fate.LATER),
}


@pytest.mark.parametrize(("said", "fate"), ANSWERS.values(), ids=ANSWERS)
def test_what_an_answer_means(notify_service: NotifyService, said: Refused | Reply, fate: Fate) -> None:
    notify_service.says(said)
    answer = texted(notify_service)
    assert answer.fate == fate
    assert answer.reason.startswith(str(said.status))
    assert (len(notify_service.requests), len(notify_service.sent)) == (1, 0)
    notify_service.is_well()
    assert texted(notify_service).fate == Fate.DELIVERED


def test_a_mailbox_that_cannot_be_is_gone(notify_service: NotifyService) -> None:
    notify_service.says(Refused(400, "ValidationError", "email_address Not a valid email address"), to=ROSA)
    assert emailed_by_notify(notify_service) == Answer(Fate.GONE, "400, this recipient")
    assert emailed_by_notify(notify_service, "lena@example.org").fate == Fate.DELIVERED


def test_a_team_s_key_is_named_to_the_operator(notify_service: NotifyService) -> None:
    notify_service.says(TEAM_ONLY)
    assert texted(notify_service) == Answer(Fate.REFUSED, "400, only for its own team")


def test_it_is_asked_to_wait_and_waits(notify_service: NotifyService) -> None:
    notify_service.says(Reply(429, {"Retry-After": "120"}))
    assert texted(notify_service) == Answer(Fate.LATER, "429", timedelta(minutes=2))


def test_a_key_that_notify_does_not_know(notify_service: NotifyService) -> None:
    key = notify_service.settings["notify_api_key"]
    another = key[:-4] + ("aaaa" if not key.endswith("aaaa") else "bbbb")
    assert texted(notify_service, notify_api_key=another) == Answer(Fate.REFUSED, "403")


@pytest.mark.parametrize("key", ["secret", "a" * 73, "our_plan-1234"])
def test_half_a_key_is_not_sent_anywhere(notify_service: NotifyService, key: str) -> None:
    assert texted(notify_service, notify_api_key=key) == Answer(Fate.REFUSED, "no Notify key")
    assert notify_service.requests == []


def test_a_clock_that_is_wrong_is_named_to_the_operator(notify_service: NotifyService) -> None:
    notify_service.says(Refused(403, "AuthError", CLOCK))
    assert texted(notify_service) == Answer(Fate.REFUSED, "403, our clock is wrong")


def test_a_portal_that_says_yes_to_everything_is_not_notify(notify_service: NotifyService) -> None:
    notify_service.says(Reply(200))
    assert texted(notify_service) == Answer(Fate.LATER, "200, not what Notify says")
    assert notify_service.sent == []


def test_silence_ends_in_time(notify_service: NotifyService) -> None:
    notify_service.says(HANG)
    began = time.monotonic()
    assert texted(notify_service, patience=IMPATIENT) == Answer(Fate.LATER, "no answer in 0.7 s")
    assert time.monotonic() - began < 5


def test_a_slow_notify_is_waited_for(notify_service: NotifyService) -> None:
    notify_service.says(Reply(wait=0.3))
    assert texted(notify_service).fate == Fate.DELIVERED


def test_a_line_that_is_cut_is_tried_again_later(notify_service: NotifyService) -> None:
    notify_service.says(RESET)
    assert texted(notify_service) == Answer(Fate.LATER, "no connection")
    assert len(notify_service.requests) == 1


def test_nobody_is_there(notify_service: NotifyService) -> None:
    nowhere = f"https://localhost:{free_port()}"
    assert texted(notify_service, notify_url=nowhere) == Answer(Fate.LATER, "no connection")


def test_a_certificate_that_is_not_believed_ends_it(
    trusted: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    strangers = trustme.CA()
    strangers.issue_cert("localhost").configure_cert(context)
    # What the library's own way would believe counts for nothing here.
    with strangers.cert_pem.tempfile() as file:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", file)
        service = NotifyService(context)
        service.start()
        try:
            assert texted(service) == Answer(Fate.REFUSED, "certificate not believed")
            assert not service.everything
        finally:
            service.stop()


def test_nothing_of_a_recipient_is_written_into_the_log(
    notify_service: NotifyService, caplog: pytest.LogCaptureFixture
) -> None:
    notify_service.says(Refused(400, "ValidationError", f"phone_number {ROSAS_NUMBER} is not one"))
    with caplog.at_level(logging.DEBUG):
        answer = texted(notify_service)
    assert ROSAS_NUMBER[1:] not in caplog.text + repr(answer)


def test_a_token_is_made_anew_for_each_message(notify_service: NotifyService) -> None:
    with time_machine.travel(datetime.now(UTC) - timedelta(minutes=2), tick=True):
        assert texted(notify_service).fate == Fate.DELIVERED
    assert texted(notify_service).fate == Fate.DELIVERED
    tokens = [
        line.split()[2]
        for line in bytes(notify_service.everything).decode().split("\r\n")
        if line.startswith("Authorization:")
    ]
    assert len(set(tokens)) == 2
    assert json.dumps(notify_service.desk.secret).strip('"') not in bytes(notify_service.everything).decode()
