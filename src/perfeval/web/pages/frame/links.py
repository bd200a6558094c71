"""素材地址 - Name every file that pages fetch with the hash of its content, so that a browser keeps it until it changes."""

import hashlib
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parents[2] / "static"
"""素材所在 - The folder of what pages fetch."""


@cache
def static(name: str) -> str:
    """素材地址 - Return the address of a file that pages fetch."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()
    return f"/static/{name}?v={digest[:12]}"
