"""The same in a real Chromium with a real authenticator's answers, against the real server."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import Session, select

from familyapp.database import Database
from familyapp.network import Invitation, Part
from familyapp.network.invitation import confirm, invite
from tests.passkeys.doors import family_with_a_lead
from tests.support.browser import Authenticator, NewPhone, virtual_authenticator
from tests.support.server import Server

pytestmark = pytest.mark.browser

MAKE = "Make a passkey and come in"
SIGN_IN = "Sign in with a passkey"


@pytest.fixture
def writing(server: Server) -> Iterator[Database]:
    """The running server's own database."""
    database = Database(f"sqlite:///{server.data / 'familyapp.db'}")
    yield database
    database.close()


def invited(session: Session, name: str = "Nan") -> str:
    """The fragment of an invitation's link."""
    family, lead = family_with_a_lead(session)
    return invite(session, name=name, family_id=family.id, invited_by=lead.id, part=Part.NETWORK)[1]


def arrive(
    server: Server, writing: Database, new_phone: NewPhone, name: str = "Nan"
) -> tuple[Page, Authenticator]:
    """Somebody who has opened an invitation on a phone of their own."""
    with writing.writing() as session:
        secret = invited(session, name)
    page = new_phone(server.address).new_page()
    finger = virtual_authenticator(page)
    page.goto(f"/invitation#{secret}")
    page.get_by_role("button", name=MAKE).click()
    expect(page.get_by_role("heading", name="Nearly there")).to_be_visible()
    return page, finger


def let_in(writing: Database) -> None:
    with writing.writing() as session:
        for invitation in session.exec(select(Invitation)).all():
            confirm(session, invitation)


def test_a_worker_comes_in_by_the_first_link_and_signs_in_again(server: Server, new_phone: NewPhone) -> None:
    link = re.search(r"http://\S+#\S+", server.run("invite", "--worker", "Priya"))
    assert link
    page = new_phone(server.address).new_page()
    virtual_authenticator(page)
    page.goto(link[0])
    assert "#" not in page.url
    assert page.evaluate("history.length") <= 2
    page.get_by_role("button", name=MAKE).click()
    expect(page).to_have_url(f"{server.address}/families")
    page.goto("/me")
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(f"{server.address}/sign-in")
    page.get_by_role("button", name=SIGN_IN).click()
    expect(page).to_have_url(f"{server.address}/families")


def test_the_waiting_room_opens_by_itself(server: Server, writing: Database, new_phone: NewPhone) -> None:
    page, _ = arrive(server, writing, new_phone)
    with writing.reading() as session:
        words = session.exec(select(Invitation)).one().spoken_words
    for word in words:
        expect(page.get_by_text(word, exact=True)).to_be_visible()
    expect(page.get_by_text("Hana")).to_have_count(0)
    let_in(writing)
    expect(page).to_have_url(re.compile(r"/plan$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hana and Zayn")


def test_a_used_link_says_so_in_words(server: Server, writing: Database, new_phone: NewPhone) -> None:
    with writing.writing() as session:
        secret = invited(session)
    for turn in range(2):
        page = new_phone(server.address).new_page()
        virtual_authenticator(page)
        page.goto(f"/invitation#{secret}")
        page.get_by_role("button", name=MAKE).click()
        if turn:
            expect(page.get_by_role("alert")).to_contain_text("This link does not work any more")
        else:
            expect(page).to_have_url(f"{server.address}/waiting")


def test_somebody_with_a_passkey_uses_it_for_a_second_invitation(
    server: Server, writing: Database, new_phone: NewPhone
) -> None:
    page, _ = arrive(server, writing, new_phone)
    with writing.writing() as session:
        secret = invited(session, "Gran")
    page.goto(f"/invitation#{secret}")
    page.get_by_role("button", name="I already have a passkey").click()
    expect(page).to_have_url(f"{server.address}/waiting")
    with writing.reading() as session:
        claims = session.exec(select(Invitation.claimed_by)).all()
        assert len(claims) == 2
        assert len(set(claims)) == 1


def test_whoever_stops_is_told_and_may_try_again(
    server: Server, writing: Database, new_phone: NewPhone
) -> None:
    page, finger = arrive(server, writing, new_phone)
    page.get_by_role("button", name="Sign out").click()
    finger.refuse()
    button = page.get_by_role("button", name=SIGN_IN)
    button.click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was changed. You can try again.")
    expect(page).to_have_url(f"{server.address}/sign-in")
    finger.refuse(False)
    button.click()
    expect(page).to_have_url(f"{server.address}/waiting")


def test_a_second_phone_by_its_link_and_the_first_signs_it_out(
    server: Server, writing: Database, new_phone: NewPhone
) -> None:
    first, _ = arrive(server, writing, new_phone)
    let_in(writing)
    first.goto("/me/phones")
    first.get_by_role("link", name="Add another phone").click()
    first.get_by_role("button", name="Show me the picture").click()
    expect(first.get_by_role("img", name="A square picture")).to_be_visible()
    link = urlsplit(first.get_by_role("textbox", name="Or type this link there").input_value())
    second = new_phone(server.address).new_page()
    virtual_authenticator(second)
    second.goto(f"{link.path}#{link.fragment}")
    assert "#" not in second.url
    second.get_by_role("button", name="Make a passkey on this phone").click()
    expect(second.get_by_role("heading", name="My phones")).to_be_visible()
    expect(second.get_by_role("listitem").filter(has_text="last used")).to_have_count(2)
    first.goto("/me/phones")
    other = first.get_by_role("listitem").filter(has_not_text="This phone").filter(has_text="last used")
    other.get_by_role("link", name="Sign out").click()
    first.get_by_role("button", name="Sign out this phone").click()
    expect(first.get_by_role("status").filter(has_text="That phone is signed out.")).to_be_visible()
    second.goto("/me/phones")
    expect(second).to_have_url(f"{server.address}/sign-in")
    second.get_by_role("button", name=SIGN_IN).click()
    expect(second.get_by_role("alert").filter(has_text="That did not work")).to_be_visible()


def test_the_inviter_hears_the_words_shows_her_passkey_and_lets_her_in(
    server: Server, writing: Database, new_phone: NewPhone
) -> None:
    mum, finger = arrive(server, writing, new_phone, "Mum")
    with writing.writing() as session:
        mums = session.exec(select(Invitation)).one()
        membership = confirm(session, mums)
        assert membership is not None
        membership.is_lead = True
        session.add(membership)
        family_id, mum_id = membership.family_id, membership.person_id
        invitation, secret = invite(
            session, name="Nan", family_id=family_id, invited_by=mum_id, part=Part.NETWORK
        )
    nan = new_phone(server.address).new_page()
    virtual_authenticator(nan)
    nan.goto(f"/invitation#{secret}")
    nan.get_by_role("button", name=MAKE).click()
    expect(nan.get_by_role("heading", name="Nearly there")).to_be_visible()
    mum.goto(f"/families/{family_id}/circle/invitations/{invitation.id}/compare")
    button = mum.get_by_role("button", name="The words are the same: let them in")
    finger.refuse()
    button.click()
    expect(mum.get_by_text("You can try again")).to_be_visible()
    finger.refuse(False)
    button.click()
    expect(mum).to_have_url(re.compile(r"/circle"))
    expect(nan).to_have_url(re.compile(r"/plan$"))


def test_a_finger_that_is_not_hers_makes_no_link(
    server: Server, writing: Database, new_phone: NewPhone
) -> None:
    page, finger = arrive(server, writing, new_phone)
    finger.refuse()
    page.goto("/me/phones/add")
    page.get_by_role("button", name="Show me the picture").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was changed")
    expect(page.get_by_role("img", name="A square picture")).to_have_count(0)


def test_the_browsers_own_list_signs_in_too_and_nothing_happens_by_itself(
    server: Server, writing: Database, new_phone: NewPhone
) -> None:
    page, _ = arrive(server, writing, new_phone)
    with page.expect_response("**/sign-in/options"):
        page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name=SIGN_IN)).to_be_visible()
    field = page.get_by_role("textbox", name="Or tap here and choose it from the list")
    expect(field).to_be_visible()
    field.tap()
    expect(page).to_have_url(f"{server.address}/waiting")


def test_without_scripts_the_page_says_what_a_passkey_needs(server: Server, new_phone: NewPhone) -> None:
    page = new_phone(server.address, java_script=False).new_page()
    for path, button in (("/sign-in", SIGN_IN), ("/invitation", MAKE)):
        page.goto(path)
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("alert").first).to_be_visible()


def test_arriving_works_on_a_phone_that_somebody_left_in_a_hurry(
    server: Server, writing: Database, new_phone: NewPhone
) -> None:
    page, _ = arrive(server, writing, new_phone)
    page.evaluate("localStorage.setItem('left', 'yes')")
    with writing.writing() as session:
        secret = invited(session, "Gran")
    page.goto("about:blank")
    page.goto(f"/invitation#{secret}")
    page.get_by_role("button", name="I already have a passkey").click()
    expect(page.get_by_role("heading", name="Nearly there")).to_be_visible()
