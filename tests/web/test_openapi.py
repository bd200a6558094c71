import json
from importlib import import_module
from typing import Any

import pytest

from perfeval import syntax
from perfeval.evaluation import parse
from perfeval.web.shapes import EXAMPLE
from tests.cli.shell import SCHOOL, perfeval
from tests.cli.test_score import school, several
from tests.web.client import app, ask

ADDRESSES = {
    "/api/v1/score": {"post"},
    "/api/v1/report": {"post"},
    "/api/v1/sets": {"get"},
    "/api/v1/sets/{id}": {"get"},
    "/api/v1/templates": {"get"},
    "/healthz": {"get"},
    "/readyz": {"get"},
    "/metrics": {"get"},
}
PLAIN = {"自评", "目录", "运行"}


def document() -> dict[str, Any]:
    return ask("GET", "/openapi.json").json()  # type: ignore[no-any-return]


def test_shell_and_service_tell_the_same_document() -> None:
    assert perfeval("openapi").json() == document()


def test_every_address_is_documented_and_no_page_is() -> None:
    told = {path: {name for name, own in methods.items() if PLAIN & set(own["tags"])} for path, methods in document()["paths"].items()}
    assert {path: methods for path, methods in told.items() if methods} == ADDRESSES
    assert all(path.startswith("/api/v1/") for path, methods in told.items() if not methods)


def test_every_list_of_the_service_is_paged_with_at_most_two_hundred_to_a_page() -> None:
    schemas = document()["components"]["schemas"]
    unpaged = []
    for path, methods in document()["paths"].items():
        told = methods.get("get", {"tags": list(PLAIN)})
        answer = told.get("responses", {}).get("200", {}).get("content", {}).get("application/json", {}).get("schema", {})
        keys = schemas.get(answer.get("$ref", "").rpartition("/")[2], {}).get("properties", {})
        if "items" in keys and not PLAIN & set(told["tags"]):
            asked = {each["name"]: each["schema"] for each in told["parameters"]}
            unpaged += [] if "page" in asked and asked.get("size", {}).get("maximum") == 200 else [path]
            assert "total" in keys, path
    assert unpaged == []


def test_every_change_of_a_thing_says_which_version_it_means_and_no_other_request_does() -> None:
    wrong = []
    for path, methods in document()["paths"].items():
        for method, told in methods.items():
            asked = "if-match" in {each["name"] for each in told.get("parameters", ())}
            meant = method in {"put", "patch"} or (method == "post" and path.endswith("/actions/{action}"))
            wrong += [] if asked is meant is ("428" in told["responses"]) else [f"{method} {path}"]
    assert wrong == []


def test_every_post_under_rounds_and_evaluations_may_be_repeated_under_a_key() -> None:
    posts = {path: told["post"] for path, told in document()["paths"].items() if "post" in told}
    mine = {path for path in posts if path.startswith(("/api/v1/rounds", "/api/v1/evaluations"))}
    keyed = {path for path, told in posts.items() if "Idempotency-Key" in {each["name"] for each in told.get("parameters", ())}}
    assert mine == keyed


def test_every_reference_leads_somewhere() -> None:
    text = json.dumps(document())
    names = {part.partition('"')[0] for part in text.split('"#/components/schemas/')[1:]}
    assert names
    assert names <= document()["components"]["schemas"].keys()


def test_every_error_is_documented_as_a_problem() -> None:
    for methods in document()["paths"].values():
        for operation in methods.values():
            for status, answer in operation["responses"].items():
                assert status.startswith("2") or set(answer["content"]) == {"application/problem+json"}


def fits(value: object, schema: dict[str, Any], schemas: dict[str, Any]) -> bool:
    """Tell whether a value fits a schema, as far as this document uses JSON Schema."""
    if "$ref" in schema:
        return fits(value, schemas[schema["$ref"].rpartition("/")[2]], schemas)
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return sum(fits(value, each, schemas) for each in schema[key]) >= 1
    if "enum" in schema or "const" in schema:
        return value in schema.get("enum", [schema.get("const")])
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    kind = {str: "string", dict: "object", list: "array", bool: "boolean", int: "integer", type(None): "null"}[type(value)]
    if kind not in kinds and not (kind == "integer" and "number" in kinds):
        return False
    if isinstance(value, list):
        return all(fits(each, schema["items"], schemas) for each in value)
    if isinstance(value, dict):
        known, rest = schema.get("properties", {}), schema.get("additionalProperties", True)
        missing = set(schema.get("required", [])) - value.keys()
        own = all(fits(each, known[key], schemas) for key, each in value.items() if key in known)
        others = [each for key, each in value.items() if key not in known]
        return not missing and own and (rest is True or (all(fits(each, rest, schemas) for each in others) if rest else not others))
    return True


@pytest.mark.parametrize("form", [syntax.load(SCHOOL.read_bytes()), json.loads(school()), json.loads(several())])
def test_a_form_and_its_scorecard_are_as_documented(form: object) -> None:
    schemas = document()["components"]["schemas"]
    operation = document()["paths"]["/api/v1/score"]["post"]
    given = operation["requestBody"]["content"]["application/json"]["schema"]
    answered = operation["responses"]["200"]["content"]["application/json"]["schema"]
    assert fits(form, given, schemas)
    assert not fits({**form, "nonsense": 1} if isinstance(form, dict) else form, given, schemas)
    assert fits(ask("POST", "/api/v1/score", content=json.dumps(form).encode()).json(), answered, schemas)


def test_the_documented_keys_are_those_that_are_read() -> None:
    reader = import_module("perfeval.evaluation.parse")
    schemas = document()["components"]["schemas"]
    assert set(schemas["Evaluation"]["properties"]) == set(reader._EVALUATION)
    assert set(schemas["IndicatorRow"]["properties"]) == set(reader._ROW)
    assert set(schemas["Evaluations"]["properties"]) == set(reader._SEVERAL)


def test_the_documented_example_is_scored() -> None:
    assert parse(EXAMPLE).year == 2022
    assert ask("POST", "/api/v1/score", content=EXAMPLE.encode()).json()["total"] == "99.40"


def test_lists_and_health_are_as_documented() -> None:
    schemas = document()["components"]["schemas"]
    for address in ("/api/v1/sets", "/api/v1/templates", "/healthz", "/readyz"):
        schema = document()["paths"][address]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        assert fits(ask("GET", address).json(), schema, schemas)


def test_the_document_is_made_once() -> None:
    assert app().openapi() is app().openapi()
