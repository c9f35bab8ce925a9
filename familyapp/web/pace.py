"""Slows a flood of ceremonies from people who are not signed in. It locks nobody out, whoever may want it to.

Each of these requests writes to the database before anybody is known, so that somebody could fill it. What is
counted is where requests come from, never whose they say they are: a limit for each account, passkey or invitation
would let the controlling ex-partner lock the other one out by failing often enough.

- An address has 120 a minute, which is a meeting of fifty people who all open their invitation over one Wi-Fi.
  An IPv6 household has 2^64 addresses and counts as one (/64).
- Its network (/24, or /48 in IPv6) has ten times as many. What is refused at an address is not counted there, so
  that one address' flood leaves nine tenths of its network's share to the neighbours.
- Mobile carriers put many phones behind one address. While one of them floods, the others behind it are slowed:
  429 with the seconds to wait, at most a minute; nothing is remembered longer, and pages, sign-out, Leave now and
  whoever is signed in already are never counted. A cookie that lets known phones past would mend even that, and
  would stay on the phone as a mark that it had been here: not worth it.
- An address that is no public one (loopback, private) is a proxy or the house itself and says nothing about who is
  asking. It is not counted: one flood through it would slow a whole council. `FAMILYAPP_PROXIES` says whose
  X-Forwarded-For is believed, and then the real addresses are counted.

Counted in this process's memory: several processes together allow as many times more, which is still a bound.
"""

import math
import time
from ipaddress import ip_address, ip_network

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from familyapp.web.errors import refusal

PACED = frozenset(
    {
        "/sign-in/options",
        "/sign-in",
        "/invitation/options",
        "/invitation/claim",
        "/add-phone/options",
        "/add-phone",
    }
)
"""Where somebody who is not signed in makes us write."""
AN_ADDRESS = RateLimitItemPerMinute(120)
A_NETWORK = RateLimitItemPerMinute(1200)


class Pace:
    """Answers 429 with Retry-After beyond the bounds, and lets everything else through uncounted."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        # The library's moving windows never let go of an address that they have seen; these do after a minute.
        self._limits = FixedWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Counts a ceremony's POST, first for its address, then for its network."""
        wait = 0
        if scope["type"] == "http" and scope["method"] == "POST" and scope["path"] in PACED:
            wait = self.wait_of((scope.get("client") or ("",))[0])
        if wait:
            headers = {"Retry-After": str(wait)}
            await refusal(Request(scope), 429, headers)(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def wait_of(self, address: str) -> int:
        """Seconds to wait, 0 when this one may go on."""
        bounds = bounds_of(address)
        for limit, key in bounds:
            if not self._limits.hit(limit, key):
                return max(1, math.ceil(self._limits.get_window_stats(limit, key).reset_time - time.time()))
        return 0


def bounds_of(address: str) -> list[tuple[RateLimitItem, str]]:
    """What a request from this address is counted against; nothing when the address tells nobody apart."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return []
    ip = getattr(ip, "ipv4_mapped", None) or ip
    if not ip.is_global:
        return []
    one, many = (32, 24) if ip.version == 4 else (64, 48)
    return [
        (AN_ADDRESS, str(ip_network((ip, one), strict=False))),
        (A_NETWORK, str(ip_network((ip, many), strict=False))),
    ]
