"""What every page with a passkey does alike: asking the phone, spending the challenge, letting a browser in."""

import re
import secrets
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from familyapp import journal
from familyapp.languages import gettext as _
from familyapp.network import Audience, Person
from familyapp.passkeys.ceremony import Answer, read_answer, registration_options, sign_in_options
from familyapp.passkeys.challenge import Purpose, SpentChallenge, set_challenge, spend_for_good
from familyapp.passkeys.device import device_called
from familyapp.passkeys.passkey import Passkey
from familyapp.passkeys.proof import CopiedPasskey, remember_copied
from familyapp.passkeys.sign_in import end, start_sign_in, who_is
from familyapp.web.cookies import browser_of, session_token, set_browser, set_session
from familyapp.web.forms import form_of

SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
BROWSER = re.compile(r"[A-Za-z0-9_-]{22}")


def ask_known(request: Request, session: Session, purpose: Purpose, act: str = "") -> Response:
    """Asks the phone for a passkey that it has."""
    browser = _browser(request)
    challenge = set_challenge(session, purpose, browser, act=act)
    settings = request.app.state.settings
    return _asking(browser, {"get": sign_in_options(rp_id=settings.rp_id, challenge=challenge)})


def ask_new(
    request: Request, session: Session, purpose: Purpose, act: str, user_handle: bytes, known: list[Passkey]
) -> Response:
    """Asks the phone to make a passkey, unless it has one of `known`."""
    browser, settings = _browser(request), request.app.state.settings
    challenge = set_challenge(session, purpose, browser, act=act, user_handle=user_handle)
    options = registration_options(
        rp_id=settings.rp_id,
        app_name=settings.app_name,
        user_handle=user_handle,
        label=settings.app_name,
        challenge=challenge,
        exclude=[each.credential_id for each in known],
    )
    return _asking(browser, {"create": options})


def say(words: str, status: int) -> Response:
    """An answer to the page's script that it only has to show."""
    return JSONResponse({"words": words}, status)


def used_link_words() -> str:
    """One sentence for every link that opens nothing, so that nobody learns which kind it was."""
    return _("This link does not work any more. Ask for a new one.")


def no_passkey_words(request: Request) -> str:
    """Why nothing came of it, in words. The reason itself is nobody's business but ours."""
    if not form_of(request).raw("passkey"):
        return _("A passkey needs JavaScript, and this browser has it switched off. Nothing was changed.")
    return _("That did not work. Nothing was changed. Please try again.")


def secret_of(request: Request) -> str:
    """The secret that came in a link's fragment, '' when it cannot be one."""
    secret = form_of(request).raw("secret")
    return secret if SECRET.fullmatch(secret) else ""


def spent_answer(request: Request, purpose: Purpose, act: str = "") -> tuple[Answer, SpentChallenge | None]:
    """The phone's answer, read, and its challenge, spent for good. Raises CeremonyRefused.

    To be called before the page's own session has spoken to the database: SQLite lets one write at a time.
    """
    answer = read_answer(form_of(request).raw("passkey"))
    database = request.app.state.database
    return answer, spend_for_good(database, answer.challenge, purpose, browser_of(request) or "", act)


def tell_of_copy(request: Request, session: Session, copied: CopiedPasskey) -> None:
    """Gives up what the page began, and keeps for the person that their passkey's counter went back."""
    session.rollback()
    with request.app.state.database.writing() as own:
        remember_copied(own, copied.passkey_id)
        journal.write(
            own,
            journal.Kind.SIGN_COUNT_WENT_BACK,
            actor_id=copied.person_id,
            family_id=None,
            audience=Audience.ME,
            thing_id=copied.passkey_id,
        )


def label_of(request: Request) -> str:
    """What this phone will be called in its person's list."""
    return device_called(request.headers.get("user-agent", ""))


def is_shared(request: Request) -> bool:
    """Whether whoever comes in here said that others hold this phone, too."""
    form = getattr(request.state, "form", None)
    return form is not None and form.raw("shared") == "yes"


def let_in(
    request: Request, response: Response, session: Session, person: Person, passkey: Passkey | None
) -> Response:
    """Starts a sign-in with a new token. A token that the browser came with is ended, never taken over.

    On a shared phone it rests for ten minutes at most, and no page may be kept there.
    """
    before = session_token(request)
    found = who_is(session, before) if before else None
    if found is not None:
        end(session, found.sign_in.id)
    sign_in, token = start_sign_in(session, person, passkey, label_of(request), shared=is_shared(request))
    set_session(response, token, int((sign_in.ends_at - sign_in.started_at).total_seconds()))
    return response


def _browser(request: Request) -> str:
    mark = browser_of(request) or ""
    return mark if BROWSER.fullmatch(mark) else secrets.token_urlsafe(16)


def _asking(browser: str, question: dict[str, Any]) -> Response:
    words = {
        "cancelled": _("You stopped, or it took too long. Nothing was changed. You can try again."),
        "already": _("This phone has a passkey for this plan already. Please use that one."),
        "unable": _("This browser cannot use passkeys. Please try the one that came with your phone."),
    }
    response = JSONResponse(question | words)
    set_browser(response, browser)
    return response
