"""查毒 - Hand a file to clamd and read what it says; while it cannot be asked, nothing is taken."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager

from perfeval.errors import Broken, Invalid

_PIECE, _SECONDS, _ANSWER = 1 << 20, 60, 4096


def scan(data: bytes, address: str) -> None:
    """查毒 - Return when nothing was found.

    Raises: Invalid, when something was; Broken, when clamd does not answer or cannot tell.
    """
    try:
        with _connected(address) as connection:
            connection.sendall(b"zINSTREAM\0")
            for at in range(0, len(data), _PIECE):
                piece = data[at : at + _PIECE]
                connection.sendall(struct.pack("!L", len(piece)) + piece)
            connection.sendall(struct.pack("!L", 0))
            answer = _answer(connection)
    except OSError:
        answer = ""
    if answer.endswith(" FOUND"):
        raise Invalid("upload-virus", "杀毒软件在文件里查到病毒，没有收；请查杀本机后重新制作文件")
    if answer != "stream: OK":
        raise Broken("scan-unavailable", "杀毒服务暂时不能使用，请稍后再上传")


@contextmanager
def _connected(address: str) -> Iterator[socket.socket]:
    """Yield a connection to clamd: a path is a local socket, anything else host and port."""
    if address.startswith("/"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(_SECONDS)
            connection.connect(address)
            yield connection
        return
    host, _, port = address.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=_SECONDS) as connection:
        yield connection


def _answer(connection: socket.socket) -> str:
    """Return the one line that clamd answers, up to its zero."""
    found = b""
    while len(found) < _ANSWER and not found.endswith(b"\0") and (piece := connection.recv(_ANSWER)):
        found += piece
    return found.rstrip(b"\0").decode("utf-8", "replace").strip()
