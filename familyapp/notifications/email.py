"""An e-mail by the council's own mail server: what it carries, and what the server's answer means (RFC 5321)."""

import hashlib
import re
import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from socket import gaierror

from familyapp import clock
from familyapp.notifications.address import email_address
from familyapp.notifications.channel import Answer, Fate, Message
from familyapp.notifications.smtp import FAILURES, MailServer, conversation
from familyapp.notifications.wording import say_how_to_stop
from familyapp.settings import Settings

PATIENCE = 5.0
"""Seconds that the mail server may take for each answer."""
UNFOLDED = SMTP.clone(max_line_length=900)
"""A link is one word and stays in one piece; lines may have 998 letters (RFC 5322, 2.1.1)."""
OUR_FAULT = re.compile(rb"relay|authent|block|spam|policy", re.IGNORECASE)
"""What a server says when it refuses us and not the mailbox, though with the same number."""


def send(settings: Settings, address: str, message: Message, *, patience: float = PATIENCE) -> Answer:
    """Sends one e-mail to one address. Never raises: every failure is an answer, and no answer names anybody."""
    to = email_address(address)
    if to is None:
        return Answer(Fate.GONE, "not an address")
    try:
        mail = letter(settings, to, message).as_bytes()
        with conversation(_mail_server(settings), settings.rp_id, patience) as server:
            server.sendmail(settings.email_from, [to], mail)
    except FAILURES as failed:
        return judge(failed, patience)
    return Answer(Fate.DELIVERED, "250")


def check(settings: Settings, *, patience: float = PATIENCE) -> str:
    """Whether the mail server takes our name and password: "" or a sentence what is wrong. Sends nothing."""
    if not settings.email_from:
        return "FAMILYAPP_EMAIL_FROM is not set: e-mails need an address that they come from"
    try:
        with conversation(_mail_server(settings), settings.rp_id, patience) as server:
            server.noop()
    except FAILURES as failed:
        return f"the mail server cannot be used: {judge(failed, patience).reason}"
    return ""


def letter(settings: Settings, to: str, message: Message) -> EmailMessage:
    """The sentence, the link, and where e-mails are ended. No HTML, and nothing that tells when it is opened."""
    mail = EmailMessage(policy=UNFOLDED)
    name = " ".join(message.title.split())
    mail["From"] = Address(name, addr_spec=settings.email_from)
    mail["To"] = to
    mail["Subject"] = name
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = f"<{reference(message)}@{settings.email_from.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no machine answers it
    body = f"{message.sentence}\n\n{message.link}\n"
    if message.stop_link:
        mail["List-Unsubscribe"] = f"<{message.stop_link}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
        body += f"\n{say_how_to_stop(message.language)} {message.stop_link}\n"
    mail.set_content(body)
    return mail


def reference(message: Message) -> str:
    """A name for this delivery that tells nothing. Its link is random: a second try, and only that, has the same.

    Mailboxes show two letters with one Message-ID once; GOV.UK Notify finds what was sent by its reference.
    """
    return hashlib.sha256(f"delivery {message.link}".encode()).hexdigest()[:32]


def judge(failed: Exception, patience: float = PATIENCE) -> Answer:
    """What became of an e-mail when the conversation ended with this."""
    match failed:
        case smtplib.SMTPRecipientsRefused(recipients=refused):
            return _mailbox(*next(iter(refused.values())))
        case smtplib.SMTPAuthenticationError(smtp_code=code):
            return _refused_or_later(code, "name and password refused")
        case smtplib.SMTPSenderRefused(smtp_code=code):
            return _refused_or_later(code, "sender refused")
        case smtplib.SMTPDataError(smtp_code=code, smtp_error=said):
            # Some servers take every name and look for the mailbox when the letter has come.
            gone = code == 550 and isinstance(said, bytes) and said.startswith((b"5.1.1 ", b"5.1.10 "))
            return Answer(Fate.GONE, str(code)) if gone else _refused_or_later(code, "letter refused")
        case smtplib.SMTPResponseException(smtp_code=code):
            return _refused_or_later(code, "connection refused")
        case smtplib.SMTPServerDisconnected():
            silent = isinstance(failed.__context__, TimeoutError)
            return Answer(Fate.LATER, f"no answer in {patience:g} s" if silent else "connection cut")
        case smtplib.SMTPNotSupportedError() if "STARTTLS" in str(failed):
            return Answer(Fate.REFUSED, "no TLS offered")
        case smtplib.SMTPException():
            return Answer(Fate.REFUSED, "no way to sign in offered")
        case ssl.SSLCertVerificationError():
            return Answer(Fate.REFUSED, "certificate not believed")
        case ssl.SSLEOFError() | ssl.SSLZeroReturnError() | ConnectionResetError():
            return Answer(Fate.LATER, "connection cut")
        case ssl.SSLError():
            return Answer(Fate.REFUSED, "no TLS spoken there")
        case TimeoutError():
            return Answer(Fate.LATER, f"no answer in {patience:g} s")
        case gaierror():
            return Answer(Fate.LATER, "no such mail server found")
        case OSError():
            return Answer(Fate.LATER, "no connection")
    return Answer(Fate.REFUSED, "settings not usable")


def _mailbox(code: int, said: bytes) -> Answer:
    """What a refused recipient means: no such mailbox, a full one, or that we are not to send (RFC 3463 section 3)."""
    found = re.match(rb"5\.\d{1,3}\.\d{1,3}(?= |$)", said)
    detail = found[0].decode() if found else ""
    reason = f"{code} {detail}".strip()
    if code in {550, 551, 553}:
        if detail == "5.2.2":  # full
            return Answer(Fate.LATER, reason)
        ours = detail.startswith("5.7.") or detail in {"5.1.7", "5.1.8"} or OUR_FAULT.search(said)
        return Answer(Fate.REFUSED if ours else Fate.GONE, reason)
    return Answer(Fate.LATER, reason) if code == 552 else _refused_or_later(code, "recipient refused")


def _refused_or_later(code: int, reason: str) -> Answer:
    # -1: what it said was no answer in SMTP.
    return Answer(Fate.REFUSED if code >= 500 else Fate.LATER, f"{reason} ({code})")


def _mail_server(settings: Settings) -> MailServer:
    return MailServer.at(settings.smtp_url.get_secret_value())
