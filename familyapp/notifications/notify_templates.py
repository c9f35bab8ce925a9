"""Whether GOV.UK Notify knows our key, and whether the council's templates there say what they must and no more."""

from collections.abc import Iterable

from notifications_python_client.errors import APIError
from requests import RequestException

from familyapp.notifications.text_message import PATIENCE, has_whole_key, judge, notify_client
from familyapp.notifications.wording import say_how_to_stop
from familyapp.settings import Settings

TEXT = "((sentence)) ((link))"
"""What a text message's template holds, new lines taken as spaces."""
EMAIL = "((sentence)) ((link)) {how_to_stop} ((stop_link))"
"""What an e-mail's template holds. Its subject is the app's name."""


def check_texts(settings: Settings, *, patience: float = PATIENCE) -> str:
    """Whether text messages can be sent: "" or a sentence what is wrong. Sends nothing."""
    return _checked(settings, "TEXT", "sms", settings.notify_text_template, {TEXT}, patience)


def check_emails(settings: Settings, *, patience: float = PATIENCE) -> str:
    """The same for e-mails by Notify."""
    bodies = {EMAIL.format(how_to_stop=say_how_to_stop(tag)) for tag in settings.languages}
    return _checked(settings, "EMAIL", "email", settings.notify_email_template, bodies, patience)


def _checked(
    settings: Settings, which: str, kind: str, template_id: str, bodies: Iterable[str], patience: float
) -> str:
    setting = f"FAMILYAPP_NOTIFY_{which}_TEMPLATE"
    if not has_whole_key(settings):
        return (
            "FAMILYAPP_NOTIFY_API_KEY is not a whole key: copy all of it from Notify, the name and both ids"
        )
    try:
        with notify_client(settings, patience) as notify:
            template = notify.get_template(template_id)
    except (APIError, RequestException, OSError, ValueError) as failed:
        if getattr(failed, "status_code", None) in {400, 404}:
            return f"Notify has no template with the id in {setting}"
        reason = judge(failed, patience).reason
        if reason in {"401", "403"}:
            return "Notify does not know the key in FAMILYAPP_NOTIFY_API_KEY"
        return f"Notify cannot be used: {reason}"
    if not isinstance(template, dict) or template.get("type") != kind:
        return f"the template in {setting} is of another kind: it must be one for {_KINDS[kind]}"
    body = " ".join(str(template.get("body")).split())
    fields = [field for field in ("((sentence))", "((link))", "((stop_link))") if field in min(bodies)]
    missing = [field for field in fields if field not in body]
    if missing:
        return f"the template in {setting} does not hold {' and '.join(missing)}"
    if body not in bodies:
        return f"the template in {setting} says more than our sentences: copy it word by word from the docs"
    if kind == "email" and template.get("subject") != settings.app_name:
        return f"the subject of the template in {setting} must be the app's name, {settings.app_name}"
    return ""


_KINDS = {"sms": "text messages", "email": "e-mails"}
