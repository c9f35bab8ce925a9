"""A council that has set up every way of telling people. Nothing is sent by it: nobody listens at these addresses."""

import json
from typing import Any

from familyapp.notifications.vapid import new_key

VAPID_KEY = new_key()


def every_channel(**more: Any) -> dict[str, Any]:
    """The settings, to be given to `Settings` besides others."""
    return {
        "vapid_keys": [VAPID_KEY],
        "smtp_url": "smtps://localhost:9",
        "email_from": "plan@council.example.org",
        "notify_api_key": "plan-00000000-0000-4000-8000-000000000001-00000000-0000-4000-8000-000000000002",
        "notify_text_template": "00000000-0000-4000-8000-000000000003",
    } | more


def every_channel_in_words() -> dict[str, str]:
    """The same as a server's environment says it."""
    return {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in every_channel().items()
    }
