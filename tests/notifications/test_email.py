"""What is in an e-mail: the sentence, the link, where e-mails are ended, and nothing else."""

import re
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest

from familyapp import clock
from familyapp.notifications.channel import Answer, Fate
from familyapp.notifications.wording import say_look, say_news, say_news_of
from tests.support.messages import ROSA, a_message, emailed
from tests.support.smtp_server import FROM, MailServer


def test_an_e_mail_is_the_sentence_the_link_and_where_e_mails_are_ended(mail_server: MailServer) -> None:
    told = a_message()
    assert emailed(mail_server, what=told) == Answer(Fate.DELIVERED, "250")
    (letter,) = mail_server.letters
    assert letter.text == (
        f"Something is new.\n\n{told.link}\n\nTo stop these e-mails, open this: {told.stop_link}\n"
    )
    assert (letter.sender, letter.to) == (FROM, [ROSA])


@pytest.mark.parametrize("sentence", [say_news("en"), say_news_of(12, "en"), say_look("en")])
def test_subject_and_sender_are_the_app_s_name_whatever_happened(
    mail_server: MailServer, sentence: str
) -> None:
    emailed(mail_server, what=a_message(sentence))
    mail = mail_server.letters[0].mail
    assert (mail["Subject"], mail["From"], mail["To"]) == ("Our plan", f"Our plan <{FROM}>", ROSA)
    assert mail_server.letters[0].text.startswith(f"{sentence}\n\n")


def test_it_has_these_headers_and_no_others(mail_server: MailServer) -> None:
    told = a_message()
    emailed(mail_server, what=told)
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
    told = a_message(title="Ein gemeinsamer Plan für uns, unsere Familie und noch ein paar Wörter mehr")
    mail_server.doorkeeper.speaks(told.title)
    emailed(mail_server, what=told)
    lines = mail_server.letters[0].raw.split(b"\r\n")
    assert f"List-Unsubscribe: <{told.stop_link}>".encode() in lines
    assert told.link.encode() in lines
    assert mail_server.letters[0].mail["Subject"] == told.title
    assert max(map(len, lines)) < 998


def test_without_a_way_to_stop_there_is_no_empty_one(mail_server: MailServer) -> None:
    told = a_message(say_look("en"), stops=False)
    emailed(mail_server, what=told)
    assert mail_server.letters[0].mail["List-Unsubscribe"] is None
    assert mail_server.letters[0].text == f"Please open the app and have a look.\n\n{told.link}\n"


def test_a_second_try_has_the_same_id_and_another_message_another(mail_server: MailServer) -> None:
    told = a_message()
    for each in (told, told, a_message()):
        emailed(mail_server, what=each)
    ids = [letter.mail["Message-ID"] for letter in mail_server.letters]
    assert ids[0] == ids[1] != ids[2]
    assert all(re.fullmatch(rf"<[0-9a-f]{{32}}@{FROM.partition('@')[2]}>", each) for each in ids)
    assert str(told.link).rpartition("/")[2].replace("-", "") not in ids[0]


def test_a_name_with_line_ends_makes_no_header(mail_server: MailServer) -> None:
    mail_server.doorkeeper.speaks("Our plan Bcc: mallory@example.org")
    assert (
        emailed(mail_server, what=a_message(title="Our plan\r\nBcc: mallory@example.org")).fate
        == Fate.DELIVERED
    )
    assert mail_server.letters[0].mail["Bcc"] is None
    assert mail_server.letters[0].to == [ROSA]


@pytest.mark.parametrize(
    "to", ["", "rosa@example.org\r\nRCPT TO:<mallory@example.org>", "rosa@example.org, mallory@example.org"]
)
def test_what_is_no_address_is_not_written_to(mail_server: MailServer, to: str) -> None:
    assert emailed(mail_server, to) == Answer(Fate.GONE, "not an address")
    assert not mail_server.commands


def test_a_host_in_another_script_is_written_to_in_ascii(mail_server: MailServer) -> None:
    assert emailed(mail_server, "rosa@münchen.example").fate == Fate.DELIVERED
    assert mail_server.letters[0].to == ["rosa@xn--mnchen-3ya.example"]
