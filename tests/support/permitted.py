"""Nothing but the permitted texts leaves the house: looked at in every message that any test sends, as it arrives.

Each of the small servers that stand in for the outside asks here about each message. One that is not made of the
permitted texts and opaque links alone fails its test when the server is closed. The run's last lines count them.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from email import message_from_bytes
from email.policy import SMTP
from typing import Any

import pytest

from familyapp.notifications.wording import permitted
from familyapp.settings import Settings

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
PLACE = r"https?://[a-z0-9.-]+(?::[0-9]+)?"
LINK = re.compile(rf"{PLACE}/(?:news|confirm)/{UUID}")
STOP_LINK = re.compile(rf"{PLACE}/stop/{UUID}")
REFERENCE = re.compile(r"[0-9a-f]{32}")
OPAQUE = re.compile(r"[A-Za-z0-9_-]{1,64}")
ADDRESS = r"[^\s<>,;:\"()@]+@[^\s<>,;:\"()@]+"
DRAWN = re.compile(r"[A-Za-z0-9_+/=-]{20,}")
"""Keys, signatures and endpoints: letters drawn at random, in which any short name stands sooner or later."""
SHORT = 8
CANARY = re.compile(r"canary", re.IGNORECASE)

ABOUT_MAIL = {
    "date": re.compile(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}"),
    "message-id": re.compile(r"<[0-9a-f]{32}@[a-z0-9.-]+>"),
    "auto-submitted": re.compile("auto-generated"),
    "list-unsubscribe-post": re.compile("List-Unsubscribe=One-Click"),
    "content-type": re.compile('text/plain; charset="utf-8"'),
    "content-transfer-encoding": re.compile("7bit|8bit|quoted-printable|base64"),
    "mime-version": re.compile(r"1\.0"),
}
"""What every e-mail has besides the texts, and what may stand there."""

NOTIFYS_HEADERS = frozenset(
    "host user-agent accept-encoding accept connection content-type authorization content-length".split()
)
"""What its own client sends besides the message."""

looked_at: Counter[str] = Counter()
"""How many messages of this run were looked at, by their kind; `strange` of them were not permitted."""


class Doorkeeper:
    """Looks at what arrives in one place, and at its end says what should never have come."""

    def __init__(self, counts: Counter[str] = looked_at) -> None:
        self._counts = counts
        self._permitted = [permitted(["en"], Settings.model_fields["app_name"].default)]
        self.keeps_out: set[str] = set()
        """Strings that must not come in, whatever place they are in: names, ids, words of this test."""
        self.strange: list[str] = []
        """What came and is not permitted."""

    def speaks(self, app_name: str, *tags: str) -> None:
        """From now on the texts of an installation with this name and these languages are permitted, too."""
        self._permitted.append(permitted(tags or ("en",), app_name))

    def look(self, kind: str, raw: str, complaints: Iterator[str]) -> None:
        """Notes one message and what is wrong with it."""
        self._counts[kind] += 1
        found = list(complaints)
        whole, words = raw.lower(), DRAWN.sub(" ", raw).lower()
        sings = [
            f"{each!r} is in it"
            for each in self.keeps_out
            if each.lower() in (words if len(each) < SHORT else whole)
        ]
        sings += [f"a canary sings at {each.start()}" for each in CANARY.finditer(raw)]
        found += sings
        self._counts["canaries"] += len(sings)
        if found:
            self._counts["strange"] += 1
            self.strange.append(f"{kind}: {'; '.join(found)}")

    def leaves(self) -> None:
        """The test fails here when something came that is not permitted."""
        strange, self.strange = self.strange, []
        assert not strange, "Not permitted to leave the house:\n" + "\n".join(strange)

    def look_at_push(self, plain: bytes, head: bytes = b"") -> None:
        """What a phone reads once it has opened a message, and what its push service reads without opening it."""
        self.look("push", (head + plain).decode("utf-8", "replace"), self._in_push(plain))

    def look_at_email(self, raw: bytes, envelope: Sequence[str] = ()) -> None:
        """A letter as the mail server got it, and for whom its envelope is."""
        mail = message_from_bytes(raw, policy=SMTP)
        whole = raw.decode("utf-8", "replace") + str(mail.get_content() if not mail.is_multipart() else "")
        complaints = [*self._in_email(mail)]
        if envelope and [*envelope] != [str(mail["To"])]:
            complaints.append(f"its envelope is for {[*envelope]}")
        self.look("e-mail", whole + " ".join(envelope), iter(complaints))

    def look_at_notify(self, kind: str, body: bytes, head: bytes = b"") -> None:
        """What GOV.UK Notify was asked to send, and the head of the request; `kind` is sms or email."""
        names = {line.partition(":")[0].lower() for line in head.decode("latin-1").split("\r\n")[1:] if line}
        complaints = [*self._in_notify(kind, body), *(f"a header {name}" for name in names - NOTIFYS_HEADERS)]
        whole = (head + body).decode("utf-8", "replace")
        self.look("text" if kind == "sms" else "e-mail", whole, iter(complaints))

    # What is wrong with each.

    def _is_sentence(self, text: object) -> bool:
        return any(each.sentence.fullmatch(str(text)) for each in self._permitted)

    def _is_title(self, text: object) -> bool:
        return str(text) in {each.title for each in self._permitted}

    def _in_push(self, plain: bytes) -> Iterator[str]:
        try:
            words = json.loads(plain)
            told = dict(words["notification"])
        except (ValueError, KeyError, TypeError):
            yield "it is no Declarative Web Push"
            return
        rules: dict[str, Any] = {
            "title": self._is_title,
            "body": self._is_sentence,
            "navigate": lambda value: LINK.fullmatch(str(value)),
            "tag": lambda value: OPAQUE.fullmatch(str(value)),
            "lang": lambda value: re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]{2,4})?", str(value)),
            "dir": lambda value: value in {"ltr", "rtl"},
            "app_badge": lambda value: isinstance(value, int) and 0 <= value <= 999,
        }
        yield from _broken(told, rules, needed=rules.keys() - {"app_badge"})
        outer = {
            "web_push": lambda value: value == 8030,
            "notification": bool,
            "app_badge": rules["app_badge"],
        }
        yield from _broken(words, outer, needed=("web_push", "notification"))

    def _in_email(self, mail: Any) -> Iterator[str]:
        if mail.is_multipart():
            yield "it has more than one part"
            return
        stop = str(mail["List-Unsubscribe"] or "").strip("<>")
        rules: dict[str, Any] = {name: rule.fullmatch for name, rule in ABOUT_MAIL.items()} | {
            "from": lambda value: any(
                re.fullmatch(rf'"?{re.escape(each.title)}"? <{ADDRESS}>', value) for each in self._permitted
            ),
            "to": re.compile(ADDRESS).fullmatch,
            "subject": self._is_title,
            "list-unsubscribe": lambda value: STOP_LINK.fullmatch(value.strip("<>")),
        }
        headers = {name.lower(): str(value) for name, value in mail.items()}
        if len(headers) != len(mail.items()):
            yield "a header stands there twice"
        stops = {"list-unsubscribe", "list-unsubscribe-post"}
        yield from _broken(headers, rules, needed=rules.keys() - (set() if stop else stops))
        body = mail.get_content().replace("\r\n", "\n")
        sentence, _, rest = body.partition("\n\n")
        link, _, ending = rest.partition("\n")
        endings = (
            {f"\n{line} {stop}\n" for each in self._permitted for line in each.how_to_stop} if stop else {""}
        )
        if not self._is_sentence(sentence) or not LINK.fullmatch(link) or ending not in endings:
            yield f"its body is {body!r}"

    def _in_notify(self, kind: str, body: bytes) -> Iterator[str]:
        try:
            asked = json.loads(body)
            filled = dict(asked["personalisation"])
        except (ValueError, KeyError, TypeError):
            yield "Notify was asked for something else"
            return
        fields: dict[str, Any] = {
            "sentence": self._is_sentence,
            "link": lambda value: LINK.fullmatch(str(value)),
        }
        rules: dict[str, Any] = {
            "template_id": re.compile("[0-9a-f-]{36}").fullmatch,
            "reference": REFERENCE.fullmatch,
            "personalisation": bool,
        }
        if kind == "sms":
            rules["phone_number"] = re.compile(r"\+[1-9][0-9]{7,14}").fullmatch
        else:
            fields["stop_link"] = lambda value: value == "" or STOP_LINK.fullmatch(value)
            rules["email_address"] = re.compile(ADDRESS).fullmatch
            rules["one_click_unsubscribe_url"] = lambda value: value == filled.get("stop_link")
        yield from _broken(filled, fields, needed=fields)
        yield from _broken(asked, rules, needed=rules.keys() - {"one_click_unsubscribe_url"})


def _broken(values: Mapping[str, Any], rules: Mapping[str, Any], needed: Any) -> Iterator[str]:
    yield from (f"{name} is missing" for name in sorted(set(needed) - set(values)))
    for name, value in values.items():
        if name not in rules:
            yield f"nobody knows what {name} is: {value!r}"
        elif not rules[name](value):
            yield f"{name} is {value!r}"


# What the run says at its end, gathered from all its processes.


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker of a parallel run hands its counts to the one that speaks."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["looked_at"] = dict(looked_at)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Takes over what a worker counted."""
    looked_at.update(getattr(node, "workeroutput", {}).get("looked_at", {}))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """How many messages were looked at."""
    kinds = {kind: count for kind, count in sorted(looked_at.items()) if kind not in {"strange", "canaries"}}
    if kinds:
        told = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
        terminalreporter.write_line(
            f"Messages looked at as they left: {told}; not permitted: {looked_at['strange']}; "
            f"canaries found: {looked_at['canaries']}"
        )
