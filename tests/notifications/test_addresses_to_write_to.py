"""What somebody types as their e-mail address or mobile number: kept in one spelling, or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familyapp.notifications.address import email_address, mobile_number

NAME_OF_64 = "a" * 64
HOST_OF_189 = ".".join(["b" * 61] * 3) + ".org"

KEPT = {
    "an ordinary one": ("rosa@example.org", "rosa@example.org"),
    "spaces around it": ("  rosa@example.org ", "rosa@example.org"),
    "the host in capitals": ("Rosa.Okafor@Example.ORG", "Rosa.Okafor@example.org"),
    "a plus and a tag": ("rosa+plan@example.org", "rosa+plan@example.org"),
    "an apostrophe": ("s.o'brien@example.ie", "s.o'brien@example.ie"),
    "a host with an umlaut": ("ann@münchen.example", "ann@xn--mnchen-3ya.example"),
    "a host with a sharp s is not another host": ("ann@straße.example", "ann@xn--strae-oqa.example"),
    "a host in Arabic": ("ann@مثال.example", "ann@xn--mgbh0fb.example"),
    "a council": ("priya.shah@social-care.council.gov.uk", "priya.shah@social-care.council.gov.uk"),
    "a name as long as may be": (f"{NAME_OF_64}@{HOST_OF_189}", f"{NAME_OF_64}@{HOST_OF_189}"),
}
REFUSED = {
    "nothing": "",
    "no @": "rosa.example.org",
    "no name": "@example.org",
    "no host": "rosa@",
    "no dot in the host": "rosa@localhost",
    "two": "rosa@example.org,mallory@example.org",
    "two with a semicolon": "rosa@example.org;mallory@example.org",
    "two with a space": "rosa@example.org mallory@example.org",
    "two @": "rosa@example.org@evil.example",
    "a new line and a header": "rosa@example.org\r\nBcc: mallory@example.org",
    "a bare line feed": "rosa@example.org\nBcc: mallory@example.org",
    "a bare carriage return": "rosa@example.org\rRCPT TO:<mallory@example.org>",
    "a line end at its end": "rosa@example.org\n",
    "a header before it": "x\r\nBcc: mallory@example.org",
    "NUL": "rosa@example.org\x00",
    "a tab": "rosa\t@example.org",
    "a delete": "rosa\x7f@example.org",
    "the next-line of Latin 1": "rosa@example.org\x85",
    "a line separator": "rosa@example.org\u2028",
    "turned from right to left": "rosa\u202e@example.org",
    "a letter that cannot be seen": "ro\u200bsa@example.org",
    "half a letter": "rosa@ex\ud800ample.org",
    "a quoted name": '"rosa okafor"@example.org',
    "a quoted @": '"mallory@evil.example"@example.org',
    "a comment": "rosa(mallory)@example.org",
    "a name in front": "Rosa <rosa@example.org>",
    "angle brackets": "<rosa@example.org>",
    "round by another server": "rosa%evil.example@example.org",
    "round by another server, older": "evil.example!rosa@example.org",
    "a source route": "@evil.example:rosa@example.org",
    "a number for a host": "rosa@[127.0.0.1]",
    "a bare number for a host": "rosa@127.0.0.1",
    "IPv6": "rosa@[IPv6:::1]",
    "a port": "rosa@example.org:25",
    "a pipe": "|sh@example.org",
    "a switch": "-oQ@example.org",
    "two dots": "rosa..okafor@example.org",
    "a dot in front": ".rosa@example.org",
    "a dot behind": "rosa.@example.org",
    "a host that ends in a dot": "rosa@example.org.",
    "an empty label": "rosa@example..org",
    "a label with a dash in front": "rosa@-example.org",
    "a label with a dash behind": "rosa@example-.org",
    "an underscore in the host": "rosa@exa_mple.org",
    "a name beyond ASCII": "rosá@example.org",
    "a full-width @": "rosa＠example.org",
    "a name that is too long": f"{'a' * 65}@example.org",
    "a label that is too long": f"rosa@{'b' * 64}.org",
    "all of it too long": f"{NAME_OF_64}@{'c' + HOST_OF_189}",
    "a host of thousands": f"rosa@{'b.' * 4000}org",
    "an encoded host that is none": "rosa@xn--99999999.org",
    "a link": "mailto:rosa@example.org",
}
NUMBERS = {
    "as people say it": ("07700 900123", "+447700900123"),
    "without spaces": ("07700900123", "+447700900123"),
    "with dashes": ("07700-900-123", "+447700900123"),
    "with the country": ("+44 7700 900123", "+447700900123"),
    "with the country and a zero in brackets": ("+44 (0)7700 900123", "+447700900123"),
    "with spaces around it": ("  07700 900123 ", "+447700900123"),
    "Isle of Man": ("07624 900123", "+447624900123"),
    "Ireland": ("+353 85 123 4567", "+353851234567"),
    "America, with brackets and dots": ("+1 (202) 555.0123", "+12025550123"),
    "the shortest abroad": ("+2901234567"[:9], "+29012345"),
    "the longest abroad": ("+123456789012345", "+123456789012345"),
}
NO_NUMBERS = {
    "nothing": "",
    "words": "my phone",
    "a landline": "020 7946 0123",
    "a landline with the country": "+44 20 7946 0123",
    "a rented number": "070 1234 5678",
    "a digit short": "07700 90012",
    "a digit long": "07700 9001234",
    "Arabic-Indic digits": "٠٧٧٠٠٩٠٠١٢٣",
    "Arabic-Indic digits after a plus": "+٤٤٧٧٠٠٩٠٠١٢٣",
    "full-width digits": "０７７００９００１２３",
    "a squared digit": "0770090012²",
    "a line end": "07700900123\n",
    "a header": "07700900123\r\nBcc: 07700900124",
    "two numbers": "07700900123, 07700900124",
    "an extension": "07700900123x5",
    "a plus inside": "0770+0900123",
    "two pluses": "++447700900123",
    "NUL": "07700900123\x00",
    "underscores": "07700_900_123",
    "as a sum": "7.7e9",
    "too short abroad": "+2901234",
    "too long abroad": "+1234567890123456",
    "a country that begins with nought": "+0123456789",
    "an emergency": "999",
    "a premium text": "60777",
}


@pytest.mark.parametrize(("typed", "kept"), KEPT.values(), ids=KEPT)
def test_an_address_is_kept_in_one_spelling(typed: str, kept: str) -> None:
    assert email_address(typed) == kept
    assert email_address(kept) == kept


@pytest.mark.parametrize("typed", REFUSED.values(), ids=REFUSED)
def test_what_is_not_just_one_address_is_refused(typed: str) -> None:
    assert email_address(typed) is None


@pytest.mark.parametrize(("typed", "kept"), NUMBERS.values(), ids=NUMBERS)
def test_a_mobile_number_is_kept_in_one_spelling(typed: str, kept: str) -> None:
    assert mobile_number(typed) == kept
    assert mobile_number(kept) == kept


@pytest.mark.parametrize("typed", NO_NUMBERS.values(), ids=NO_NUMBERS)
def test_what_is_no_mobile_number_is_refused(typed: str) -> None:
    assert mobile_number(typed) is None


@given(st.text() | st.text(alphabet="a1@.-'\r\n ()+ü。＠\u202e٣"))
def test_whatever_is_typed_what_is_kept_is_one_line_of_ascii(typed: str) -> None:
    for kept, longest in ((email_address(typed), 254), (mobile_number(typed), 16)):
        if kept is not None:
            assert kept.isascii()
            assert kept.isprintable()
            assert " " not in kept
            assert len(kept) <= longest
    address = email_address(typed)
    assert address is None or (address.count("@") == 1 and email_address(address) == address)
