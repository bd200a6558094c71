"""复合文档 - Look at the directory of an old Office file (doc, xls, wps, et) without opening it: what streams it has, and whether macros.

Names stand in the directory as UTF-16, in entries of 128 bytes that are never compressed, so they can be found without following the
file's own tables, which may lie.
"""

import re

_ENTRY, _NAME, _TYPES = 128, 64, (1, 2, 5)
MACROS = ("_VBA_PROJECT", "_VBA_PROJECT_CUR", "VBA", "Macros", "PROJECTwm", "VBA_PROJECT_CUR")
"""宏的痕迹 - Names of streams and storages that only a file with macros has."""


def streams(data: bytes, names: tuple[str, ...]) -> frozenset[str]:
    """有哪些流 - Return which of these names stand in the directory, capitals or not."""
    return frozenset(name for name in names if _has(data, name))


def _has(data: bytes, name: str) -> bool:
    """Tell whether an entry of the directory bears a name."""
    written = name.encode("utf-16-le")
    for found in re.finditer(b"(?i)" + re.escape(written) + b"\x00\x00", data):
        at = found.start()
        if at % _ENTRY == 0 and data[at + _NAME : at + _NAME + 2] == (len(written) + 2).to_bytes(2, "little") and _type(data, at) in _TYPES:
            return True
    return False


def _type(data: bytes, at: int) -> int:
    """Return what an entry says it is: a storage, a stream or the root."""
    return data[at + _NAME + 2] if at + _NAME + 2 < len(data) else 0
