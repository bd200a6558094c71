"""回环地址 - The suite's own guard: no test reaches beyond this machine."""

import socket

import pytest


@pytest.mark.parametrize("host", ["192.0.2.1", "example.invalid"])
def test_a_connection_to_another_machine_is_refused(host: str) -> None:
    with pytest.raises(PermissionError, match="不得访问网络"):
        socket.create_connection((host, 80), timeout=1)


def test_a_connection_to_this_machine_is_allowed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()
