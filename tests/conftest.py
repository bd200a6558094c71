"""测试环境 - What holds for every test: repeatable examples, and no network but the machine's own loopback."""

import sys

from hypothesis import settings

LOOPBACK = ("127.", "::1", "localhost")
CONNECTING = {"socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo"}

# Derandomised: a suite that is red today is red for everybody. No deadline: the cores are shared, and time is measured in benchmarks/.
settings.register_profile("house", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("house")


def refuse_strangers(event: str, arguments: tuple[object, ...]) -> None:
    """只许回环地址 - Refuse any connection that would leave this machine."""
    if event not in CONNECTING:
        return
    host = arguments[0] if event == "socket.getaddrinfo" else arguments[1]
    if isinstance(host, tuple):
        host = host[0]
    elif event != "socket.getaddrinfo":
        return  # a path: a local socket
    if host is not None and not str(host).startswith(LOOPBACK):
        message = f"测试不得访问网络：{host}"
        raise PermissionError(message)


sys.addaudithook(refuse_strangers)
