"""权限矩阵 - Every address answers every role as docs/access.md says, inside and outside of its units, on both databases.

The table is what people read and decide; here it is only read. Whoever adds an address is told which row is missing.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts
from sqlalchemy import Engine

from perfeval.accounts import ADMINISTRATORS, Role
from perfeval.store import Store
from perfeval.web.office import Office
from tests.service import access_places, access_reviews, county
from tests.service.access_requests import BODIES, CASES, QUERIES, WHOLE
from tests.service.access_table import COLUMNS, MAY, NOT_THEIRS, PAGES, PARTLY, rows
from tests.service.access_walk import walk
from tests.service.client import Clients, app
from tests.service.databases import Databases


def filled(engine: Engine) -> None:
    """Put everything that the matrix asks about into a database: the places, then the reviews of what was filed there."""
    access_places.fill(engine)
    with Store(engine=engine, key=county.KEY).writing(county.NOW) as tx:
        for place in access_places.PLACES:
            access_reviews.fill(tx, place)


@pytest.fixture
def county_address(databases: Databases, kind: str) -> Iterator[str]:
    """The address of a database with everything in it that the matrix asks about."""
    with databases.fresh(kind, "access", filled) as address:
        yield address


@pytest.mark.parametrize("role", [*Role, None], ids=lambda role: role.value if role else "stranger")
def test_every_address_answers_as_the_table_says(office: Office, clients: Clients, role: Role | None) -> None:
    office.files.put_new(access_places.FILE)
    with walk(office, clients, role) as walked:
        wrong = [fault for row in rows() for fault in walked.faults(row)]
    assert not wrong, "\n" + "\n".join(wrong)


def routes() -> Iterator[tuple[str, str, str]]:
    """Yield method, address and group of every route, with a value in the place of a name that has but a few."""
    for route in iter_route_contexts(app().routes):
        address = str(route.path_format or route.path)
        group = str((getattr(route, "tags", None) or [PAGES])[0])
        for method in sorted((route.methods or {"GET"}) - {"HEAD"}):
            for each in spelt_out(method, address):
                yield method, each, group


def spelt_out(method: str, address: str) -> Iterator[str]:
    """Yield an address once for each value that its last name can have, where the document lists them."""
    described: dict[str, Any] = app().openapi()["paths"].get(address, {}).get(method.lower(), {})
    for each in described.get("parameters", ()):
        only = [each["schema"]["const"]] if "const" in each["schema"] else []
        if each["in"] == "path" and (values := each["schema"].get("enum", only)):
            yield from (address.replace(f"{{{each['name']}}}", value) for value in values)
            return
    yield address


def test_every_address_has_its_row() -> None:
    missing = [
        f"docs/access.md 缺 `{method} {address}`：请在“{group}”的表里加一行，逐格写明各角色能否办理、范围外怎样；"
        "要带内容的，在 tests/service/access_requests.py 的 BODIES 里写一份合格的"
        for method, address, group in routes()
        if not any(row.key == f"{method} {address}" and row.group == group for row in rows())
    ]
    assert not missing, "\n" + "\n".join(missing)


def test_every_row_has_its_address() -> None:
    there = {f"{method} {address}" for method, address, _ in routes()}
    gone = [f"程序没有这个地址，请从 docs/access.md 删去或改正：{row}" for row in rows() if row.key not in there]
    assert not gone, "\n" + "\n".join(gone)


def test_no_address_is_served_in_two_places() -> None:
    shapes = [f"{method} {re.sub(r'{[^}]*}', '{}', address)}" for method, address, _ in routes()]
    assert [each for each, count in Counter(shapes).items() if count > 1] == [], "同一个地址只有先登记的一处办理，另一处永远轮不到"


def test_no_row_stands_twice() -> None:
    seen = [(row.key, row.case) for row in rows()]
    assert len(set(seen)) == len(seen), "同一地址的几行，情形要各不相同"


def test_every_request_is_asked_by_some_row() -> None:
    keys, cases = {row.key for row in rows()}, {case for row in rows() for case in row.cases}
    assert (BODIES.keys() | WHOLE.keys()) - keys == set()
    assert (CASES.keys() | access_reviews.CASES.keys() | QUERIES.keys()) - cases == set()


BUSINESS = {"批次", "填报", "佐证", "复核", "日志", "填报的网页", "审阅的网页", "批次的网页", "复核的网页", "查找和日志的网页"}
WITHOUT_CONTENT = {
    ("GET /api/v1/journal", PARTLY),
    ("GET /journal", PARTLY),
    ("GET /journal/list.xlsx", PARTLY),
    ("GET /journal/verification", MAY),
    ("POST /journal/verification", MAY),
}
"""不见内容 - What the audit administrator looks at and has checked, without any business in it."""


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_administrators_have_no_part_in_business(role: Role) -> None:
    business = [row for row in rows() if {row.group, row.part} & BUSINESS]
    assert {row.part or row.group for row in business} == BUSINESS
    for row in business:
        sign = row.signs[role.label]
        assert sign == NOT_THEIRS or (role is Role.AUDIT_ADMINISTRATOR and (row.key, sign) in WITHOUT_CONTENT), str(row)


APART = (
    ("POST /api/v1/users", "POST /api/v1/users/{person}/grants"),
    ("POST /api/v1/users/{person}/grants", "GET /api/v1/journal"),
    ("PATCH /api/v1/users/{person}", "GET /api/v1/journal"),
    ("POST /api/v1/users", "PATCH /api/v1/policy"),
    ("PUT /api/v1/evaluations/{id}", "POST /api/v1/evaluations/{id}/actions/approve"),
    ("PUT /api/v1/evaluations/{id}", "POST /api/v1/evaluations/{id}/adjustments"),
    ("POST /api/v1/users/{person}/grants", "PUT /api/v1/evaluations/{id}"),
)


@pytest.mark.parametrize(("one", "other"), APART)
def test_no_role_may_do_both(one: str, other: str) -> None:
    assert [column for column in COLUMNS if may(one, column) and may(other, column)] == []


def may(key: str, column: str) -> bool:
    """Tell whether somebody may do something, in whichever case."""
    return any(row.signs[column] in {MAY, PARTLY} for row in rows() if row.key == key)


def test_nobody_may_do_everything() -> None:
    assert [column for column in COLUMNS if all(may(row.key, column) for row in rows())] == []
