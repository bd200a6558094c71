"""空路由 - A FastAPI application whose routes do nothing, under the server of the service: no answer, a long one, an empty page."""

import socket

import uvicorn
from fastapi import FastAPI, Response

app = FastAPI(telemetry={"tracing": False, "metrics": False, "logs": False})
LONG = b" " * 20_000
"""长应答 - As many bytes as an opened form."""


@app.get("/")
async def nothing() -> Response:
    """空 - Answer without a word."""
    return Response()


@app.get("/long")
async def long() -> Response:
    """长 - Answer with many bytes."""
    return Response(LONG)


@app.get("/page")
async def page() -> Response:
    """空页面 - Answer with a page on which there is one word."""
    return Response(b"<!doctype html><html lang=zh-CN><meta charset=utf-8><title>-</title><p>-", media_type="text/html")


def main() -> None:
    """运行 - Serve on a free port, which is printed, until stopped."""
    config = uvicorn.Config(app, access_log=False, server_header=False, proxy_headers=False, log_level="warning")
    # The protocol is named, as the service's own listener names it: asyncio sends small pieces at once only on such sockets.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        print(listener.getsockname()[1], flush=True)
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
