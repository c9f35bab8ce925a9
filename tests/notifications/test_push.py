"""A message reaches its phone sealed, signed, and as long as every other; nothing of it is logged."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from familyapp.notifications.channel import Answer, Fate, Message
from familyapp.notifications.push import ROOM, payload, topic_of
from familyapp.notifications.sealing import AROUND
from familyapp.notifications.vapid import new_key, public_key
from familyapp.notifications.wording import permitted, say_look, say_news, say_news_of
from tests.support.push_service import PushService
from tests.support.replies import OK, RESET, Reply
from tests.support.sender import LINK, NEWS, NewSender, Sender


def test_a_strict_push_service_takes_it_and_the_phone_shows_it(sender: Sender) -> None:
    assert sender.send() == Answer(Fate.DELIVERED, "201")
    (arrived,) = sender.service.wait_for(1)
    assert arrived.complaint == ""
    assert arrived.shown == {
        "web_push": 8030,
        "notification": {
            "title": "Our plan",
            "body": "Something is new.",
            "navigate": LINK,
            "tag": "nan-family",
            "lang": "en-GB",
            "dir": "ltr",
            "app_badge": 3,
        },
        "app_badge": 3,
    }
    assert arrived.headers["ttl"] == "86400"
    assert arrived.headers["urgency"] == "normal"
    assert arrived.headers["topic"] == topic_of("nan-family")
    assert arrived.headers["content-encoding"] == "aes128gcm"


def test_without_a_number_there_is_none(sender: Sender) -> None:
    words = payload(Message("Our plan", "Something is new.", LINK, "t"))
    assert b"badge" not in words


@pytest.mark.parametrize(
    "endpoint", ["https://localhost/push/x", "http://localhost:8123/x", "https://evil.example/x", "", "x"]
)
def test_an_address_that_is_not_allowed_is_not_posted_to(sender: Sender, endpoint: str) -> None:
    sender.phone.endpoint = endpoint
    assert sender.send() == Answer(Fate.REFUSED, "not a push service we know")
    assert sender.service.arrived == []


def test_keys_that_are_none(sender: Sender) -> None:
    sender.phone.p256dh = "x"
    assert sender.send().fate is Fate.GONE
    assert sender.service.arrived == []


def test_more_words_than_room(sender: Sender) -> None:
    answer = sender.send(Message("Our plan", "x" * ROOM, LINK, "t"))
    assert answer == Answer(Fate.REFUSED, "more words than room")
    assert sender.service.arrived == []


def test_phones_of_an_older_key_are_told_under_it_while_it_is_kept(
    new_sender: NewSender, push_service: PushService
) -> None:
    old, new = new_key(), new_key()
    before, between, after = new_sender(keys=[old]), new_sender(keys=[new, old]), new_sender(keys=[new])
    # Each phone's push service takes only what is signed by the key that it asked under.
    for phone, fates in {
        before.phone.endpoint: (before.phone, [Fate.DELIVERED, Fate.DELIVERED, Fate.GONE]),
        between.phone.endpoint: (between.phone, [Fate.GONE, Fate.DELIVERED, Fate.DELIVERED]),
    }.values():
        assert [each.push.send(phone, NEWS).fate for each in (before, between, after)] == fates
    assert between.phone.vapid == public_key(after.settings)
    assert {each.complaint for each in push_service.arrived} == {""}


def sentences(tag: str) -> list[str]:
    return [say_news(tag), say_look(tag), *(say_news_of(count, tag) for count in range(1, 130))]


@pytest.mark.parametrize("tag", ["en", "en-XB", "cy", "bn", "ar"])
def test_every_message_is_as_long_as_every_other(sender: Sender, tag: str) -> None:
    allowed = permitted([tag], "Our plan").sentence
    for number, sentence in enumerate(sentences(tag)):
        assert allowed.fullmatch(sentence)
        message = Message(
            "Our plan", sentence, f"https://plan.example/news/{uuid4()}", "t", tag, number or None
        )
        assert sender.send(message).fate is Fate.DELIVERED
    assert {len(each.body) for each in sender.service.arrived} == {ROOM + AROUND}
    assert {each.shown["notification"]["body"] for each in sender.service.arrived} == {*sentences(tag)}
    # Nothing else is longer or shorter, either: what an onlooker counts is the same.
    assert len({len(each.raw) for each in sender.service.arrived}) == 1


def test_a_long_address_and_another_script_fit() -> None:
    long = Message(
        "আমাদের পরিকল্পনা " * 4, "কিছু নতুন আছে। " * 6, f"https://{'a' * 250}/news/{uuid4()}", "t" * 80, "bn", 99
    )
    assert len(payload(long)) <= ROOM


def test_right_to_left_is_said() -> None:
    assert b'"dir":"rtl"' in payload(Message("Our plan", "x", "https://plan.example/", "t", "ar"))


def test_topics_are_short_and_tell_nothing() -> None:
    topics = {topic_of(tag) for tag in ("nan-family", "nan-other", "mum-family")}
    assert len(topics) == 3
    assert {len(topic) for topic in topics} == {32}
    assert topic_of("nan-family") in topics


def test_from_many_threads_at_once_and_over_few_lines(sender: Sender) -> None:
    phones = [sender.new_phone() for _ in range(100)]
    together = threading.Barrier(8)

    def send(number: int) -> Fate:
        if number < 8:
            together.wait()
        return sender.push.send(phones[number], NEWS).fate

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(send, range(100))) == {Fate.DELIVERED}
    assert {each.endpoint for each in sender.service.arrived} == {phone.endpoint for phone in phones}
    assert {each.complaint for each in sender.service.arrived} == {""}
    assert sender.service.connections <= 8


def test_no_address_and_no_word_is_ever_logged(sender: Sender, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for reply in (
        OK,
        Reply(410),
        Reply(401),
        Reply(503),
        Reply(302, {"Location": "https://localhost:1/"}),
        RESET,
    ):
        sender.answered(reply)
    secret = sender.phone.endpoint.rpartition("/")[2]
    for each in (secret, sender.phone.p256dh, sender.phone.auth, "Something is new", "vapid t="):
        assert each not in caplog.text
