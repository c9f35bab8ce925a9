"""Whoever is not signed in, or not any more, is sent to the sign-in page; a fragment is told 401 and shows nothing."""

from datetime import timedelta

from familyapp.network import Part
from familyapp.network.invitation import invite
from familyapp.plan import BoxKey
from familyapp.web.cookies import SESSION
from tests.support.house import House, Visitor
from tests.web.outbox import added, send
from tests.web.street import Address, addresses, nothing_changes, our_things

FOR_EVERYBODY = {
    "show_sign_in",
    "offer_sign_in",
    "sign_in",
    "continue_as",
    "sign_out",
    "show_leaving",
    "leave_now",
    "show_invitation",
    "offer_claim",
    "claim_invitation",
    "show_new_phone",
    "offer_new_phone",
    "add_this_phone",
    "show_worried",
    "show_accessibility",
    "show_privacy",
    "show_patterns",
    "show_health",
    "show_favicon",
    "show_worker_script",
    "show_manifest",
    "show_moulds",
    "show_unsent",
    "back_to_unsent",
    "show_install",
    "show_install_iphone",
    "show_install_android",
    "show_install_computer",
    "show_stop",
    "stop_these_emails",
    "show_confirm",
    "confirm_address",
    "nothing_here",
}
"""The pages that nobody needs to be signed in for. A new one is added here by hand, or not at all."""
FOR_PHONES = {"list_kept_pages", "send_waiting"}
"""What a phone asks by itself is told 401, and is never led to a page."""


def behind_the_door(house: House) -> list[Address]:
    """Every address that needs somebody."""
    every = addresses(our_things(house))
    assert {address.name for address in every} >= FOR_EVERYBODY
    # A phone's answer is looked at before anything else, because its challenge is spent first: 400 to nobody.
    return [address for address in every if address.name not in FOR_EVERYBODY | FOR_PHONES | {"accept_fresh"}]


def assert_sent_to_sign_in(visitor: Visitor, house: House) -> None:
    behind = behind_the_door(house)
    with nothing_changes(house):
        for address in behind:
            answer = visitor.request(
                address.method, address.path, data=address.form, headers={"sec-fetch-site": "same-origin"}
            )
            # The link of a message is remembered over the sign-in, whether there is such a message or not.
            remembered = address.path.replace("/news/", "?news=") if address.name == "open_news" else ""
            expected = (303, f"/sign-in{remembered}")
            assert (answer.status_code, answer.headers.get("location")) == expected, address.name
            assert answer.content == b""


def test_without_a_session_every_page_leads_to_the_sign_in(small_house: House) -> None:
    assert_sent_to_sign_in(small_house.stranger_to_all(), small_house)


def test_a_phones_answer_without_a_session_is_refused(small_house: House) -> None:
    nobody = small_house.stranger_to_all()
    with nothing_changes(small_house):
        for act in ("", "add-phone", "confirm:1"):
            for more in ({}, {"hx-request": "true"}):
                answer = nobody.post("/passkeys/fresh", {"act": act, "passkey": "{}"}, **more)
                assert answer.status_code == 400


def test_a_fragment_without_a_session_is_told_401_on_every_route(small_house: House) -> None:
    nobody = small_house.stranger_to_all()
    behind = [address for address in behind_the_door(small_house) if address.name != "show_start"]
    for more in (
        {"hx-request": "true"},
        {"hx-request": "true", "hx-request-type": "partial", "hx-target": "main"},
    ):
        with nothing_changes(small_house):
            for address in behind:
                answer = nobody.request(
                    address.method,
                    address.path,
                    data=address.form,
                    headers=more | {"sec-fetch-site": "same-origin"},
                )
                assert (answer.status_code, answer.content) == (401, b""), address.name
                assert answer.headers["hx-redirect"] == "/sign-in"
                assert answer.headers["account"] == "none"


def test_what_a_phone_asks_by_itself_is_told_401_without_a_session(small_house: House) -> None:
    nobody, nan = small_house.stranger_to_all(), small_house.visit(small_house.cast.nan)
    thing = added(nan, "She laughed.")
    with nothing_changes(small_house):
        for more in ({}, {"hx-request": "true"}):
            for answer in (nobody.get("/offline/pages", **more), send(nobody, thing, **more)):
                assert (answer.status_code, answer.content) == (401, b"")
                assert answer.headers["account"] == "none"
                assert "location" not in answer.headers


def test_htmx_headers_give_no_more_than_the_page_itself(small_house: House) -> None:
    charlie = small_house.visit(small_house.cast.charlie)
    claims = {
        "hx-request": "true",
        "hx-current-url": f"https://plan.test{charlie.plan()}",
        "hx-target": "main",
        "hx-boosted": "true",
        "hx-history-restore-request": "true",
    }
    for address in addresses(our_things(small_house)):
        if "family" in address.params and address.method == "GET":
            assert charlie.get(address.path, **claims).status_code == 404, address.name


def test_after_signing_out_a_kept_cookie_opens_nothing(small_house: House) -> None:
    nan = small_house.visit(small_house.cast.nan)
    kept = nan.client.cookies.get(SESSION)
    assert nan.get("/me").status_code == 200
    assert nan.post("/sign-out").status_code == 303
    nan.client.cookies.set(SESSION, kept or "")
    assert_sent_to_sign_in(nan, small_house)


def test_after_leaving_now_a_kept_cookie_opens_nothing(small_house: House) -> None:
    nan = small_house.visit(small_house.cast.nan)
    kept = nan.client.cookies.get(SESSION)
    assert nan.post("/leave").status_code == 204
    nan.client.cookies.set(SESSION, kept or "")
    assert_sent_to_sign_in(nan, small_house)


def test_somebody_removed_finds_nothing_on_their_next_request(small_house: House) -> None:
    house = small_house
    mum, jo, ours = house.visit(house.cast.mum), house.visit(house.cast.jo), our_things(house)
    mine = house.say(house.cast.jo, BoxKey.STRENGTHS, "My own words.")
    assert jo.get(jo.plan()).status_code == 200
    mark = jo.get(jo.plan()).headers["etag"]
    assert mum.post(mum.plan("circle", "members", house.cast.jo.id, "remove")).status_code == 303
    with nothing_changes(house):
        for address in addresses(ours | {"words": mine}):
            if "family" in address.params:
                answer = jo.request(
                    address.method, address.path, data=address.form, headers={"sec-fetch-site": "same-origin"}
                )
                assert answer.status_code == 404, address.name
    assert jo.get(jo.plan(), **{"if-none-match": mark}).status_code == 404
    assert jo.get("/updates").status_code == 200
    assert "My own words." not in jo.get("/updates").text


def test_a_preset_session_cookie_is_never_taken_over(small_house: House) -> None:
    house, planted = small_house, "A" * 43
    nan = house.stranger_to_all()
    nan.client.cookies.set(SESSION, planted)
    assert_sent_to_sign_in(nan, house)
    sent = nan.post("/demo/sign-in", {"person": str(house.cast.nan.person_id)})
    fresh = sent.headers["set-cookie"].partition("=")[2].partition(";")[0]
    assert fresh not in {"", planted}
    attacker = house.stranger_to_all()
    attacker.client.cookies.set(SESSION, planted)
    assert_sent_to_sign_in(attacker, house)


def test_a_session_cookie_of_any_shape_is_nobody(small_house: House) -> None:
    shapes = [
        "",
        " ",
        "x",
        "x" * 6000,
        '"\\000"',
        "%00",
        "é",
        "' OR 1=1 --",
        "null",
        "0",
        "[]",
        "../../etc/passwd",
    ]
    nobody = small_house.stranger_to_all()
    for shape in shapes:
        for name in (SESSION, "__Host-browser"):
            cookie = f"{name}={shape}".encode().decode("latin-1")
            for path in ("/me", "/plan", "/updates/news"):
                answer = nobody.request("GET", path, headers={"cookie": cookie.encode("latin-1")})
                assert answer.status_code == 303, (name, shape)
            for path in ("/sign-in/options", "/sign-in", "/leave", "/sign-out"):
                headers = {"cookie": cookie.encode("latin-1"), "sec-fetch-site": "same-origin"}
                assert nobody.request("POST", path, headers=headers).status_code < 500


def test_an_invitation_alone_opens_no_page(small_house: House) -> None:
    house = small_house
    with house.database.writing() as session:
        _, secret = invite(
            session,
            name="Aunt May",
            family_id=house.cast.family.id,
            invited_by=house.cast.mum.person_id,
            part=Part.NETWORK,
            lasts=timedelta(hours=1),
        )
    nobody = house.stranger_to_all()
    for path in (f"/invitation?secret={secret}", f"/invitation/{secret}", f"/plan?secret={secret}"):
        answer = nobody.get(path)
        assert "Aunt" not in answer.text
        assert "Hana" not in answer.text
