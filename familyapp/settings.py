"""What a council may set, each with a value that is safe to start with."""

import re
from base64 import urlsafe_b64decode
from datetime import date
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

HERE = Path(__file__).resolve().parent.parent
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""A private key is a number from 1 to below this one (FIPS 186-5, curve P-256)."""
_KEY = re.compile(r"[A-Za-z0-9_-]{43}")
# A push service may refuse whoever gives a contact that cannot be reached, such as a name at localhost.
_CONTACT = re.compile(
    r"(mailto:[^\s@<>,;:]+@|https://)[a-z0-9-]+(\.[a-z0-9-]+)+(?<!\.local)(/\S*)?", re.IGNORECASE
)
_PLACE = re.compile(r"[a-z0-9]+(?:[.-]+[a-z0-9]+)*(?::([0-9]{1,5}))?")


class Settings(BaseSettings):
    """Read from the environment (`FAMILYAPP_ORIGIN`, ...) or a `.env` file; a wrong value stops the start."""

    model_config = SettingsConfigDict(
        env_prefix="FAMILYAPP_", env_file=".env", extra="ignore", frozen=True, hide_input_in_errors=True
    )

    database_url: str = "sqlite:///familyapp.db"
    origin: str = "http://localhost:8000"
    """The one address people open, with scheme and port. Passkeys and cookies are bound to it."""
    app_name: str = "Our plan"
    """Neutral on purpose: it stands on the phone's screen and in the browser's history."""
    leave_to: str = "https://www.bbc.co.uk/weather"
    """Where Leave now ends: a page that anybody might have open."""
    languages: list[str] = Field(default=["en"], min_length=1)
    time_zone: str = "Europe/London"
    demo: bool = False
    """Offers invented people on the sign-in page. Never with real families."""
    development: bool = False
    """Shows the pattern book at /patterns."""
    worried_numbers_checked: str = "2026-11-01"
    """The day on which the council last rang the numbers on the worried page."""
    council: str = "your council"
    accessibility_contact: str = "your worker"
    proxies: list[str] = []
    """Addresses or networks of the proxies in front, such as ["127.0.0.1"]: they alone are believed about who asks."""
    threads: int = Field(default=4, ge=1, le=64)
    """How many pages are made at once. More threads fight for the interpreter and are slower."""
    pages_kept: int = Field(default=256, ge=0)
    """How many drawn pages stay in memory, at about 50 KB each."""
    cards_kept: int = Field(default=20_000, ge=0)
    """How many drawn words stay in memory, at about 1 KB each."""
    offline: bool = True
    """Phones keep pages and waiting words. Off, each phone's worker clears its kept pages and steps aside."""
    vapid_keys: list[SecretStr] = []
    """The private keys that phones' push services know us by, the newest first; `familyapp keys` makes them."""
    vapid_contact: str = ""
    """Whom a push service may write to when something is wrong, as mailto:NAME@HOST; empty: the origin."""
    push_hosts: list[str] = []
    """Push services besides the four that browsers have, as HOST or HOST:PORT."""
    smtp_url: SecretStr = SecretStr("")
    """The mail server: smtps://NAME:PASSWORD@HOST, or smtp://... where TLS is asked for after the greeting."""
    email_from: str = Field(default="", validate_default=True)
    """The address that e-mails come from."""
    notify_api_key: SecretStr = SecretStr("")
    """GOV.UK Notify's key, for text messages and, where there is no mail server, e-mails."""
    notify_url: str = "https://api.notifications.service.gov.uk"
    notify_text_template: str = ""
    notify_email_template: str = ""
    """Notify's templates by their ids. Each holds ((sentence)) and ((link)), the e-mail's also ((stop_link))."""
    static_folder: Path = HERE / "build" / "static"
    fonts_folder: Path = HERE / "build" / "fonts"
    templates_folder: Path = HERE / "templates"
    worker_folder: Path = HERE / "service_worker"

    @field_validator("origin")
    @classmethod
    def _a_bare_origin(cls, value: str) -> str:
        try:
            parts = urlsplit(value)
            name, port = parts.hostname, parts.port
        except ValueError:
            name = port = None
        bare = name and parts.scheme in {"http", "https"} and not parts.path.strip("/")
        if not bare or parts.query or parts.fragment or parts.username:
            raise ValueError("give scheme, name and port only, for example https://plan.example.org")
        if parts.scheme == "http" and name not in {"localhost", "127.0.0.1"}:
            raise ValueError("people's words need https; plain http is for localhost only")
        # As browsers write it: in small letters, and without the port that goes without saying.
        usual = {"http": 80, "https": 443}[parts.scheme]
        return f"{parts.scheme}://{name}" + ("" if port in {None, usual} else f":{port}")

    @field_validator("database_url")
    @classmethod
    def _a_database_that_we_speak(cls, value: str) -> str:
        file = value.removeprefix("sqlite:///")
        if file not in {"", ":memory:", value} or value.startswith(
            ("postgresql://", "postgresql+psycopg://")
        ):
            return value
        raise ValueError("give sqlite:///FILE or postgresql+psycopg://NAME:PASSWORD@HOST/DATABASE")

    @field_validator("time_zone")
    @classmethod
    def _a_known_time_zone(cls, value: str) -> str:
        try:
            return ZoneInfo(value).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("give a time zone by its name, for example Europe/London") from None

    @field_validator("leave_to")
    @classmethod
    def _a_place_to_leave_to(cls, value: str) -> str:
        if not value.startswith(("https://", "http://")) or not urlsplit(value).hostname:
            raise ValueError(
                "give a page that anybody might have open, for example https://www.bbc.co.uk/weather"
            )
        return value

    @field_validator("worried_numbers_checked")
    @classmethod
    def _a_day(cls, value: str) -> str:
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            raise ValueError("give the day as year-month-day, for example 2026-11-01") from None

    @field_validator("vapid_keys")
    @classmethod
    def _keys_that_sign(cls, value: list[SecretStr]) -> list[SecretStr]:
        for key in value:
            text = key.get_secret_value()
            raw = urlsafe_b64decode(text + "=") if _KEY.fullmatch(text) else b""
            if not 0 < int.from_bytes(raw, "big") < P256_ORDER:
                raise ValueError("one of these is no key: `familyapp keys` prints a line that can be used")
        return value

    @field_validator("vapid_contact")
    @classmethod
    def _somebody_to_write_to(cls, value: str) -> str:
        if value and not _CONTACT.fullmatch(value):
            raise ValueError("give mailto:NAME@HOST or an address with https that others can reach")
        return value

    @field_validator("push_hosts")
    @classmethod
    def _hosts_with_or_without_a_port(cls, value: list[str]) -> list[str]:
        for host in value:
            named = _PLACE.fullmatch(host)
            if named is None or not 0 < int(named[1] or 443) < 65536:
                raise ValueError(
                    'give names only, with a port or without, for example ["push.example.org:8443"]'
                )
        return value

    @field_validator("smtp_url")
    @classmethod
    def _a_mail_server(cls, value: SecretStr) -> SecretStr:
        try:
            parts = urlsplit(value.get_secret_value())
            signs_in = unquote(f"{parts.username or ''}{parts.password or ''}", errors="strict")
            known = parts.scheme in {"smtps", "smtp"} and parts.hostname and parts.port != 0
        except ValueError:
            known = False
        if not value.get_secret_value():
            return value
        bare = known and not (parts.path.strip("/") or parts.query or parts.fragment)
        if not bare or not signs_in.isascii() or not (signs_in or "-").isprintable():
            raise ValueError(
                "give smtps://NAME:PASSWORD@HOST, or smtp://NAME:PASSWORD@HOST where TLS begins after the greeting; "
                "signs in the name and password are written as % and two figures, for example %40 for @"
            )
        return value

    @field_validator("email_from")
    @classmethod
    def _one_address(cls, value: str, info: ValidationInfo) -> str:
        if value and not re.fullmatch(r"[A-Za-z0-9.+_-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", value):
            raise ValueError("give one e-mail address and nothing else, for example plan@council.example.org")
        server = info.data.get("smtp_url")
        if server and server.get_secret_value() and not value:
            raise ValueError(
                "give the address that e-mails come from, for there is a mail server in FAMILYAPP_SMTP_URL"
            )
        return value

    @field_validator("notify_url")
    @classmethod
    def _an_address_of_notify(cls, value: str) -> str:
        try:
            return cls._a_bare_origin(value)
        except ValueError:
            raise ValueError(
                "give https and the name only, for example https://api.notifications.service.gov.uk"
            ) from None

    @property
    def rp_id(self) -> str:
        """The name that passkeys are bound to (WebAuthn's relying party id): the origin's host."""
        return urlsplit(self.origin).hostname or "localhost"


@lru_cache
def settings_from_environment() -> Settings:
    """The settings of this process, read once."""
    return Settings()
