"""What each answer of a mail server means for an e-mail, and what its silence means."""

import time

import pytest

from familyapp.notifications.channel import Answer, Fate
from tests.support.authority import Authority
from tests.support.messages import IMPATIENT, ROSA, a_message, emailed
from tests.support.ports import free_port
from tests.support.smtp_server import MailServer, mail_server_on

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
    assert emailed(mail_server) == Answer(fate, reason)
    mail_server.is_well()
    assert emailed(mail_server).fate == Fate.DELIVERED


PLACES = "greeting EHLO AUTH MAIL RCPT DATA LETTER".split()


@pytest.mark.parametrize("at", PLACES)
def test_a_server_that_falls_silent_is_left_in_time(mail_server: MailServer, at: str) -> None:
    mail_server.says(at, "hang")
    began = time.monotonic()
    assert emailed(mail_server, patience=IMPATIENT) == Answer(Fate.LATER, "no answer in 0.7 s")
    assert time.monotonic() - began < 5 * IMPATIENT
    assert mail_server.commands[-1] == at


@pytest.mark.parametrize("at", ["greeting", "RCPT", "LETTER"])
def test_a_trickle_of_bytes_does_not_renew_our_patience(mail_server: MailServer, at: str) -> None:
    mail_server.says(at, "drip")
    began = time.monotonic()
    assert emailed(mail_server, patience=IMPATIENT) == Answer(Fate.LATER, "no answer in 0.7 s")
    assert time.monotonic() - began < 5 * IMPATIENT


@pytest.mark.parametrize("at", PLACES)
def test_a_line_that_is_cut_is_tried_again_later(mail_server: MailServer, at: str) -> None:
    mail_server.says(at, "reset")
    assert emailed(mail_server) == Answer(Fate.LATER, "connection cut")


def test_a_slow_server_is_waited_for(mail_server: MailServer) -> None:
    for at in PLACES[:-1]:
        mail_server.is_slow(at, 0.05)
    assert emailed(mail_server, patience=2).fate == Fate.DELIVERED


def test_a_server_that_looks_at_the_letter_first_is_given_time_so_that_it_is_not_sent_twice(
    mail_server: MailServer,
) -> None:
    mail_server.is_slow("LETTER", 1.5 * IMPATIENT)
    assert emailed(mail_server, patience=IMPATIENT).fate == Fate.DELIVERED
    assert len(mail_server.letters) == 1


def test_how_it_says_goodbye_changes_nothing(mail_server: MailServer) -> None:
    mail_server.says("QUIT", "hang")
    began = time.monotonic()
    assert emailed(mail_server).fate == Fate.DELIVERED
    assert time.monotonic() - began < 5


def test_nobody_is_there(authority: Authority) -> None:
    with mail_server_on(authority) as server:
        url = f"smtps://localhost:{free_port()}"
        assert emailed(server, smtp_url=url) == Answer(Fate.LATER, "no connection")


def test_a_host_that_has_no_name(mail_server: MailServer) -> None:
    url = "smtps://nobody.invalid"
    assert emailed(mail_server, smtp_url=url) == Answer(Fate.LATER, "no such mail server found")


def test_one_that_speaks_no_smtp(mail_server: MailServer) -> None:
    mail_server.says("greeting", "2!0 what")
    assert emailed(mail_server).fate == Fate.LATER


@pytest.mark.parametrize(
    "said", ["550 5.1.1 <rosa.okafor@example.org>: nobody", "554 rosa.okafor@example.org", "450 rosa.okafor"]
)
def test_no_answer_names_anybody(mail_server: MailServer, said: str) -> None:
    mail_server.says("RCPT", said, to=ROSA)
    answer = emailed(mail_server, what=a_message())
    assert "rosa" not in answer.reason
    assert "okafor" not in repr(answer)
