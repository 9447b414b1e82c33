"""Secrets in the database are encrypted (存储保密性) with a key of the site that is never stored in it."""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.crypto import salted_hmac


class Unopenable(Exception):
    """What was enciphered under another key of the site, or altered."""


def seal(secret: bytes) -> str:
    """``secret`` enciphered and authenticated."""
    return _cipher().encrypt(secret).decode()


def unseal(sealed: str) -> bytes:
    """What was sealed; raises Unopenable."""
    try:
        return _cipher().decrypt(sealed.encode())
    except InvalidToken:
        raise Unopenable from None


def keyed_hash(code: str) -> str:
    """The hash under which a code of full chance is kept."""
    return salted_hmac("kechuang.web.accounts.recovery", code, algorithm="sha256").hexdigest()


def _cipher():
    derived = HKDF(SHA256(), 32, salt=None, info=b"kechuang second factors").derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
