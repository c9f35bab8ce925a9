"""Which addresses we post to because a phone says so: push services that browsers have, and nowhere else.

An endpoint comes from whoever is signed in. Without this rule our own server could be sent knocking at doors inside
the council's network (OFFLINE.md, "Web Push"). Asked when a subscription is kept, and again before each message.
"""

import re

from familyapp.settings import Settings

LONGEST = 2048
"""Characters."""
BROWSERS = frozenset({"fcm.googleapis.com"})
BROWSERS_UNDER = (".push.services.mozilla.com", ".push.apple.com", ".notify.windows.com")
_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# As browsers write it: small letters, a port only when it is not 443, and in the path what RFC 3986 allows there.
_ENDPOINT = re.compile(
    rf"https://(?P<host>{_LABEL}(?:\.{_LABEL})*)(?::(?P<port>[1-9][0-9]{{0,4}}))?"
    r"/[A-Za-z0-9._~!$&'()*+,;=:@/%-]*(?:\?[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*)?"
)


def is_allowed(endpoint: str, settings: Settings) -> bool:
    """Whether this may be posted to. Whatever reads otherwise in one program than in another is refused."""
    read = _ENDPOINT.fullmatch(endpoint) if len(endpoint) <= LONGEST else None
    if read is None or len(read["host"]) > 253:
        return False
    host, port = read["host"], int(read["port"] or 443)
    if (host, port) in places(settings):
        return True
    return port == 443 and (host in BROWSERS or host.endswith(BROWSERS_UNDER))


def places(settings: Settings) -> list[tuple[str, int]]:
    """The council's own push services, as host and port."""
    named = (each.partition(":") for each in settings.push_hosts)
    return [(host, int(port or 443)) for host, _, port in named]
