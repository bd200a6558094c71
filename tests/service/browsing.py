"""翻页面 - What stories about pages need beside a client: pages as browsers ask for them, forms with their token against forgery."""

from typing import Any

import httpx

from tests.service.client import Client

HTML = {"accept": "text/html"}


def see(client: Client, address: str, **more: Any) -> httpx.Response:
    """看 - Return a page as a browser asks for it."""
    return client.get(address, headers=HTML, **more)


def send(client: Client, address: str, **fields: Any) -> httpx.Response:
    """提交 - Return what a form of a page is answered with; the token against forgery is a field of it."""
    mark = client.http.headers.get("X-CSRF-Token", "")
    return client.post(address, headers=HTML, data={"csrf": mark, **fields})


def submitted(client: Client, evaluation: str, form: dict[str, Any]) -> dict[str, Any]:
    """送审 - Save a form and submit it, and return what is told of it."""
    saved = client.put(f"/api/v1/evaluations/{evaluation}", 1, json=form)
    assert saved.is_success, saved.text
    told = client.act(evaluation, "submit", saved.json()["version"])
    assert told.is_success, told.text
    return told.json()  # type: ignore[no-any-return]
