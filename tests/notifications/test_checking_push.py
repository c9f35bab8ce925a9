"""Push is offered where there is a key; a check tries the council's own push services and says what is wrong."""

import pytest

from familyapp.notifications.channel import Answer, Channel, Fate
from familyapp.notifications.doors import Doors
from familyapp.notifications.vapid import new_key
from familyapp.settings import Settings
from tests.support.authority import Authority
from tests.support.ports import free_port
from tests.support.push_service import PushService
from tests.support.sender import NEWS, Sender


def doors(**settings: object) -> Doors:
    return Doors(Settings.model_validate({"vapid_keys": [new_key()]} | settings))


def test_without_a_key_no_push_is_offered(sender: Sender) -> None:
    none = doors(vapid_keys=[])
    assert none.offered == frozenset()
    assert none.check() == []
    assert none.push(sender.phone, NEWS) == Answer(Fate.REFUSED, "not set up")
    none.close()


def test_with_a_key_it_is_and_the_browsers_services_are_not_troubled() -> None:
    ready = doors()
    assert ready.offered == {Channel.PUSH}
    assert ready.check() == [("push", "")]
    ready.close()


def test_a_push_goes_through_the_door(sender: Sender) -> None:
    ours = Doors(sender.settings)
    assert ours.push(sender.phone, NEWS) == Answer(Fate.DELIVERED, "201")
    ours.close()


def test_a_service_of_our_own_that_answers(push_service: PushService) -> None:
    assert doors(push_hosts=[push_service.place]).check() == [("push", "")]
    assert push_service.everything == b""


def test_one_that_does_not(push_service: PushService) -> None:
    port = free_port()
    ((_, wrong),) = doors(push_hosts=[push_service.place, f"localhost:{port}"]).check()
    assert wrong == f"the push service localhost:{port} does not answer"


def test_one_that_nobody_vouches_for(tmp_path_factory: pytest.TempPathFactory) -> None:
    stranger = PushService(Authority(tmp_path_factory.mktemp("stranger")).server_context())
    stranger.start()
    ((_, wrong),) = doors(push_hosts=[stranger.place]).check()
    assert wrong == f"the push service {stranger.place} shows no certificate that this machine trusts"
    stranger.stop()
