"""We post to push services that browsers have and to those the council named, and never anywhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from familyapp.notifications.endpoint import LONGEST, is_allowed, places
from familyapp.settings import Settings

PLAIN = Settings()
OWN = Settings(push_hosts=["push.council.example", "localhost:8123", "10.0.0.7:9000"])
FCM = "https://fcm.googleapis.com/fcm/send/"

BROWSERS = {
    "Chrome": FCM + "dG9rZW4:APA91bF_x-Yz",
    "Chrome, newer": "https://fcm.googleapis.com/wp/dG9rZW4:APA91bF",
    "Firefox": "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABl_-",
    "Safari": "https://web.push.apple.com/QAbc-_123",
    "Edge": "https://wns2-par02p.notify.windows.com/w/?token=BQYAAAD%2fx%3d&a=b",
    "the port that goes without saying": "https://fcm.googleapis.com:443/x",
    "the longest": FCM + "a" * (LONGEST - len(FCM)),
}

NEVER = {
    "empty": "",
    "no scheme": "fcm.googleapis.com/fcm/send/x",
    "two slashes only": "//fcm.googleapis.com/x",
    "http": "http://fcm.googleapis.com/x",
    "ws": "wss://fcm.googleapis.com/x",
    "file": "file:/etc/passwd",
    "data": "data:text/plain,x",
    "javascript": "javascript:alert(1)",
    "gopher": "gopher://fcm.googleapis.com/x",
    "scheme in capitals": "HTTPS://fcm.googleapis.com/x",
    "one slash": "https:/fcm.googleapis.com/x",
    "three slashes": "https:///fcm.googleapis.com/x",
    "no host": "https:///x",
    "no path": "https://fcm.googleapis.com",
    "query without a path": "https://fcm.googleapis.com?x",
    "another host": "https://example.org/x",
    "the parent": "https://googleapis.com/x",
    "a sister": "https://storage.googleapis.com/x",
    "a host under an exact one": "https://a.fcm.googleapis.com/x",
    "glued in front": "https://evilfcm.googleapis.com/x",
    "hung on behind": "https://fcm.googleapis.com.evil.example/x",
    "another ending": "https://fcm.googleapis.co/x",
    "bare Mozilla": "https://push.services.mozilla.com/x",
    "glued Mozilla": "https://evilpush.services.mozilla.com/x",
    "bare Apple": "https://push.apple.com/x",
    "glued Apple": "https://evil-push.apple.com/x",
    "Apple's shop": "https://www.apple.com/x",
    "bare Windows": "https://notify.windows.com/x",
    "Windows behind": "https://a.notify.windows.com.evil.example/x",
    "an empty label": "https://.push.apple.com/x",
    "two dots": "https://web..push.apple.com/x",
    "a label that begins with a dash": "https://-a.push.apple.com/x",
    "a label that ends with a dash": "https://a-.push.apple.com/x",
    "an underscore": "https://a_b.push.apple.com/x",
    "a star": "https://*.push.apple.com/x",
    "a label of 64": f"https://{'a' * 64}.push.apple.com/x",
    "a name of 300": f"https://{'a.' * 150}push.apple.com/x",
    "a dot at the end": "https://fcm.googleapis.com./x",
    "a dot at the end and a port": "https://fcm.googleapis.com.:443/x",
    "host in capitals": "https://FCM.googleapis.com/x",
    "fullwidth letters": "https://ｆcm.googleapis.com/x",
    "an ideographic dot": "https://fcm。googleapis.com/x",
    "a Cyrillic letter": "https://fсm.googleapis.com/x",
    "a Kelvin sign": "https://web.push.apple.com\u212a/x",
    "a soft hyphen": "https://fcm\u00ad.googleapis.com/x",
    "a long s": "https://a.notify.windowſ.com/x",
    "percent in the host": "https://fcm%2egoogleapis.com/x",
    "punycode of another name": "https://xn--cm-1bd.googleapis.com/x",
    "this machine": "https://localhost/x",
    "this machine by number": "https://127.0.0.1/x",
    "this machine, short": "https://127.1/x",
    "this machine, octal": "https://0177.0.0.1/x",
    "this machine, hexadecimal": "https://0x7f.0.0.1/x",
    "this machine, one number": "https://2130706433/x",
    "nought": "https://0.0.0.0/x",
    "IPv6 loopback": "https://[::1]/x",
    "IPv4 in IPv6": "https://[::ffff:127.0.0.1]/x",
    "inside the council": "https://10.0.0.1/x",
    "the cloud's own address": "https://169.254.169.254/latest/meta-data/",
    "a name at the front": "https://fcm.googleapis.com@evil.example/x",
    "a name and a password": "https://a:b@fcm.googleapis.com/x",
    "an empty name": "https://@fcm.googleapis.com/x",
    "another port": "https://fcm.googleapis.com:8443/x",
    "SSH's port": "https://fcm.googleapis.com:22/x",
    "port nought": "https://fcm.googleapis.com:0/x",
    "port with noughts before": "https://fcm.googleapis.com:0443/x",
    "an empty port": "https://fcm.googleapis.com:/x",
    "a port of letters": "https://fcm.googleapis.com:https/x",
    "a port with a plus": "https://fcm.googleapis.com:+443/x",
    "Arabic digits": "https://fcm.googleapis.com:٤٤٣/x",
    "a port beyond all": "https://fcm.googleapis.com:65979/x",  # 443 when counted in 16 bits
    "two ports": "https://fcm.googleapis.com:443:443/x",
    "a fragment": "https://fcm.googleapis.com/x#y",
    "an empty fragment": "https://fcm.googleapis.com/x#",
    "a backslash for a slash": "https://evil.example\\.push.apple.com/x",
    "a backslash and a name": "https://fcm.googleapis.com\\@evil.example/x",
    "a backslash in the path": "https://fcm.googleapis.com/x\\y",
    "backslashes in front": "https:\\\\fcm.googleapis.com/x",
    "a blank in front": " https://fcm.googleapis.com/x",
    "a blank behind": "https://fcm.googleapis.com/x ",
    "a blank in the middle": "https://fcm.googleapis.com/x y",
    "a tab in the host": "https://fcm.goo\tgleapis.com/x",
    "a line's end behind": "https://fcm.googleapis.com/x\n",
    "a header of its own": "https://fcm.googleapis.com/x\r\nHost: evil.example",
    "a NUL": "https://fcm.googleapis.com/\0",
    "a NUL in the host": "https://evil.example\0.push.apple.com/x",
    "DEL": "https://fcm.googleapis.com/\x7f",
    "a next line sign": "https://fcm.googleapis.com/\x85",
    "a line separator": "https://fcm.googleapis.com/\u2028",
    "a lone surrogate": "https://fcm.googleapis.com/\ud800",
    "an umlaut in the path": "https://fcm.googleapis.com/ü",
    "a quote": 'https://fcm.googleapis.com/"',
    "angle brackets": "https://fcm.googleapis.com/<x>",
    "braces": "https://fcm.googleapis.com/{x}",
    "a bar": "https://fcm.googleapis.com/|",
    "square brackets": "https://fcm.googleapis.com/[x]",
    "a caret": "https://fcm.googleapis.com/^",
    "a backtick": "https://fcm.googleapis.com/`",
    "two in one": "https://fcm.googleapis.com/x https://evil.example/",
    "one letter too long": FCM + "a" * (LONGEST - len(FCM) + 1),
    "very long": FCM + "a" * 1_000_000,
}


@pytest.mark.parametrize("endpoint", BROWSERS.values(), ids=BROWSERS)
def test_push_services_of_browsers(endpoint: str) -> None:
    assert is_allowed(endpoint, PLAIN)
    assert is_allowed(endpoint, OWN)


@pytest.mark.parametrize("endpoint", NEVER.values(), ids=NEVER)
def test_nowhere_else(endpoint: str) -> None:
    assert not is_allowed(endpoint, PLAIN)
    assert not is_allowed(endpoint, OWN)


@pytest.mark.parametrize(
    "endpoint",
    ["https://push.council.example/x", "https://localhost:8123/x", "https://10.0.0.7:9000/x"],
)
def test_the_councils_own_push_services(endpoint: str) -> None:
    assert is_allowed(endpoint, OWN)
    assert not is_allowed(endpoint, PLAIN)


@pytest.mark.parametrize(
    "endpoint",
    {
        "another port of it": "https://push.council.example:8443/x",
        "a host under it": "https://a.push.council.example/x",
        "glued in front": "https://apush.council.example/x",
        "its port left out": "https://localhost/x",
        "its usual port": "https://localhost:443/x",
        "without TLS": "http://localhost:8123/x",
        "its name and another host": "https://localhost:8123@evil.example/x",
    }.values(),
)
def test_only_exactly_what_the_council_named(endpoint: str) -> None:
    assert not is_allowed(endpoint, OWN)


@given(st.text(max_size=60))
def test_no_letters_make_it_fall_over_or_let_them_in(text: str) -> None:
    assert not is_allowed(text, OWN)
    assert not is_allowed(f"https://{text}", OWN) or text.startswith(("localhost:8123/", "10.0.0.7:9000/"))


@pytest.mark.parametrize(
    "named",
    [
        "",
        "https://push.example",
        "push.example/",
        "a b",
        "push.example:",
        "push.example:0",
        "push.example:65536",
        "*.example",
        "Push.example",
        "push.example.",
        "[::1]:443",
        "x@y",
        "push.example:443\n",
    ],
)
def test_a_push_service_that_cannot_be_one_stops_the_start(named: str) -> None:
    with pytest.raises(ValidationError, match="give names only"):
        Settings(push_hosts=[named])


def test_where_the_councils_own_listen() -> None:
    assert places(OWN) == [("push.council.example", 443), ("localhost", 8123), ("10.0.0.7", 9000)]
