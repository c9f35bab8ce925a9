"""A phone in software, which signs real passkey ceremonies, and forges them in every way that a test asks for."""

import hashlib
import json
import secrets
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

ES256, EDDSA, RS256 = -7, -8, -257
UP, UV, BE, BS, AT = 0x01, 0x04, 0x08, 0x10, 0x40
Key = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey


def to_base64url(raw: bytes) -> str:
    """Bytes as WebAuthn's JSON writes them."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """Bytes from WebAuthn's JSON."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Forgery:
    """What is wrong with a ceremony. With nothing set it is honest."""

    origin: str | None = None
    rp_id: str | None = None
    challenge: bytes | None = None
    kind: str | None = None
    """`webauthn.create` or `webauthn.get` in the client data."""
    present: bool = True
    verified: bool = True
    flags: int | None = None
    sign_count: int | None = None
    client: dict[str, Any] = field(default_factory=dict)
    """More or other members of the client data, for example {"crossOrigin": True}."""
    client_bytes: Callable[[bytes], bytes] = lambda raw: raw
    credential_id: bytes | None = None
    """In the authenticator data of a new passkey."""
    public_key: dict[Any, Any] | Any = None
    """The COSE key of a new passkey."""
    fmt: Any = "none"
    statement: Any = field(default_factory=dict)
    attestation: Callable[[bytes], bytes] = lambda raw: raw
    authenticator_data: Callable[[bytes], bytes] = lambda raw: raw
    signature: Callable[[bytes], bytes] = lambda raw: raw
    user_handle: bytes | None = None
    json: Callable[[dict[str, Any]], Any] = lambda sent: sent
    """The whole of what is sent, changed at the very end."""
    text: Callable[[str], str] = lambda sent: sent


HONEST = Forgery()


@dataclass
class SoftPasskey:
    """One passkey on the phone, the private half included."""

    credential_id: bytes
    key: Key
    user_handle: bytes
    rp_id: str
    sign_count: int = 0


class SoftPhone:
    """A phone with passkeys. `counts` makes it count signatures, as security keys do and phones mostly do not."""

    def __init__(
        self, origin: str, algorithm: int = ES256, *, counts: bool = False, id_bytes: int = 32
    ) -> None:
        self.origin = origin
        self.algorithm = algorithm
        self.counts = counts
        self.id_bytes = id_bytes
        self.passkeys: list[SoftPasskey] = []

    def create(self, options: dict[str, Any], forged: Forgery = HONEST) -> str:
        """What `navigator.credentials.create()` gives for these options, as the page's script sends it."""
        key = new_key(self.algorithm)
        made = SoftPasskey(
            secrets.token_bytes(self.id_bytes),
            key,
            from_base64url(options["user"]["id"]),
            options["rp"]["id"],
        )
        cose = cose_key(key) if forged.public_key is None else forged.public_key
        credential_id = made.credential_id if forged.credential_id is None else forged.credential_id
        attested = bytes(16) + struct.pack(">H", len(credential_id)) + credential_id + cbor2.dumps(cose)
        data = forged.authenticator_data(self._data(made, forged, AT) + attested)
        attestation = cbor2.dumps({"fmt": forged.fmt, "attStmt": forged.statement, "authData": data})
        self.passkeys.append(made)
        return self._sent(
            made,
            forged,
            clientDataJSON=self._client("webauthn.create", options, forged),
            attestationObject=forged.attestation(attestation),
        )

    def get(
        self, options: dict[str, Any], forged: Forgery = HONEST, passkey: SoftPasskey | None = None
    ) -> str:
        """What `navigator.credentials.get()` gives; with the newest passkey unless told which."""
        used = passkey or self.passkeys[-1]
        used.sign_count += self.counts
        client = self._client("webauthn.get", options, forged)
        data = forged.authenticator_data(self._data(used, forged))
        signature = sign(used.key, data + hashlib.sha256(client).digest())
        handle = used.user_handle if forged.user_handle is None else forged.user_handle
        return self._sent(
            used,
            forged,
            clientDataJSON=client,
            authenticatorData=data,
            signature=forged.signature(signature),
            userHandle=handle,
        )

    def _client(self, kind: str, options: dict[str, Any], forged: Forgery) -> bytes:
        challenge = from_base64url(options["challenge"]) if forged.challenge is None else forged.challenge
        said = {
            "type": forged.kind or kind,
            "challenge": to_base64url(challenge),
            "origin": forged.origin or self.origin,
            "crossOrigin": False,
        } | forged.client
        return forged.client_bytes(json.dumps(said).encode())

    def _data(self, passkey: SoftPasskey, forged: Forgery, more: int = 0) -> bytes:
        rp_id = forged.rp_id or passkey.rp_id
        flags = UP * forged.present | UV * forged.verified | BE | BS | more
        count = passkey.sign_count if forged.sign_count is None else forged.sign_count
        given = flags if forged.flags is None else forged.flags
        return hashlib.sha256(rp_id.encode()).digest() + struct.pack(">BI", given, count)

    def _sent(self, passkey: SoftPasskey, forged: Forgery, **response: bytes) -> str:
        name = to_base64url(passkey.credential_id)
        sent = {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "response": {part: to_base64url(raw) for part, raw in response.items()},
        }
        return forged.text(json.dumps(forged.json(sent)))


def new_key(algorithm: int) -> Key:
    """A private key for one of the three algorithms."""
    if algorithm == EDDSA:
        return ed25519.Ed25519PrivateKey.generate()
    if algorithm == RS256:
        return rsa.generate_private_key(65537, 2048)
    return ec.generate_private_key(ec.SECP256R1())


def cose_key(key: Key) -> dict[int, Any]:
    """The public half as COSE writes it (RFC 9052, RFC 9053, RFC 8230)."""
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return {1: 1, 3: EDDSA, -1: 6, -2: key.public_key().public_bytes_raw()}
    if isinstance(key, rsa.RSAPrivateKey):
        numbers = key.public_key().public_numbers()
        length = (numbers.n.bit_length() + 7) // 8
        return {1: 3, 3: RS256, -1: numbers.n.to_bytes(length), -2: numbers.e.to_bytes(3)}
    point = key.public_key().public_numbers()
    return {1: 2, 3: ES256, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}


def sign(key: Key, message: bytes) -> bytes:
    """A signature as the key's algorithm makes it."""
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return key.sign(message)
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(message, padding.PKCS1v15(), hashes.SHA256())
    return key.sign(message, ec.ECDSA(hashes.SHA256()))
