"""动态码 - The second factor: codes of six digits that an app on the telephone shows (RFC 6238), each good once.

The secret is worked out from a random salt and the key that lies outside the database: a copy of the database alone gives no codes.
"""

import hashlib
import hmac
import secrets
from base64 import b32encode
from datetime import datetime

import pyotp

ISSUER = "perfeval"
"""签发者 - What the app shows beside the login."""
_SECONDS, _SALT, _SECRET, _DRIFT = 30, 16, 20, 1


def new_salt() -> str:
    """新盐 - Return a random salt, the only part of a second factor that is kept."""
    return secrets.token_hex(_SALT)


def enrolment(key: bytes, salt: str, login: str) -> tuple[str, str]:
    """登记内容 - Return the secret, to be typed into the app, and the same as an address, to be shown as a picture."""
    secret = _secret(key, salt)
    return secret, pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def step_of(key: bytes, salt: str, code: str, at: datetime, used: int | None) -> int | None:
    """核对动态码 - Return the half-minute that a code belongs to, None where it is wrong or was used; clocks may differ by one.

    used is the half-minute of the last code that was accepted: neither it nor one before it is good again.
    """
    totp, here = pyotp.TOTP(_secret(key, salt)), int(at.timestamp()) // _SECONDS
    given = code.encode(errors="replace")
    good = (step for step in range(here - _DRIFT, here + _DRIFT + 1) if hmac.compare_digest(totp.generate_otp(step).encode(), given))
    return next((step for step in good if used is None or step > used), None)


def _secret(key: bytes, salt: str) -> str:
    own = hmac.new(key, b"perfeval second factor", hashlib.sha256).digest()
    return b32encode(hmac.new(own, salt.encode(), hashlib.sha256).digest()[:_SECRET]).decode()
