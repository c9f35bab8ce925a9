"""What GOV.UK Notify says to a request, as the real one does: whom it knows, what it takes, and in which words not.

After the sources of alphagov/notifications-api: `app/authentication/auth.py`, `app/v2/errors.py` and its schemas.
"""

import re
import time
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from notifications_python_client.authentication import decode_jwt_token, get_token_issuer
from notifications_python_client.errors import TokenError, TokenExpiredError

TEXT_TEMPLATE, EMAIL_TEMPLATE = str(uuid4()), str(uuid4())
TEXT_BODY = "((sentence))\r\n\r\n((link))"
EMAIL_BODY = "((sentence))\r\n\r\n((link))\r\n\r\nTo stop these e-mails, open this: ((stop_link))"
CLOCK = "Error: Your system clock must be accurate to within 30 seconds"
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Refused(Exception):
    """Notify says no, as the real one says it."""

    def __init__(self, status: int, error: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"status_code": status, "errors": [{"error": error, "message": message}]}


@dataclass(frozen=True)
class Sent:
    """One message that Notify has taken."""

    at: float
    """Seconds of the monotonic clock, which all processes of a machine share."""
    kind: str
    """`sms` or `email`."""
    to: str
    text: str
    """What somebody reads: the template, filled in."""
    asked: dict[str, Any]
    """The whole request."""


@dataclass
class Template:
    """One of the council's templates at Notify."""

    kind: str
    body: str
    subject: str | None = None

    def filled(self, values: dict[str, str]) -> str:
        """With its fields filled in; each must be given."""
        missing = sorted({each for each in re.findall(r"\(\((\w+)\)\)", self.body) if each not in values})
        if missing:
            raise Refused(400, "BadRequestError", f"Missing personalisation: {', '.join(missing)}")
        return re.sub(r"\(\((\w+)\)\)", lambda found: str(values[found[1]]), self.body)


class Desk:
    """One service of one council at Notify."""

    def __init__(self) -> None:
        self.service_id, self.secret = str(uuid4()), str(uuid4())
        self.templates = {
            TEXT_TEMPLATE: Template("sms", TEXT_BODY),
            EMAIL_TEMPLATE: Template("email", EMAIL_BODY, "Our plan"),
        }

    def knows(self, authorization: str) -> None:
        """Raises Refused for a token that is not of this service, not signed with its key, or older than 30 s."""
        if not authorization:
            raise Refused(401, "AuthError", "Unauthorized: authentication token must be provided")
        scheme, _, token = authorization.partition(" ")
        if scheme != "Bearer":
            raise Refused(401, "AuthError", "Unauthorized: authentication bearer scheme must be used")
        try:
            if get_token_issuer(token) != self.service_id:  # type: ignore[no-untyped-call]
                raise Refused(403, "AuthError", "Invalid token: service not found")
            decode_jwt_token(token, self.secret)  # type: ignore[no-untyped-call]
        except TokenExpiredError:
            raise Refused(403, "AuthError", CLOCK) from None
        except TokenError:
            raise Refused(403, "AuthError", "Invalid token: API key not found") from None

    def template(self, template_id: str) -> dict[str, Any]:
        """GET /v2/template/ID."""
        if not UUID.fullmatch(template_id):
            raise Refused(400, "ValidationError", "id is not a valid UUID")
        if template_id not in self.templates:
            raise Refused(404, "NoResultFound", "No result found")
        known = self.templates[template_id]
        return {
            "id": template_id,
            "type": known.kind,
            "body": known.body,
            "subject": known.subject,
            "version": 1,
        }

    def take(self, kind: str, asked: dict[str, Any]) -> Sent:
        """POST /v2/notifications/KIND."""
        field_name = {"sms": "phone_number", "email": "email_address"}[kind]
        for each in (field_name, "template_id"):
            if each not in asked:
                raise Refused(400, "ValidationError", f"{each} is a required property")
        known = self.templates.get(asked["template_id"])
        if known is None:
            raise Refused(400, "BadRequestError", "Template not found")
        if known.kind != kind:
            raise Refused(
                400, "BadRequestError", f"{known.kind} template is not suitable for {kind} notification"
            )
        text = known.filled(asked.get("personalisation", {}))
        return Sent(time.monotonic(), kind, asked[field_name], text, asked)
