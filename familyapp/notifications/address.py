"""The addresses that people may be written to: checked where they are typed in, and again where they are sent to.

Narrower than the standards. What hardly anybody has and an attacker likes (quoted names, comments, lists) is no
address here, and what is kept has one spelling.
"""

import re

import idna

LONGEST = 254
"""Letters of an e-mail address: a path of 256 without its angle brackets (RFC 5321, 4.5.3.1.3)."""
LONGEST_NAME = 64
"""Letters before the @ (RFC 5321, 4.5.3.1.1)."""

_WORD = r"[A-Za-z0-9#$&'*+/=?^_{}~-]+"
# RFC 5322's dot-atom without % and !, which once sent mail round by other servers, and | and `, which shells read.
_NAME = re.compile(rf"(?!-){_WORD}(?:\.{_WORD})*")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?=[a-z0-9-]*[a-z])[a-z0-9-]{2,63}")
_BETWEEN = str.maketrans("", "", " ().-")


def email_address(text: str) -> str | None:
    """The address as it is kept (the host in ASCII and small letters, RFC 5891), or None when it is not just one."""
    name, _, host = text.strip(" ").rpartition("@")
    if len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
        return None
    try:
        host = idna.encode(host, uts46=True, std3_rules=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        return None
    address = f"{name}@{host}"
    return address if len(address) <= LONGEST and _HOST.fullmatch(host) else None


def mobile_number(text: str) -> str | None:
    """The number as +447..., or + and 8 to 15 digits for another country (E.164), or None.

    A number of the United Kingdom must be a mobile's: 07 and nine more digits, and not 070, which anybody may rent.
    """
    digits = re.sub(r"\A(?:\+440?|0)(?=7)", "+44", text.translate(_BETWEEN))
    if not re.fullmatch(r"\+[1-9][0-9]{7,14}", digits):
        return None
    if digits.startswith("+44") and not re.fullmatch(r"\+447[1-9][0-9]{8}", digits):
        return None
    return digits
