"""`familyapp check` tries each way of telling people that is set up, and says in words what is wrong with it."""

import pytest

from tests.command_line.conftest import Ended, Typed
from tests.support.authority import Authority
from tests.support.notify_desk import CLOCK, EMAIL_TEMPLATE, TEXT_TEMPLATE, Refused, Template
from tests.support.notify_service import NotifyService
from tests.support.ports import free_port
from tests.support.smtp_conversation import PASSWORD
from tests.support.smtp_server import FROM, MailServer, mail_server_on


@pytest.fixture
def checked(typed: Typed, sqlite_url: str) -> Typed:
    """Types `check` with these settings on a database that is in order."""

    def check(**settings: str) -> Ended:
        return typed("check", database_url=sqlite_url, **settings)

    return check


def line(ended: Ended, name: str) -> str:
    """What was said of one thing."""
    (said,) = [each for each in ended.out.splitlines() if each.startswith(name)]
    return said.removeprefix(name).strip()


def test_ways_that_are_not_set_up_are_not_wrong(checked: Typed) -> None:
    done = checked()
    assert (line(done, "E-mail"), line(done, "Text")) == ("not set up, so not offered to anybody",) * 2
    assert done.status == 0


# The mail server.


def mail(server: MailServer, **more: str) -> dict[str, str]:
    return {"smtp_url": server.url, "email_from": FROM} | more


def test_a_mail_server_in_order(checked: Typed, mail_server: MailServer) -> None:
    done = checked(**mail(mail_server))
    assert (line(done, "E-mail"), done.status) == ("in order", 0)
    assert mail_server.commands[:4] == "greeting EHLO AUTH NOOP".split()
    assert PASSWORD not in done.said


def test_one_where_tls_begins_when_it_is_asked_for(checked: Typed, asked_mail_server: MailServer) -> None:
    done = checked(**mail(asked_mail_server))
    assert (line(done, "E-mail"), done.status) == ("in order", 0)


def test_a_wrong_password(checked: Typed, mail_server: MailServer) -> None:
    done = checked(**mail(mail_server, smtp_url=f"smtps://plan:hush@localhost:{mail_server.port}"))
    assert line(done, "E-mail") == "the mail server cannot be used: name and password refused (535)"
    assert done.status == 1
    assert "hush" not in done.said


def test_a_mail_server_without_tls(checked: Typed, trusted: Authority) -> None:
    with mail_server_on(trusted, "never") as server:
        done = checked(**mail(server))
    assert line(done, "E-mail") == "the mail server cannot be used: no TLS offered"
    assert done.status == 1


def test_a_certificate_that_this_machine_does_not_believe(
    checked: Typed, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    done = checked(**mail(mail_server))
    assert line(done, "E-mail") == "the mail server cannot be used: certificate not believed"
    assert done.status == 1


def test_a_mail_server_that_is_not_there(checked: Typed) -> None:
    done = checked(smtp_url=f"smtps://localhost:{free_port()}", email_from=FROM)
    assert line(done, "E-mail") == "the mail server cannot be used: no connection"
    assert done.status == 1


# GOV.UK Notify.


def test_notify_in_order(checked: Typed, notify_service: NotifyService) -> None:
    done = checked(**notify_service.settings)
    assert (line(done, "E-mail"), line(done, "Text"), done.status) == ("in order", "in order", 0)
    assert notify_service.requests == [
        f"GET /v2/template/{EMAIL_TEMPLATE} HTTP/1.1",
        f"GET /v2/template/{TEXT_TEMPLATE} HTTP/1.1",
    ]


def test_with_a_mail_server_notify_sends_text_messages_only(
    checked: Typed, mail_server: MailServer, notify_service: NotifyService
) -> None:
    done = checked(**notify_service.settings, **mail(mail_server))
    assert (line(done, "E-mail"), line(done, "Text"), done.status) == ("in order", "in order", 0)
    assert len(notify_service.requests) == 1


WRONG = {
    "half a key": (
        {"notify_api_key": "our_plan-1234"},
        "FAMILYAPP_NOTIFY_API_KEY is not a whole key: copy all of it from Notify, the name and both ids",
    ),
    "another key": (
        {"notify_api_key": f"our_plan-{EMAIL_TEMPLATE}-{TEXT_TEMPLATE}"},
        "Notify does not know the key in FAMILYAPP_NOTIFY_API_KEY",
    ),
    "an id that is none": (
        {"notify_text_template": "the-text-one"},
        "Notify has no template with the id in FAMILYAPP_NOTIFY_TEXT_TEMPLATE",
    ),
    "another id": (
        {"notify_text_template": "00000000-0000-4000-8000-000000000000"},
        "Notify has no template with the id in FAMILYAPP_NOTIFY_TEXT_TEMPLATE",
    ),
    "the other template": (
        {"notify_text_template": EMAIL_TEMPLATE},
        "the template in FAMILYAPP_NOTIFY_TEXT_TEMPLATE is of another kind: it must be one for text messages",
    ),
    "nobody there": ({"notify_url": "http://localhost:1"}, "Notify cannot be used: no connection"),
}


@pytest.mark.parametrize(("settings", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_notify_is_said_in_words(
    checked: Typed, notify_service: NotifyService, settings: dict[str, str], said: str
) -> None:
    done = checked(**(notify_service.settings | settings))
    assert (line(done, "Text"), done.status) == (said, 1)
    assert notify_service.desk.secret not in done.said


TOO_MUCH = (
    "the template in FAMILYAPP_NOTIFY_TEXT_TEMPLATE says more than our sentences: "
    "copy it word by word from the docs"
)
TEMPLATES = {
    "no sentence": (
        TEXT_TEMPLATE,
        Template("sms", "Look: ((link))"),
        "the template in FAMILYAPP_NOTIFY_TEXT_TEMPLATE does not hold ((sentence))",
    ),
    "nothing at all": (
        TEXT_TEMPLATE,
        Template("sms", "Hello"),
        "the template in FAMILYAPP_NOTIFY_TEXT_TEMPLATE does not hold ((sentence)) and ((link))",
    ),
    "words of its own": (
        TEXT_TEMPLATE,
        Template("sms", "Children’s services: ((sentence)) ((link))"),
        TOO_MUCH,
    ),
    "a field that nobody fills": (
        TEXT_TEMPLATE,
        Template("sms", "((sentence)) ((name)) ((link))"),
        TOO_MUCH,
    ),
    "no way to stop e-mails": (
        EMAIL_TEMPLATE,
        Template("email", "((sentence))\n\n((link))", "Our plan"),
        "the template in FAMILYAPP_NOTIFY_EMAIL_TEMPLATE does not hold ((stop_link))",
    ),
    "a subject that tells": (
        EMAIL_TEMPLATE,
        Template(
            "email",
            "((sentence))\n\n((link))\n\nTo stop these e-mails, open this: ((stop_link))",
            "News of your child’s safety plan",
        ),
        "the subject of the template in FAMILYAPP_NOTIFY_EMAIL_TEMPLATE must be the app's name, Our plan",
    ),
}


@pytest.mark.parametrize(("which", "template", "said"), TEMPLATES.values(), ids=TEMPLATES)
def test_a_template_that_says_too_little_or_too_much(
    checked: Typed, notify_service: NotifyService, which: str, template: Template, said: str
) -> None:
    notify_service.desk.templates[which] = template
    done = checked(**notify_service.settings)
    assert line(done, "Text" if which == TEXT_TEMPLATE else "E-mail") == said
    assert done.status == 1


def test_a_clock_that_is_wrong(checked: Typed, notify_service: NotifyService) -> None:
    notify_service.says(Refused(403, "AuthError", CLOCK))
    done = checked(**notify_service.settings)
    assert line(done, "Text") == "Notify cannot be used: 403, our clock is wrong"
    assert done.status == 1


# Settings that cannot be.


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("smtp_url", "smtps://plan:secretly@"),
        ("smtp_url", "http://plan:secretly@mail.example"),
        ("smtp_url", "smtps://plan:secretly%0d%0aRSET@mail.example"),
        ("smtp_url", "smtps://plan:secretly%FF@mail.example"),
        ("smtp_url", "smtps://plan:secretly@mail.example/secretly"),
        ("email_from", "plan@council.example\r\nBcc: secretly@example.org"),
        ("email_from", "Plan <secretly@council.example>"),
        ("email_from", "secretly"),
        ("notify_url", "http://secretly.example"),
        ("notify_url", "https://api.notify.example/secretly"),
    ],
)
def test_a_setting_that_cannot_be_is_named_and_not_repeated(checked: Typed, setting: str, value: str) -> None:
    done = checked(**{setting: value})
    assert done.status == 1
    assert done.said.startswith(f"FAMILYAPP_{setting.upper()}: give ")
    assert "secretly" not in done.said


def test_a_mail_server_needs_a_sender(checked: Typed) -> None:
    done = checked(smtp_url="smtps://mail.example")
    assert done.status == 1
    assert done.said.startswith("FAMILYAPP_EMAIL_FROM: give the address that e-mails come from")
