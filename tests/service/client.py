"""登录者 - Somebody at the service: signs in over HTTP and asks, one request after the other or several at once."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx
from fastapi import FastAPI

from perfeval.settings import Settings
from perfeval.web import create_app
from perfeval.web.office import Office
from tests.service.county import PASSWORD

BASE = "http://127.0.0.1"


@cache
def app() -> FastAPI:
    """应用 - Return the application; which office is behind it is set for each test."""
    return create_app(Settings())


@dataclass(slots=True)
class Client:
    """登录者 - Ask the application with what a browser or a program keeps between requests."""

    runner: asyncio.Runner
    http: httpx.AsyncClient

    def request(self, method: str, address: str, **more: Any) -> httpx.Response:
        """请求 - Return the answer to one request."""
        return self.runner.run(self.later(method, address, **more))

    def later(self, method: str, address: str, **more: Any) -> Coroutine[Any, Any, httpx.Response]:
        """待请求 - Return a request that has not been made yet, for `together`."""
        return self.http.request(method, address, **more)

    def get(self, address: str, **more: Any) -> httpx.Response:
        """取 - GET."""
        return self.request("GET", address, **more)

    def post(self, address: str, **more: Any) -> httpx.Response:
        """交 - POST."""
        return self.request("POST", address, **more)

    def put(self, address: str, version: object = None, **more: Any) -> httpx.Response:
        """存 - PUT, with If-Match where a version is given."""
        return self.request("PUT", address, **_matched(version, more))

    def patch(self, address: str, version: object = None, **more: Any) -> httpx.Response:
        """改 - PATCH, with If-Match where a version is given."""
        return self.request("PATCH", address, **_matched(version, more))

    def act(self, evaluation: str, action: str, version: object, **body: Any) -> httpx.Response:
        """操作 - POST an action of an evaluation."""
        return self.request("POST", f"/api/v1/evaluations/{evaluation}/actions/{action}", **_matched(version, {"json": body}))

    def delete(self, address: str, **more: Any) -> httpx.Response:
        """删 - DELETE."""
        return self.request("DELETE", address, **more)

    def sign_in(self, login: str, password: str = PASSWORD, **more: Any) -> httpx.Response:
        """登录 - Sign in and keep the token against forgery for every change that follows."""
        answer = self.post("/api/v1/session", json={"login": login, "password": password, **more})
        if answer.is_success:
            self.http.headers["X-CSRF-Token"] = answer.json()["csrf"]
        return answer


def _matched(version: object, more: dict[str, Any]) -> dict[str, Any]:
    return more if version is None else {**more, "headers": {"If-Match": f'"{version}"', **more.get("headers", {})}}


class Clients:
    """登录者们 - Make clients of one office and close them together; all live in one event loop."""

    def __init__(self, office: Office) -> None:
        """构造 - Put the office behind the application."""
        self.behind(office)
        self.runner = asyncio.Runner()
        self.made: list[Client] = []

    def behind(self, office: Office) -> None:
        """换办公室 - Have an office, such as that of another process, serve everybody from now on."""
        app().state.office = office
        app().state.pool = office.pool

    def stranger(self, address: str = "127.0.0.1") -> Client:
        """生人 - Return somebody who has not signed in, from an address."""
        transport = httpx.ASGITransport(app(), client=(address, 50000))
        client = Client(self.runner, httpx.AsyncClient(transport=transport, base_url=BASE))
        self.made.append(client)
        return client

    def at(self, login: str) -> Client:
        """某人 - Return somebody who has signed in."""
        client = self.stranger()
        answer = client.sign_in(login)
        assert answer.is_success, answer.text
        return client

    def together(self, *requests: Coroutine[Any, Any, httpx.Response]) -> list[httpx.Response]:
        """同时 - Return the answers to requests that are made at once."""

        async def _all() -> list[httpx.Response]:
            return await asyncio.gather(*requests)

        return self.runner.run(_all())

    def close(self) -> None:
        """散场 - Close every client and the loop."""
        for client in self.made:
            self.runner.run(client.http.aclose())
        self.runner.close()
