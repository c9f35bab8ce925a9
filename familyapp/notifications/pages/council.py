"""For the council's administrators: messages that did not arrive."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp.languages import gettext as _
from familyapp.languages import ngettext
from familyapp.network import Act, CouncilRole
from familyapp.notifications.channel import Channel, Fate
from familyapp.notifications.due import Due
from familyapp.notifications.failed import failed_messages, refusing_channels, try_again
from familyapp.web.answers import go_to, not_found, render
from familyapp.web.dates import day_in_words
from familyapp.web.routes import page
from familyapp.web.visit import signed_in


@dataclass(frozen=True, slots=True)
class Lost:
    """One message that did not arrive, as the list shows it."""

    id: UUID
    name: str
    channel: str
    why: str
    tries: str


def channel_in_words(channel: Channel) -> str:
    """What people call this way of being told."""
    names = {Channel.PUSH: _("Phone"), Channel.EMAIL: _("E-mail"), Channel.TEXT: _("Text message")}
    return names[channel]


def reason_in_words(due: Due) -> str:
    """Why it did not arrive, and what the other side said."""
    reasons = {
        Fate.GONE: _("This address is not there any more. They need to give another one."),
        Fate.REFUSED: _("The service does not accept us."),
    }
    why = reasons.get(Fate(due.fate or Fate.LATER), _("The service was busy, silent or out of order."))
    return f"{why} {_('It said: %(reason)s.') % {'reason': due.reason}}" if due.reason else why


def _administrator(request: Request, session: Session) -> None:
    if signed_in(request, session).person.council_role != CouncilRole.ADMINISTRATOR:
        not_found()


def show_messages(request: Request, session: Session) -> Response:
    """What was given up after a day, and which services do not accept us. Names and ways; never what it was about."""
    _administrator(request, session)
    zone = request.app.state.settings.time_zone
    lost = [
        Lost(
            each.due.id,
            each.name,
            channel_in_words(Channel(each.due.channel)),
            reason_in_words(each.due),
            ngettext("Tried once, %(day)s.", "Tried %(count)d times since %(day)s.", each.due.tries)
            % {
                "count": each.due.tries,
                "day": day_in_words(each.due.first_tried_at or each.due.made_at, zone),
            },
        )
        for each in failed_messages(session)
    ]
    settle = _(
        "%(channel)s: the service does not accept us. Please look at its settings, and run “familyapp check”."
    )
    refusing = [settle % {"channel": channel_in_words(channel)} for channel in refusing_channels(session)]
    return render(request, "notifications/messages.html", place="me", lost=lost, refusing=refusing)


def try_message_again(request: Request, session: Session) -> Response:
    """One of them is owed anew. Pressing twice is pressing once."""
    _administrator(request, session)
    told = "owed_again" if try_again(session, request.path_params["due"]) else ""
    return go_to(request, "show_messages", told=told)


routes: list[Route] = [
    page("/council/messages", show_messages, act=Act.LOOK),
    page("/council/messages/{due:uuid}/again", try_message_again, act=Act.SELF, methods=["POST"]),
]
