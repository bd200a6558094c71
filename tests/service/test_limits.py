"""上限故事 - Whoever sends more than an address takes is told how much that address takes, and no more of it is read."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from perfeval.web.office import Office
from tests.service.client import Client, Clients
from tests.service.county import EVALUATIONS, ROUND

At = Callable[[str], Client]
MINE = f"/api/v1/evaluations/{EVALUATIONS['school1']}"
PIECE = 64 * 1024
MEGABYTE = 1024 * 1024
FORM = {"Content-Type": "multipart/form-data; boundary=x"}
JSON = {"Content-Type": "application/json"}
TABLE = {"Content-Type": "text/csv"}


def endless(given: list[int]) -> AsyncIterator[bytes]:
    """Return a body without end that counts how much of it was taken."""

    async def _pieces() -> AsyncIterator[bytes]:
        while True:
            given[0] += PIECE
            yield b" " * PIECE

    return _pieces()


@pytest.mark.parametrize(
    ("login", "method", "address", "headers", "most", "said"),
    [
        ("filler1", "PUT", MINE, JSON, 10 * MEGABYTE, "10 MB"),
        ("filler1", "PUT", f"{MINE}/workbook?dry_run=1", TABLE, 20 * MEGABYTE, "20 MB"),
        ("filler1", "POST", f"{MINE}/evidence", FORM, 50 * MEGABYTE, "50 MB"),
        ("filler1", "POST", "/api/v1/score", JSON, 10 * MEGABYTE, "10 MB"),
        ("filler1", "POST", "/score", FORM, 10 * MEGABYTE, "10 MB"),
        ("filler1", "POST", "/sign-in", FORM, 12 * MEGABYTE, "12 MB"),
        ("finance", "POST", f"/api/v1/rounds/{ROUND}/projects/import", TABLE, 20 * MEGABYTE, "20 MB"),
        ("finance", "POST", "/api/v1/units/import", TABLE, 20 * MEGABYTE, "20 MB"),
        ("finance", "POST", "/api/v1/units", JSON, 256 * 1024, "256 kB"),
        ("system", "POST", "/api/v1/users/import", TABLE, 20 * MEGABYTE, "20 MB"),
        ("system", "POST", "/api/v1/users", JSON, 256 * 1024, "256 kB"),
    ],
)
def test_each_address_tells_its_own_limit(at: At, login: str, method: str, address: str, headers: Any, most: int, said: str) -> None:
    given = [0]
    answer = at(login).request(method, address, content=endless(given), headers={**headers, "If-Match": '"1"'})
    assert (answer.status_code, answer.json()["title"]) == (413, "内容过大")
    assert f"超过 {said} 的上限" in answer.json()["detail"]
    assert given[0] <= most + 4 * PIECE + 256 * 1024, "no more is read than it may be, and what a form has beside its file"


def test_the_limit_of_proofs_is_a_setting_and_is_told(clients: Clients, office: Office) -> None:
    office.settings = office.settings.model_copy(update={"upload_megabytes": 3})
    answer = clients.at("filler1").post(f"{MINE}/evidence", content=endless([0]), headers=FORM)
    assert (answer.status_code, answer.json()["code"]) == (413, "upload-too-large")
    assert "超过 3 MB 的上限" in answer.json()["detail"]


def test_a_stranger_learns_nothing_of_limits(clients: Clients) -> None:
    answer = clients.stranger().post("/api/v1/units", content=endless([0]), headers=JSON)
    assert answer.status_code == 401
