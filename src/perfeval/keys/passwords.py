"""口令散列 - Hash passwords with argon2id and compare them, two at a time and no more; make passwords that are used once.

One comparison takes about a tenth of a second and 64 MiB on purpose, so a rush of sign-ins must not take all cores and all memory.
"""

import secrets
from base64 import b64encode
from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

TIME, MEMORY, LANES = 3, 65_536, 4
"""散列强度 - Rounds, KiB and lanes of argon2id: the second choice of RFC 9106."""
AT_ONCE = 2
"""同时散列数 - How many passwords are hashed or compared at the same time."""
_SALT, _DIGEST = 16, 32
_GATE = BoundedSemaphore(AT_ONCE)
_HASHER = PasswordHash((Argon2Hasher(time_cost=TIME, memory_cost=MEMORY, parallelism=LANES, hash_len=_DIGEST, salt_len=_SALT),))
_READABLE = ("abcdefghjkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789")  # without what looks alike on paper
_NEW_LENGTH = 12


def hashed(password: str) -> str:
    """散列 - Return what is kept of a password."""
    with _GATE:
        return _HASHER.hash(password)


def matches(password: str, stored: str | None) -> bool:
    """核对 - Tell whether a password is the one that was hashed; where none is kept, it takes as long to say no."""
    with _GATE:
        return _HASHER.verify(password, stored or _NOBODY) and stored is not None


def new_password() -> str:
    """一次性口令 - Return a random password that people can type off a slip of paper; it holds letters of both cases and digits."""
    letters = "".join(_READABLE)
    while True:
        made = "".join(secrets.choice(letters) for _ in range(_NEW_LENGTH))
        if all(set(made) & set(kind) for kind in _READABLE):
            return made


def _nobody() -> str:
    """Return a hash that no password has, as costly to compare with as any other."""
    salt, digest = (b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (_SALT, _DIGEST))
    return f"$argon2id$v=19$m={MEMORY},t={TIME},p={LANES}${salt}${digest}"


_NOBODY = _nobody()
