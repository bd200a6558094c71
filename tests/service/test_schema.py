"""接口说明 - Whatever fits the OpenAPI document, and much that does not, gets an answer that the document knows, and never a fault.

Requests are made up by schemathesis, asked by somebody who has signed in and, half of the time, about things that exist.
"""

import random
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.service.client import Clients, app
from tests.service.county import EVALUATIONS, ROUND, UNITS, id_of

CHECKS = [content_type_conformance, response_headers_conformance, response_schema_conformance, status_code_conformance]
SCHEMA = schemathesis.openapi.from_dict(app().openapi())
FOUND: list[Any] = [each.ok() for each in SCHEMA.get_all_operations()]  # type: ignore[union-attr] # a document of ours has no other
OPERATIONS = {f"{each.method.upper()} {each.path}": each for each in FOUND}
KNOWN = {
    "evaluations": list(EVALUATIONS.values()),
    "rounds": [ROUND],
    "units": [unit.id for unit in UNITS.values()],
    "users": [id_of("filler1"), id_of("security")],
}
"""已有之物 - Ids that exist, by the part of the address that stands before them."""
LEFT_OUT = {"x-csrf-token", "user-agent", "content-length", "transfer-encoding"}
WHO = ("filler1", "checker1", "department1", "finance", "system", "security")


def about_something(case: "Case[Any]", choice: random.Random) -> None:
    """Put an id that exists in the place of the made-up one."""
    before = case.path.split("/")
    for at, part in enumerate(before):
        ids = KNOWN.get(before[at - 1]) if at else None
        if ids and part.startswith("{"):
            case.path_parameters = {**(case.path_parameters or {}), part.strip("{}"): choice.choice(ids)}
    if "If-Match" in {name.title() for name in case.headers or {}}:
        case.headers["If-Match"] = '"1"'


def faults(case: "Case[Any]", answer: httpx.Response) -> list[Failure]:
    """Return what about an answer the document does not know."""
    try:
        case.validate_response(answer, checks=CHECKS)
    except FailureGroup as group:
        return list(group.exceptions)
    except Failure as failure:
        return [failure]
    return []


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_answer_is_one_that_the_document_knows(clients: Clients, operation: str) -> None:
    people = [clients.at(login) for login in WHO]

    @settings(max_examples=12, suppress_health_check=list(HealthCheck))
    @given(case=OPERATIONS[operation].as_strategy(), seed=st.integers(0, 2**16))
    def asked(case: "Case[Any]", seed: int) -> None:
        choice = random.Random(seed)
        if choice.random() < 0.5:
            about_something(case, choice)
        who = choice.choice(people)
        answer = send(who, case)
        assert answer.status_code < 500 or answer.json()["code"] == "scan-unavailable", answer.text
        assert not faults(case, answer), [str(each) for each in faults(case, answer)]
        if (case.method, case.path) == ("DELETE", "/api/v1/session"):
            who.sign_in(WHO[people.index(who)])

    asked()


def send(who: Any, case: "Case[Any]") -> httpx.Response:
    """Ask as a program would, with the token against forgery of whoever asks."""
    made = requests.Request(**case.as_transport_kwargs(base_url="http://127.0.0.1")).prepare()
    headers = {name: value for name, value in made.headers.items() if name.lower() not in LEFT_OUT}
    body: Any = made.body or b""
    answer: httpx.Response = who.request(made.method, made.url, headers=headers, content=body)
    return answer
