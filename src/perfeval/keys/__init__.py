"""密钥 - Whatever is secret about an account: passwords, second factors, random tokens; only hashes of them are ever kept."""

from perfeval.keys.passwords import AT_ONCE, hashed, matches, new_password
from perfeval.keys.tokens import digest, forgery_token, new_token
from perfeval.keys.totp import enrolment, new_salt, step_of

__all__ = [
    "AT_ONCE",
    "digest",
    "enrolment",
    "forgery_token",
    "hashed",
    "matches",
    "new_password",
    "new_salt",
    "new_token",
    "step_of",
]
