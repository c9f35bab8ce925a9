"""Our side of Web Push in a test: it sends to one phone, and asks what we make of what its push service says."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from familyapp.notifications.channel import Answer, Message
from familyapp.notifications.push import PATIENCE, Push
from familyapp.notifications.subscription import Subscription
from familyapp.notifications.vapid import new_key, public_key
from familyapp.settings import Settings
from tests.support.push_service import PushService
from tests.support.replies import Reply

LINK = "https://plan.example/news/5f0c1f5e-3c52-4c1b-9a53-0d5b8a2f7c11"
NEWS = Message("Our plan", "Something is new.", LINK, "nan-family", badge=3)


class Sender:
    """Our side, and one phone that has asked to be told."""

    def __init__(
        self, service: PushService, patience: float = PATIENCE, keys: list[str] | None = None
    ) -> None:
        self.service = service
        self.settings = Settings.model_validate(
            {
                "vapid_keys": keys or [new_key()],
                "push_hosts": [service.place],
                "origin": "https://plan.example",
            }
        )
        self.push = Push(self.settings, patience)
        self.phone = self.new_phone()

    def new_phone(self) -> Subscription:
        """Another phone asks, as its browser and our page would keep it."""
        vapid = public_key(self.settings)
        given = self.service.subscribe(vapid)
        return Subscription(
            person_id=uuid4(), sign_in_id=uuid4(), endpoint=given["endpoint"], vapid=vapid, **given["keys"]
        )

    def send(self, message: Message = NEWS) -> Answer:
        """Sends to the phone."""
        return self.push.send(self.phone, message)

    def answered(self, *replies: Reply) -> Answer:
        """What we make of it when the push service answers so."""
        self.service.say(self.phone.endpoint, *replies)
        return self.send()


NewSender = Callable[..., Sender]


@pytest.fixture
def new_sender(push_service: PushService, request: pytest.FixtureRequest) -> NewSender:
    """Makes senders: `new_sender()`, `new_sender(patience)`, `new_sender(keys=[...])`."""

    def make(patience: float = PATIENCE, keys: list[str] | None = None) -> Sender:
        sender = Sender(push_service, patience, keys)
        request.addfinalizer(sender.push.close)
        return sender

    return make


@pytest.fixture
def sender(new_sender: NewSender) -> Sender:
    """Our side with one key, one phone that asked under it, and the whole patience."""
    return new_sender()
