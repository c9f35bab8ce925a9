"""Every answer says for whom it is, so that a phone never mixes two people; no answer says who that is."""

from familyapp.plan import BoxKey
from tests.support.house import House
from tests.web.street import addresses, nothing_changes, our_things

SPEAKS_TO_NOBODY = {
    "show_sign_in",
    "show_leaving",
    "show_invitation",
    "show_new_phone",
    "show_health",
    "show_favicon",
    "show_worker_script",
    "show_manifest",
    "show_moulds",
    "show_stop",
    "show_confirm",
    # A file for its reader's own folder: the phone's worker lets it pass as it is.
    "save_pathway",
    "save_large",
    "save_fridge",
}
"""Pages that never ask who is there."""


def test_every_page_says_for_whom_it_is(quiet_house: House) -> None:
    nan, mum = quiet_house.visit(quiet_house.cast.nan), quiet_house.visit(quiet_house.cast.mum)
    account = nan.get("/me").headers["account"]
    assert len(account) == 16
    assert account != mum.get("/me").headers["account"]
    assert account == quiet_house.visit(quiet_house.cast.nan).get("/me").headers["account"]
    for address in addresses(our_things(quiet_house)):
        if address.method == "GET":
            answer = nan.get(address.path)
            wanted = None if address.name in SPEAKS_TO_NOBODY else account
            assert answer.headers.get("account") == wanted, (address.name, answer.status_code)


def test_answers_to_forms_say_it_too(house: House) -> None:
    nan = house.visit(house.cast.nan)
    account, add = nan.get("/me").headers["account"], nan.plan("plan", "now", "add")
    for status, path, form in (
        (303, add, {"text": "Hello."}),
        (422, add, {}),
        (404, nan.plan("plan", "past", "add"), {}),
    ):
        answer = nan.post(path, form)
        assert (answer.status_code, answer.headers["account"]) == (status, account)


def test_nobody_is_called_none_where_a_fragment_is_asked_for(quiet_house: House) -> None:
    nobody = quiet_house.stranger_to_all()
    assert nobody.get("/updates/news", **{"hx-request": "true"}).headers["account"] == "none"
    assert "account" not in nobody.get("/me").headers
    assert "keep-for" not in nobody.get("/unsent").headers


def test_a_form_that_another_account_wrote_is_not_sent(house: House) -> None:
    nan, mum = house.visit(house.cast.nan), house.visit(house.cast.mum)
    own = house.say(house.cast.mum, BoxKey.NOW, "Mine.")
    account = nan.get("/me").headers["account"]
    forms = [
        (mum.plan("plan", "now", "add"), {"text": "Nan’s."}),
        (mum.plan("words", own, "change"), {"text": "Nan’s.", "revision": "1"}),
        (mum.plan("words", own, "take-back"), {}),
        (f"/families/{house.cast.other_family.id}/plan/now/add", {"text": "Nan’s."}),
    ]
    with nothing_changes(house):
        for path, form in forms:
            for wrong in (account, "x", account.lower(), "none"):
                answer = mum.post(path, form | {"account": wrong})
                assert answer.status_code == 412, path
                assert answer.headers["account"] == mum.get("/me").headers["account"]
                assert "Somebody else is signed in here now" in answer.text
    for path, form in forms[:3]:
        assert mum.post(path, form | {"account": mum.get("/me").headers["account"]}).status_code == 303


def test_the_forms_that_a_phone_keeps_name_their_account(house: House) -> None:
    nan = house.visit(house.cast.nan)
    account, own = nan.get("/me").headers["account"], house.say(house.cast.nan, BoxKey.NOW, "Mine.")
    for path in (nan.plan("plan", "now", "add"), nan.plan("words", own, "change")):
        page = nan.get(path).text
        assert f'name="account" value="{account}"' in page
        assert 'name="instead" value=""' in page
        assert 'name="id" value=""' in page
        assert "data-names-itself" in page
