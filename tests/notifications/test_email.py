"""E-mails by the council's mail server: what is in one, and what each answer of the server means."""

import re
import ssl
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from uuid import uuid4

import pytest
import trustme

from familyapp import clock
from familyapp.notifications import email
from familyapp.notifications.channel import Answer, Fate, Message
from familyapp.notifications.wording import say_look, say_news, say_news_of
from familyapp.settings import Settings
from tests.support.authority import Authority
from tests.support.smtp_server import FROM, MailServer, mail_server_on

ROSA = "rosa.okafor@example.org"
PATIENCE = 0.5


def settings_for(server: MailServer, **more: str) -> Settings:
    values = {"smtp_url": server.url, "email_from": FROM, "origin": "https://plan.test"} | more
    return Settings(_env_file=None, **values)  # type: ignore[call-arg,arg-type]


def message(sentence: str = "", stops: bool = True, title: str = "Our plan") -> Message:
    return Message(
        title=title,
        sentence=sentence or say_news("en"),
        link=f"https://plan.test/news/{uuid4()}",
        tag="tag",
        stop_link=f"https://plan.test/stop/{uuid4()}" if stops else "",
    )


def sent(
    server: MailServer, to: str = ROSA, what: Message | None = None, patience: float = PATIENCE
) -> Answer:
    return email.send(settings_for(server), to, what or message(), patience=patience)


# What is in one.


def test_an_e_mail_is_the_sentence_the_link_and_where_e_mails_are_ended(mail_server: MailServer) -> None:
    told = message()
    assert sent(mail_server, what=told) == Answer(Fate.DELIVERED, "250")
    (letter,) = mail_server.letters
    assert letter.text == (
        f"Something is new.\n\n{told.link}\n\nTo stop these e-mails, open this: {told.stop_link}\n"
    )
    assert (letter.sender, letter.to) == (FROM, [ROSA])


@pytest.mark.parametrize("sentence", [say_news("en"), say_news_of(12, "en"), say_look("en")])
def test_subject_and_sender_are_the_app_s_name_whatever_happened(
    mail_server: MailServer, sentence: str
) -> None:
    sent(mail_server, what=message(sentence))
    mail = mail_server.letters[0].mail
    assert (mail["Subject"], mail["From"], mail["To"]) == ("Our plan", f"Our plan <{FROM}>", ROSA)
    assert mail_server.letters[0].text.startswith(f"{sentence}\n\n")


def test_it_has_these_headers_and_no_others(mail_server: MailServer) -> None:
    told = message()
    sent(mail_server, what=told)
    mail = mail_server.letters[0].mail
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] == f"<{told.stop_link}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert abs(parsedate_to_datetime(mail["Date"]) - clock.now()) < timedelta(minutes=1)
    assert mail.get_content_type() == "text/plain"
    assert not mail.is_multipart()
    assert {name.lower() for name in mail.keys()} == set(  # noqa: SIM118
        "from to subject date message-id auto-submitted list-unsubscribe list-unsubscribe-post "
        "content-type content-transfer-encoding mime-version".split()
    )


def test_a_link_travels_in_one_piece(mail_server: MailServer) -> None:
    told = message(title="Ein gemeinsamer Plan für alle, die dazugehören, und noch ein paar Wörter mehr")
    mail_server.doorkeeper.speaks(told.title)
    sent(mail_server, what=told)
    lines = mail_server.letters[0].raw.split(b"\r\n")
    assert f"List-Unsubscribe: <{told.stop_link}>".encode() in lines
    assert told.link.encode() in lines
    assert mail_server.letters[0].mail["Subject"] == told.title
    assert max(map(len, lines)) < 998


def test_without_a_way_to_stop_there_is_no_empty_one(mail_server: MailServer) -> None:
    told = message(say_look("en"), stops=False)
    sent(mail_server, what=told)
    assert mail_server.letters[0].mail["List-Unsubscribe"] is None
    assert mail_server.letters[0].text == f"Please open the app and have a look.\n\n{told.link}\n"


def test_a_second_try_has_the_same_id_and_another_message_another(mail_server: MailServer) -> None:
    told = message()
    for each in (told, told, message()):
        sent(mail_server, what=each)
    ids = [letter.mail["Message-ID"] for letter in mail_server.letters]
    assert ids[0] == ids[1] != ids[2]
    assert all(re.fullmatch(rf"<[0-9a-f]{{32}}@{FROM.partition('@')[2]}>", each) for each in ids)
    assert str(told.link).rpartition("/")[2].replace("-", "") not in ids[0]


def test_a_name_with_line_ends_makes_no_header(mail_server: MailServer) -> None:
    mail_server.doorkeeper.speaks("Our plan Bcc: mallory@example.org")
    assert (
        sent(mail_server, what=message(title="Our plan\r\nBcc: mallory@example.org")).fate == Fate.DELIVERED
    )
    assert mail_server.letters[0].mail["Bcc"] is None
    assert mail_server.letters[0].to == [ROSA]


@pytest.mark.parametrize(
    "to", ["", "rosa@example.org\r\nRCPT TO:<mallory@example.org>", "rosa@example.org, mallory@example.org"]
)
def test_what_is_no_address_is_not_written_to(mail_server: MailServer, to: str) -> None:
    assert sent(mail_server, to) == Answer(Fate.GONE, "not an address")
    assert not mail_server.commands


def test_a_host_in_another_script_is_written_to_in_ascii(mail_server: MailServer) -> None:
    assert sent(mail_server, "rosa@münchen.example").fate == Fate.DELIVERED
    assert mail_server.letters[0].to == ["rosa@xn--mnchen-3ya.example"]


# How we sign in, and that nothing private travels in the open.


def test_name_and_password_are_sent_under_tls_only(asked_mail_server: MailServer) -> None:
    assert sent(asked_mail_server).fate == Fate.DELIVERED
    assert bytes(asked_mail_server.in_the_open) == b"ehlo plan.test\r\nSTARTTLS\r\n"
    assert asked_mail_server.commands == "greeting EHLO STARTTLS EHLO AUTH MAIL RCPT DATA LETTER".split()


def test_a_server_that_offers_no_tls_gets_nothing(authority: Authority) -> None:
    with mail_server_on(authority, "never") as server:
        assert sent(server) == Answer(Fate.REFUSED, "no TLS offered")
        assert bytes(server.everything) == b"ehlo plan.test\r\n"


def test_a_server_that_will_not_begin_tls_gets_nothing(asked_mail_server: MailServer) -> None:
    asked_mail_server.says("STARTTLS", "454 TLS not available now")
    assert sent(asked_mail_server).fate == Fate.LATER
    assert b"MAIL" not in asked_mail_server.everything.upper()


def test_a_plain_server_where_tls_should_be_is_not_spoken_to(authority: Authority) -> None:
    with mail_server_on(authority, "never") as server:
        url = server.url.replace("smtp://", "smtps://")
        answer = email.send(settings_for(server, smtp_url=url), ROSA, message(), patience=PATIENCE)
        assert answer == Answer(Fate.REFUSED, "no TLS spoken there")
        assert b"okafor" not in server.everything


def test_a_wrong_password_is_refused_and_the_operator_reads_why(mail_server: MailServer) -> None:
    url = f"smtps://plan:wrong@localhost:{mail_server.port}"
    answer = email.send(settings_for(mail_server, smtp_url=url), ROSA, message(), patience=PATIENCE)
    assert answer == Answer(Fate.REFUSED, "name and password refused (535)")


def test_a_relay_that_wants_a_password_and_gets_none(mail_server: MailServer) -> None:
    url = f"smtps://localhost:{mail_server.port}"
    answer = email.send(settings_for(mail_server, smtp_url=url), ROSA, message(), patience=PATIENCE)
    assert answer == Answer(Fate.REFUSED, "sender refused (530)")


def expired(authority: Authority) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    yesterday = datetime.now(UTC) - timedelta(days=1)
    authority._authority.issue_cert("localhost", not_after=yesterday).configure_cert(context)
    return context


def of_strangers(_authority: Authority) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(context)
    return context


def of_another_name(authority: Authority) -> ssl.SSLContext:
    return authority.server_context("mail.example")


@pytest.mark.parametrize("tls", ["at once", "asked"])
@pytest.mark.parametrize("shown", [expired, of_strangers, of_another_name])
def test_a_certificate_that_is_not_believed_ends_it(
    trusted: Authority, shown: object, tls: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert callable(shown)
    server = MailServer(shown(trusted), tls)
    server.start()
    try:
        assert sent(server) == Answer(Fate.REFUSED, "certificate not believed")
        assert b"okafor" not in server.everything
        assert "AUTH" not in server.commands
    finally:
        server.stop()


# What each answer means.

ANSWERS = {
    "421 at the greeting": ("greeting", "421 4.3.2 Closing down", Fate.LATER, "connection refused (421)"),
    "554 at the greeting": ("greeting", "554 No service", Fate.REFUSED, "connection refused (554)"),
    "454 for the password": ("AUTH", "454 4.7.0 Try again", Fate.LATER, "name and password refused (454)"),
    "535 for the password": ("AUTH", "535 5.7.8 Wrong", Fate.REFUSED, "name and password refused (535)"),
    "421 in the middle": ("MAIL", "421 4.4.2 Bye", Fate.LATER, "sender refused (421)"),
    "451 for the sender": ("MAIL", "451 4.3.0 Busy", Fate.LATER, "sender refused (451)"),
    "530 for the sender": ("MAIL", "530 5.7.0 Sign in", Fate.REFUSED, "sender refused (530)"),
    "550 for the sender": ("MAIL", "550 5.7.1 Not yours", Fate.REFUSED, "sender refused (550)"),
    "421 for the mailbox": ("RCPT", "421 4.3.2 Bye", Fate.LATER, "recipient refused (421)"),
    "450 greylisted": ("RCPT", "450 4.2.0 Greylisted", Fate.LATER, "recipient refused (450)"),
    "452 full": ("RCPT", "452 4.2.2 Full", Fate.LATER, "recipient refused (452)"),
    "550 no such mailbox": ("RCPT", "550 5.1.1 No such user here", Fate.GONE, "550 5.1.1"),
    "550 without a word": ("RCPT", "550 Unknown", Fate.GONE, "550"),
    "550 closed": ("RCPT", "550 5.2.1 Disabled", Fate.GONE, "550 5.2.1"),
    "550 as Exchange says it": ("RCPT", "550 5.4.1 Address rejected: Access denied", Fate.GONE, "550 5.4.1"),
    "551 moved": ("RCPT", "551 5.1.6 User not local", Fate.GONE, "551 5.1.6"),
    "553 no such name": ("RCPT", "553 5.1.3 Mailbox name not allowed", Fate.GONE, "553 5.1.3"),
    "550 full": ("RCPT", "550 5.2.2 Over quota", Fate.LATER, "550 5.2.2"),
    "552 full": ("RCPT", "552 5.2.2 Over quota", Fate.LATER, "552 5.2.2"),
    "550 we may not relay": ("RCPT", "550 5.7.1 Relaying denied", Fate.REFUSED, "550 5.7.1"),
    "550 we may not relay, in words": ("RCPT", "550 relay not permitted", Fate.REFUSED, "550"),
    "550 we are blocked": ("RCPT", "550 Client host blocked", Fate.REFUSED, "550"),
    "554 for the mailbox": ("RCPT", "554 5.7.1 Rejected", Fate.REFUSED, "recipient refused (554)"),
    "451 before the letter": ("DATA", "451 4.3.0 Busy", Fate.LATER, "letter refused (451)"),
    "451 after the letter": ("LETTER", "451 4.3.0 Busy", Fate.LATER, "letter refused (451)"),
    "550 after the letter": ("LETTER", "550 5.7.1 Looks like spam", Fate.REFUSED, "letter refused (550)"),
    "550 no mailbox, said late": ("LETTER", "550 5.1.1 No such user", Fate.GONE, "550"),
    "554 after the letter": ("LETTER", "554 5.6.0 Not so", Fate.REFUSED, "letter refused (554)"),
}


@pytest.mark.parametrize(("at", "said", "fate", "reason"), ANSWERS.values(), ids=ANSWERS)
def test_what_an_answer_means(mail_server: MailServer, at: str, said: str, fate: Fate, reason: str) -> None:
    mail_server.says(at, said)
    assert sent(mail_server) == Answer(fate, reason)
    mail_server.is_well()
    assert sent(mail_server).fate == Fate.DELIVERED
