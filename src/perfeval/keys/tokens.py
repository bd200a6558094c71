"""令牌 - Random texts that prove who asks, and the hashes that are kept of them."""

import hashlib
import hmac
import secrets

_BYTES = 32


def new_token() -> str:
    """新令牌 - Return 256 random bits as text for cookies and headers."""
    return secrets.token_urlsafe(_BYTES)


def digest(token: str) -> str:
    """令牌散列 - Return the only thing that is kept of a token: its SHA-256."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def forgery_token(session: str) -> str:
    """防伪令牌 - Return the token against forged requests of a session; who does not hold the session cannot work it out."""
    return hmac.new(session.encode(errors="surrogatepass"), b"perfeval forgery", hashlib.sha256).hexdigest()
