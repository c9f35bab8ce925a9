"""Notifications: what is new for a person since they last looked. In the app only, so far."""

from familyapp.notifications.looked import Looked, look, looked_until
from familyapp.notifications.update import News, Update, has_news, news_for

__all__ = ["Looked", "News", "Update", "has_news", "look", "looked_until", "news_for"]
