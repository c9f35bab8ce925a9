"""Where else somebody wants to be written to: a mailbox, a mobile phone. Each says once that it is theirs."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp.languages import gettext as _
from familyapp.network import Act
from familyapp.notifications.address import email_address, mobile_number
from familyapp.notifications.channel import Channel, Every
from familyapp.notifications.due import due_confirmation
from familyapp.notifications.pages.wishes import own_wishes, wishes_page
from familyapp.notifications.wishes import (
    AskedTooOften,
    ask_email,
    ask_number,
    forget_email,
    forget_number,
)
from familyapp.web.answers import go_to
from familyapp.web.forms import form_of
from familyapp.web.routes import page
from familyapp.web.visit import signed_in


def ask_for_emails(request: Request, session: Session) -> Response:
    """This address from now on, once its person has opened the link in it; and how often."""
    form, wishes = form_of(request), own_wishes(request, session, Channel.EMAIL)
    form.line("email", 320)
    address = email_address(form.raw("email"))
    if address is None:
        form.errors["email"] = _("Please write one address, for example nan@example.org.")
    every = form.choice("every", Every, wishes.every)
    if form.errors or address is None or every is None:
        return wishes_page(request, session, 422)
    wishes.every = every
    try:
        is_new = ask_email(wishes, address)
    except AskedTooOften:
        form.errors["email"] = _too_often()
        return wishes_page(request, session, 422)
    if is_new:
        due_confirmation(session, wishes.id, Channel.EMAIL)
    return go_to(request, "show_notifications", told="link_sent" if is_new else "wished", at="email")


def ask_for_texts(request: Request, session: Session) -> Response:
    """The same for a mobile number."""
    form, wishes = form_of(request), own_wishes(request, session, Channel.TEXT)
    form.line("number", 40)
    number = mobile_number(form.raw("number"))
    if number is None:
        form.errors["number"] = _("Please write one mobile number, for example 07700 900123.")
    if form.errors or number is None:
        return wishes_page(request, session, 422)
    try:
        is_new = ask_number(wishes, number)
    except AskedTooOften:
        form.errors["number"] = _too_often()
        return wishes_page(request, session, 422)
    if is_new:
        due_confirmation(session, wishes.id, Channel.TEXT)
    return go_to(request, "show_notifications", told="link_sent" if is_new else "wished", at="text")


def remove_email(request: Request, session: Session) -> Response:
    """No e-mails any more."""
    forget_email(session, signed_in(request, session).person.id)
    return go_to(request, "show_notifications", told="address_removed", at="email")


def remove_number(request: Request, session: Session) -> Response:
    """No text messages any more."""
    forget_number(session, signed_in(request, session).person.id)
    return go_to(request, "show_notifications", told="address_removed", at="text")


def _too_often() -> str:
    return _("We have sent you several links today. Please look for the newest one, or try again tomorrow.")


routes: list[Route] = [
    page("/me/notifications/email", ask_for_emails, act=Act.SELF, methods=["POST"]),
    page("/me/notifications/email/remove", remove_email, act=Act.SELF, methods=["POST"]),
    page("/me/notifications/text", ask_for_texts, act=Act.SELF, methods=["POST"]),
    page("/me/notifications/text/remove", remove_number, act=Act.SELF, methods=["POST"]),
]
