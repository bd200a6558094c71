import pytest

from perfeval import library
from tests.cli.shell import perfeval
from tests.web.client import ask


def test_the_list_of_sets_names_every_set_with_version_title_and_hash() -> None:
    answer = ask("GET", "/api/v1/sets").json()
    assert [entry["id"] for entry in answer["items"]] == list(library.set_ids())
    assert answer["total"] == len(library.set_ids())
    rules = library.indicator_set("cn/project/2020")
    assert {"id": rules.id, "version": rules.version, "title": rules.title, "sha256": rules.sha256} in answer["items"]


def test_a_set_is_found_by_its_id_with_slashes_and_by_version() -> None:
    for address in ("/api/v1/sets/cn/project/2020", "/api/v1/sets/cn/project/2020?version=1"):
        answer = ask("GET", address)
        assert (answer.status_code, answer.json()["id"]) == (200, "cn/project/2020")


@pytest.mark.parametrize(
    "address", ["cn/projct/2020", "cn/project/2020?version=99", "../pyproject.toml", "%2e%2e/x", "cn/project/2020.yaml"]
)
def test_a_set_that_does_not_exist_is_404(address: str) -> None:
    answer = ask("GET", f"/api/v1/sets/{address}")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_the_shell_lists_the_same_sets_and_templates() -> None:
    for what in ("sets", "templates"):
        lines = perfeval(what, "list").text.splitlines()
        items = ask("GET", f"/api/v1/{what}").json()["items"]
        assert [line.split("  ", 1) for line in lines] == [[entry["id"], entry["title"]] for entry in items]


def test_the_shell_shows_the_same_set() -> None:
    assert perfeval("sets", "show", "cn/project/2020", "--json").json() == ask("GET", "/api/v1/sets/cn/project/2020").json()
