"""One-time passwords of an authenticator app (动态口令): RFC 6238 with SHA-1, six digits and thirty seconds, as all apps use."""

import base64
import hashlib
import hmac
import secrets
from urllib.parse import quote, urlencode

SECONDS = 30
DIGITS = 6
_DRIFT = 1  # steps a clock may be off, either way


def new_secret() -> bytes:
    """A key of 160 bits, as RFC 4226 asks."""
    return secrets.token_bytes(20)


def code_at(secret: bytes, step: int) -> str:
    """The code of a step of thirty seconds since 1970."""
    digest = hmac.new(secret, step.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 0xF
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def match_step(secret: bytes, code: str, *, now: float, after: int) -> int | None:
    """The step whose code this is, around ``now`` and later than ``after``; None where there is none."""
    step = int(now) // SECONDS
    for one in range(step - _DRIFT, step + _DRIFT + 1):
        if one > after and hmac.compare_digest(code_at(secret, one).encode(), code.encode()):
            return one
    return None


def readable(secret: bytes) -> str:
    """The key as people type it."""
    return base64.b32encode(secret).decode()


def address(secret: bytes, *, site: str, username: str) -> str:
    """The address a QR code carries to the app."""
    query = urlencode(
        {"secret": readable(secret), "issuer": site, "digits": DIGITS, "period": SECONDS}, quote_via=quote
    )
    return f"otpauth://totp/{quote(site)}:{quote(username)}?{query}"
