"""Notifications: what is new for a person since they last looked, and telling them outside of the app."""

from familyapp.notifications.doors import Doors
from familyapp.notifications.due import Due, due_called, due_confirmation
from familyapp.notifications.line import leads_to
from familyapp.notifications.looked import Looked, look, looked_until
from familyapp.notifications.teller import Teller
from familyapp.notifications.update import News, Update, has_news, news_for

__all__ = [
    "Doors",
    "Due",
    "Looked",
    "News",
    "Teller",
    "Update",
    "due_called",
    "due_confirmation",
    "has_news",
    "leads_to",
    "look",
    "looked_until",
    "news_for",
]
