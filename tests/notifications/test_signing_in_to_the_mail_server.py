"""How we sign in to the council's mail server, and that nothing private travels in the open."""

import logging
import ssl
from datetime import UTC, datetime, timedelta

import pytest
import trustme

from familyapp.notifications.channel import Answer, Fate
from familyapp.notifications.smtp import MailServer as Known
from tests.support.authority import Authority
from tests.support.messages import emailed
from tests.support.smtp_conversation import NAME, PASSWORD
from tests.support.smtp_server import MailServer, mail_server_on


def test_name_and_password_are_sent_under_tls_only(asked_mail_server: MailServer) -> None:
    assert emailed(asked_mail_server).fate == Fate.DELIVERED
    assert bytes(asked_mail_server.in_the_open) == b"ehlo plan.test\r\nSTARTTLS\r\n"
    said = asked_mail_server.commands[:]
    assert said[:9] == "greeting EHLO STARTTLS EHLO AUTH MAIL RCPT DATA LETTER".split()
    assert said[9:] in ([], ["QUIT"])  # nobody waits until the goodbye is heard


def test_a_server_that_offers_no_tls_gets_nothing(authority: Authority) -> None:
    with mail_server_on(authority, "never") as server:
        assert emailed(server) == Answer(Fate.REFUSED, "no TLS offered")
        assert bytes(server.everything) == b"ehlo plan.test\r\n"


def test_a_server_that_will_not_begin_tls_gets_nothing(asked_mail_server: MailServer) -> None:
    asked_mail_server.says("STARTTLS", "454 TLS not available now")
    assert emailed(asked_mail_server).fate == Fate.LATER
    assert b"MAIL" not in asked_mail_server.everything.upper()


def test_a_plain_server_where_tls_should_be_is_not_spoken_to(authority: Authority) -> None:
    with mail_server_on(authority, "never") as server:
        url = server.url.replace("smtp://", "smtps://")
        answer = emailed(server, smtp_url=url)
        assert answer == Answer(Fate.REFUSED, "no TLS spoken there")
        assert b"okafor" not in server.everything


def test_a_wrong_password_is_refused_and_the_operator_reads_why(mail_server: MailServer) -> None:
    url = f"smtps://plan:wrong@localhost:{mail_server.port}"
    answer = emailed(mail_server, smtp_url=url)
    assert answer == Answer(Fate.REFUSED, "name and password refused (535)")


def test_a_relay_that_wants_a_password_and_gets_none(mail_server: MailServer) -> None:
    url = f"smtps://localhost:{mail_server.port}"
    answer = emailed(mail_server, smtp_url=url)
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
        assert emailed(server) == Answer(Fate.REFUSED, "certificate not believed")
        assert b"okafor" not in server.everything
        assert "AUTH" not in server.commands
    finally:
        server.stop()


def test_name_and_password_are_read_as_the_setting_writes_them() -> None:
    known = Known.at("smtps://our%20plan%40council:p%3Ass%2Fw%40rd%201%25@mail.example")
    assert (known.name, known.password) == (NAME, PASSWORD)
    assert (known.host, known.port) == ("mail.example", 465)
    assert Known.at("smtp://mail.example").port == 587
    assert Known.at("smtp://mail.example:2525").port == 2525
    assert PASSWORD not in repr(known)


def test_nothing_is_written_into_the_log(mail_server: MailServer, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        emailed(mail_server)
        mail_server.says("RCPT", "550 5.1.1 Nobody called <rosa.okafor@example.org>")
        emailed(mail_server)
    assert [each.name for each in caplog.records if not each.name.startswith("mail.")] == []
