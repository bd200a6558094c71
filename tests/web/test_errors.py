import pytest

from perfeval import library
from perfeval.errors import Broken, Conflict, Forbidden, Invalid, NotFound, PerfevalError
from tests.cli.test_score import school
from tests.web.client import ask


@pytest.mark.parametrize(
    ("kind", "status", "title"),
    [
        (Invalid, 422, "内容无效"),
        (NotFound, 404, "没有找到"),
        (Conflict, 409, "与当前状态冲突"),
        (Forbidden, 403, "没有权限"),
        (Broken, 500, "程序内部错误"),
    ],
)
def test_each_kind_of_error_has_its_status(kind: type[PerfevalError], status: int, title: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise kind("some-code", "某句话")

    monkeypatch.setattr("perfeval.desks.department.assess", fails)
    answer = ask("POST", "/api/v1/score", content=school())
    assert answer.status_code == status
    assert (answer.json()["title"], answer.json()["code"], answer.json()["detail"]) == (title, "some-code", "某句话")


def test_a_fault_of_the_program_tells_nothing_of_its_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("perfeval.desks.department.assess", fails)
    answer = ask("POST", "/api/v1/score", content=school())
    assert (answer.status_code, answer.json()["code"]) == (500, "internal-error")
    assert "secret" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("address", ["/nowhere", "/api/v1/nowhere", "/api/v1/score/", "/docs", "/redoc", "/static/none.css"])
def test_an_address_that_does_not_exist_is_told_as_a_problem(address: str) -> None:
    answer = ask("GET", address)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json()["code"] == "address-not-found"


def test_a_method_that_an_address_does_not_have_is_told_with_those_it_has() -> None:
    answer = ask("DELETE", "/api/v1/sets")
    assert (answer.status_code, answer.json()["code"], answer.headers["allow"]) == (405, "method-not-allowed", "GET, HEAD, OPTIONS")


def test_options_tells_the_methods() -> None:
    answer = ask("OPTIONS", "/api/v1/score")
    assert (answer.status_code, answer.headers["allow"], answer.content) == (204, "OPTIONS, POST", b"")


def test_head_answers_like_get_without_a_body() -> None:
    head, get = ask("HEAD", "/api/v1/sets"), ask("GET", "/api/v1/sets")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == get.headers["content-length"]


@pytest.mark.parametrize(("query", "where"), [("", "query.template"), ("?template=x&annex=maybe", "query.annex")])
def test_a_wrong_parameter_is_named(query: str, where: str) -> None:
    answer = ask("POST", f"/api/v1/report{query}", content=school())
    assert answer.status_code == 422
    assert [place["where"] for place in answer.json()["places"]] == [where]


@pytest.mark.parametrize("address", ["/", "/api/v1/sets", "/nowhere", "/static/style.css"])
def test_every_answer_is_safe_for_browsers(address: str) -> None:
    headers = ask("GET", address).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert (headers.get("cache-control") == "no-store") is not address.startswith("/static/")


def test_ready_says_503_when_the_data_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> tuple[str, ...]:
        raise Broken("data-missing", "安装不完整")

    monkeypatch.setattr(library, "set_ids", missing)
    answer = ask("GET", "/readyz")
    assert (answer.status_code, answer.json()["code"]) == (503, "data-missing")
    assert ask("GET", "/healthz").json() == {"status": "ok"}


def test_ready_says_what_it_found() -> None:
    assert ask("GET", "/readyz").json()["status"] == "ready"
