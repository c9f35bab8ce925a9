"""Whose phone is told: whoever is signed in on it, where they asked for it, and nobody where others hold it too."""

import secrets
from base64 import urlsafe_b64encode
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session, col, select

from familyapp import clock
from familyapp.network import Membership, Person
from familyapp.notifications.subscription import (
    MOST_PHONES,
    Asked,
    PhoneRefused,
    Subscription,
    alive_subscriptions_of,
    is_gone,
    tell_phone,
)
from familyapp.notifications.vapid import new_key, public_key, read_key
from familyapp.passkeys import Passkey, SignedIn, SignIn, start_sign_in
from familyapp.settings import Settings
from tests.support.channels import VAPID_KEY, every_channel
from tests.support.house import ORIGIN, House, Visitor
from tests.support.phone_keys import PhoneKeys

PHONE = "/me/notifications/phone"
OURS = read_key(VAPID_KEY).public


@pytest.fixture
def house_settings() -> Settings:
    """A council that has set up every way of telling people."""
    return Settings(**every_channel(_env_file=None, origin=ORIGIN, demo=True))


def given(**other: str) -> dict[str, str]:
    """What a phone gives out, another one each time."""
    endpoint = f"https://fcm.googleapis.com/fcm/send/{secrets.token_urlsafe(40)}"
    return {"endpoint": endpoint, "vapid": OURS} | PhoneKeys().public | other


def alive(house: House, member: Membership) -> list[str]:
    """Where this person is told."""
    with house.writing() as session:
        return [each.endpoint for each in alive_subscriptions_of(session, member.person_id)]


def listed(visitor: Visitor, told: str = "") -> dict[str, str]:
    """What the account's list says to the phone."""
    headers = {"told": told} if told else {}
    push: dict[str, str] = visitor.get("/offline/pages", **headers).json()["push"]
    return push


ITSELF = {"hx-request": "true"}


def test_a_phone_is_told_from_the_button_on_until_the_other_button(house: House) -> None:
    nan, form = house.visit(house.cast.nan), given()
    assert listed(nan) == {"key": OURS, "told": ""}
    answer = nan.post(PHONE, form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/me/notifications?told=phone_told")
    assert alive(house, house.cast.nan) == [form["endpoint"]]
    assert listed(nan) == {"key": OURS, "told": form["endpoint"]}
    assert "Stop telling this phone" in nan.get("/me/notifications").text
    assert form["endpoint"] not in nan.get("/me/notifications").text
    nan.post(f"{PHONE}/stop")
    assert alive(house, house.cast.nan) == []
    assert listed(nan) == {"key": OURS, "told": ""}


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "https://169.254.169.254/latest"},
        {"endpoint": "http://fcm.googleapis.com/fcm/send/1"},
        {"endpoint": "https://fcm.googleapis.com:8443/fcm/send/1"},
        {"endpoint": ""},
        {"p256dh": ""},
        {"p256dh": urlsafe_b64encode(b"\4" + bytes(64)).decode().rstrip("=")},
        {"auth": urlsafe_b64encode(bytes(15)).decode().rstrip("=")},
        {"vapid": read_key(new_key()).public},
        {"vapid": ""},
    ],
    ids=[
        "a machine within",
        "no TLS",
        "another port",
        "no place",
        "no key",
        "no point",
        "short secret",
        "another's",
        "nobody's",
    ],
)
def test_what_is_no_subscription_of_ours_is_not_kept(house: House, wrong: dict[str, str]) -> None:
    nan = house.visit(house.cast.nan)
    assert nan.post(PHONE, given() | wrong).headers["location"].endswith("told=no_phone")
    assert alive(house, house.cast.nan) == []
    assert "Tell me on this phone" in nan.get("/me/notifications").text


def test_a_shared_phone_is_told_nothing(house: House) -> None:
    nobody = house.stranger_to_all()
    sent = {"person": str(house.cast.nan.person_id), "shared": "yes"}
    assert nobody.post("/demo/sign-in", sent).status_code == 303
    nan = nobody
    page = nan.get("/me/notifications").text
    assert "This phone is shared" in page
    assert "Tell me on this phone" not in page
    assert "js/push" not in page
    assert nan.post(PHONE, given()).headers["location"].endswith("told=no_phone")
    assert alive(house, house.cast.nan) == []


def test_the_phone_belongs_to_whoever_asks_on_it_now(house: House) -> None:
    cast, form = house.cast, given()
    house.visit(cast.nan).post(PHONE, form)
    jo = house.visit(cast.jo)
    assert listed(jo, form["endpoint"])["told"] == "", "what another asked for is none of Jo's"
    assert jo.post(PHONE, form | {"before": form["endpoint"]}, **ITSELF).status_code == 422
    assert alive(house, cast.nan) == [form["endpoint"]]
    jo.post(PHONE, form)
    assert (alive(house, cast.nan), alive(house, cast.jo)) == ([], [form["endpoint"]])


def test_the_phone_itself_keeps_its_endpoint_in_order_over_sign_ins(house: House) -> None:
    cast, form = house.cast, given()
    house.visit(cast.priya).post(PHONE, form)
    with house.writing() as session:
        (before,) = session.exec(select(Subscription.id)).all()
    again = house.visit(cast.priya)
    assert listed(again)["told"] == "", "a phone that remembers nothing is not this one"
    assert listed(again, form["endpoint"])["told"] == "moved"
    newer = given(before=form["endpoint"])
    assert again.post(PHONE, newer, **ITSELF).status_code == 204
    assert listed(again, newer["endpoint"])["told"] == newer["endpoint"]
    with house.writing() as session:
        (after,) = session.exec(select(Subscription)).all()
    assert (after.id, after.endpoint) == (before, newer["endpoint"]), (
        "what is due to this phone still finds it"
    )


def test_a_phone_never_begins_by_itself(house: House) -> None:
    nan, form = house.visit(house.cast.nan), given()
    assert nan.post(PHONE, form, **ITSELF).status_code == 422
    assert alive(house, house.cast.nan) == []


def test_an_endpoint_that_is_gone_is_written_to_no_more_and_asked_for_anew(house: House) -> None:
    cast, form = house.cast, given()
    nan = house.visit(cast.nan)
    nan.post(PHONE, form)
    with house.database.writing() as session:
        is_gone(session, session.exec(select(Subscription.id)).one())
    assert alive(house, cast.nan) == []
    assert listed(nan, form["endpoint"]) == {"key": OURS, "told": "again"}
    newer = given(before=form["endpoint"])
    assert nan.post(PHONE, newer, **ITSELF).status_code == 204
    assert alive(house, cast.nan) == [newer["endpoint"]]


def test_a_phone_that_asked_under_an_older_key_asks_again(house: House) -> None:
    nan, form = house.visit(house.cast.nan), given()
    nan.post(PHONE, form)
    keys = [new_key(), VAPID_KEY]
    newer = Settings(**every_channel(_env_file=None, origin=ORIGIN, vapid_keys=keys))
    house.app.state.settings = newer
    assert listed(nan, form["endpoint"]) == {"key": public_key(newer), "told": "again"}
    # Until then, and as long as the older key is among the settings, it is told as before.
    assert alive(house, house.cast.nan) == [form["endpoint"]]


def test_signing_out_and_signing_a_phone_out_from_afar_end_it(house: House) -> None:
    cast = house.cast
    nan, form = house.visit(cast.nan), given()
    nan.post(PHONE, form)
    nan.post("/sign-out")
    assert alive(house, cast.nan) == []

    form = given()
    with house.database.writing() as session:
        key = Passkey(person_id=cast.jo.person_id, credential_id=uuid4().bytes, public_key=b"-", label="x")
        session.add(key)
        session.flush()
        here = _signed_in(session, cast.jo, key)
        asked = Asked(form["endpoint"], form["p256dh"], form["auth"], form["vapid"])
        tell_phone(session, here, asked, house.settings)
        number = key.id
    assert alive(house, cast.jo) == [form["endpoint"]]
    with house.database.writing() as session:
        session.get_one(Passkey, number).revoked_at = clock.now()
    assert alive(house, cast.jo) == []
    assert listed(house.visit(cast.jo), form["endpoint"])["told"] == ""


def test_a_sign_in_that_only_rests_is_still_told(house: House) -> None:
    priya, form = house.visit(house.cast.priya), given()
    priya.post(PHONE, form)
    with house.database.writing() as session:
        for each in session.exec(select(SignIn).where(SignIn.person_id == house.cast.priya.person_id)):
            each.last_seen_at = clock.now() - timedelta(hours=2)
    assert priya.get("/me").headers["location"] == "/sign-in"
    assert alive(house, house.cast.priya) == [form["endpoint"]]


def test_of_many_phones_the_one_not_heard_of_for_longest_is_let_go(house: House) -> None:
    ends = []
    for _ in range(MOST_PHONES + 2):
        form = given()
        ends.append(form["endpoint"])
        house.visit(house.cast.nan).post(PHONE, form)
    assert sorted(alive(house, house.cast.nan)) == sorted(ends[2:])


def test_nothing_is_kept_of_a_refusal(house: House) -> None:
    form = given()
    with house.database.writing() as session:
        here = _signed_in(session, house.cast.nan, None)
        here.sign_in.shared = True
        asked = Asked(form["endpoint"], form["p256dh"], form["auth"], form["vapid"])
        with pytest.raises(PhoneRefused):
            tell_phone(session, here, asked, house.settings)
        assert session.exec(select(Subscription).order_by(col(Subscription.id))).all() == []


def _signed_in(session: Session, member: Membership, key: Passkey | None) -> SignedIn:
    person = session.get_one(Person, member.person_id)
    sign_in, _ = start_sign_in(session, person, key, "a phone")
    return SignedIn(sign_in, person)
