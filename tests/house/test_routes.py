"""The map of the app: no page appears or vanishes unnoticed, and what was ever sent to somebody keeps working."""

from pathlib import Path

from familyapp.app import ROUTES
from familyapp.network import READING_ACTS
from familyapp.web.routes import ACTS
from tests.support.house import House

HERE = Path(__file__).parent


def lines_of(name: str) -> list[str]:
    return (HERE / name).read_text().splitlines()


def test_no_page_appears_or_vanishes_unnoticed() -> None:
    """A page that is meant to come or go comes into or goes out of routes.txt in the same commit."""
    there = {
        f"{method} {route.path}" for route in ROUTES for method in (route.methods or ()) if method != "HEAD"
    }
    assert there == set(lines_of("routes.txt"))


def test_the_list_of_pages_is_in_order_without_doubles() -> None:
    listed = lines_of("routes.txt")
    assert listed == sorted(set(listed), key=lambda line: (line.split()[1], line))


def test_every_address_ever_sent_still_opens_a_page(small_house: House) -> None:
    """They stand in messages, on paper and in people's heads. Nothing is ever taken out of addresses.txt."""
    listed = lines_of("addresses.txt")
    assert {"/invitation", "/add-phone", "/sign-in"} <= set(listed)
    nobody = small_house.stranger_to_all()
    for address in listed:
        answer = nobody.get(address)
        path = answer.headers.get("location", "").partition("?")[0]
        assert answer.status_code == 200 or path in listed, address


def test_the_links_that_we_make_are_among_them(small_house: House) -> None:
    mum = small_house.visit(small_house.cast.mum)
    sent = mum.post(mum.plan("circle", "invite"), {"name": "Aunt May"}).text
    paired = mum.post("/me/phones/add").text
    for page in (sent, paired):
        path = page.partition(small_house.settings.origin)[2].partition("#")[0]
        assert path in lines_of("addresses.txt")


def test_every_page_has_a_name_of_its_own_and_an_act() -> None:
    names = [route.name for route in ROUTES]
    assert len(names) == len(set(names))
    assert set(names) <= ACTS.keys()


def test_a_page_that_only_reads_is_asked_by_get_alone() -> None:
    for route in ROUTES:
        reading = ACTS[route.name] in READING_ACTS
        assert (route.methods or set()) <= ({"GET", "HEAD"} if reading else {"POST"}), route.name


def test_an_address_has_no_name_of_anybody_in_it() -> None:
    """Only ids and the keys of boxes and scales: addresses stay in histories (DESIGN.md, law 9)."""
    kinds = {type(kind).__name__ for route in ROUTES for kind in route.param_convertors.values()}
    assert kinds == {"UUIDConvertor", "StringConvertor", "PathConvertor", "ScaleConvertor"}
    words = {
        (n, r.name)
        for r in ROUTES
        for n, k in r.param_convertors.items()
        if type(k).__name__ != "UUIDConvertor"
    }
    assert {name for name, _ in words} == {"box", "nothing", "scale"}
