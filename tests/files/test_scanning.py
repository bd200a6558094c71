"""查毒 - What clamd says counts; while it says nothing, nothing is taken."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from perfeval.errors import Broken, Invalid, PerfevalError
from perfeval.files import inspect
from tests.files import made

VIRUS = b"EICAR"


@contextmanager
def clamd(listener: socket.socket, answer: bytes | None) -> Iterator[list[bytes]]:
    """Speak clamd's side once: keep what is sent, and answer; None answers as a real one would."""
    got: list[bytes] = []

    def _serve() -> None:
        connection, _ = listener.accept()
        with connection, connection.makefile("rb") as sent:
            assert sent.read(10) == b"zINSTREAM\0"
            while size := struct.unpack("!L", sent.read(4))[0]:
                got.append(sent.read(size))
            found = b"stream: Eicar-Test-Signature FOUND\0" if VIRUS in b"".join(got) else b"stream: OK\0"
            connection.sendall(found if answer is None else answer)

    thread = Thread(target=_serve)
    with listener:
        thread.start()
        yield got
        thread.join(timeout=30)


def local() -> tuple[socket.socket, str]:
    listener = socket.create_server(("127.0.0.1", 0))
    return listener, f"127.0.0.1:{listener.getsockname()[1]}"


def take(data: bytes, address: str) -> None:
    inspect(data, "a.pdf", most=10**8, clamd=address)


def test_a_clean_file_is_taken_and_all_of_it_was_looked_at() -> None:
    listener, address = local()
    data = made.pdf().replace(b"1 0 obj", b"x" * 3_000_000)
    with clamd(listener, None) as got:
        take(data, address)
    assert b"".join(got) == data


def test_a_local_socket_does_too(tmp_path: Path) -> None:
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(tmp_path / "clamd"))
    listener.listen()
    with clamd(listener, None) as got:
        take(made.pdf(), str(tmp_path / "clamd"))
    assert got


def test_a_virus_is_refused() -> None:
    listener, address = local()
    with clamd(listener, None), pytest.raises(Invalid) as told:
        take(made.pdf().replace(b"1 0 obj", VIRUS), address)
    assert told.value.code == "upload-virus"


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK but not quite\0", b"x" * 5000])
def test_an_answer_that_says_nothing_takes_nothing(answer: bytes) -> None:
    listener, address = local()
    with clamd(listener, answer), pytest.raises(Broken) as told:
        take(made.pdf(), address)
    assert told.value.code == "scan-unavailable"


def test_a_clamd_that_is_down_takes_nothing(tmp_path: Path) -> None:
    listener, address = local()
    listener.close()
    for each in (address, str(tmp_path / "no-such-socket")):
        with pytest.raises(PerfevalError) as told:
            take(made.pdf(), each)
        assert told.value.code == "scan-unavailable"


def test_a_file_that_is_refused_anyway_is_not_sent_to_it() -> None:
    with pytest.raises(Invalid) as told:
        inspect(b"<html>", "a.pdf", most=10**8, clamd="127.0.0.1:1")
    assert told.value.code == "upload-content"
