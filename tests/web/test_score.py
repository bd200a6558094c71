import json

import pytest

from tests.cli.shell import SCHOOL, perfeval
from tests.cli.test_refusals import ROW, TOO_DEEP
from tests.cli.test_score import school, several
from tests.web.client import ask, pieces

SCORE = "/api/v1/score"
TYPES = ["application/json", "application/yaml", "text/yaml; charset=utf-8", "text/plain", "application/octet-stream", ""]


def test_both_doors_answer_with_the_same_bytes() -> None:
    answer = ask("POST", SCORE, content=SCHOOL.read_bytes())
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.content == perfeval("score", "--json", SCHOOL).out
    assert ask("POST", SCORE, content=several()).content == perfeval("score", "--json", "-", given=several()).out


@pytest.mark.parametrize("kind", TYPES)
def test_json_and_yaml_are_read_whatever_of_the_usual_types_is_written(kind: str) -> None:
    headers = {"content-type": kind} if kind else {}
    for body in (school(), SCHOOL.read_bytes()):
        assert ask("POST", SCORE, content=body, headers=headers).json()["total"] == "96.80"


@pytest.mark.parametrize("headers", [{"content-type": "image/png"}, {"content-type": "multipart/form-data"}, {"content-encoding": "gzip"}])
def test_other_types_and_compressed_bodies_are_refused(headers: dict[str, str]) -> None:
    answer = ask("POST", SCORE, content=school(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (415, "content-type")


def test_a_number_keeps_every_digit_that_was_written() -> None:
    form = json.loads(school())
    form["funds"] = [{"source": "total", "adjusted": "12345678901234567.89", "spent": "12345678901234567.88"}]
    body = (
        json.dumps(form).replace('"12345678901234567.89"', "12345678901234567.89").replace('"12345678901234567.88"', "12345678901234567.88")
    )
    rate = ask("POST", SCORE, content=body.encode()).json()["execution"]["rate"]
    assert rate == "1234567890123456788/1234567890123456789"


def test_a_bad_body_is_answered_with_every_place_that_is_wrong() -> None:
    answer = ask("POST", SCORE, content=b'{"format": "perfeval.evaluation/1", "nonsense": 1}')
    problem = answer.json()
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(problem) == {"type", "title", "status", "detail", "code", "places"}
    assert (problem["title"], problem["status"], problem["code"]) == ("内容无效", 422, "evaluation-invalid")
    assert problem["type"] == "urn:perfeval:problem:evaluation-invalid"
    assert ("year", "缺少必填项") in {(place["where"], place["message"]) for place in problem["places"]}
    assert all(set(place) == {"where", "message", "suggestion"} for place in problem["places"])


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"a: &x 1\nb: *x\n", "锚点"),
        (f'{{"format": {TOO_DEEP}}}'.encode(), "嵌套超过40层"),
        ("名称: 甲".encode("gb18030"), "UTF-8"),
        (b"", "键: 值"),
        (school(set="no/such/set"), "no/such/set"),
        (school(indicators=[json.loads(ROW)] * 5001), "5000行"),
        (school(veto=[{"item": "甲"}]), "veto[0].item"),
    ],
)
def test_what_cannot_be_scored_is_422_with_place_and_reason(body: bytes, word: str) -> None:
    answer = ask("POST", SCORE, content=body)
    assert answer.status_code == 422
    assert word in answer.text


def test_a_body_over_10_megabytes_is_refused_whether_or_not_its_length_is_told() -> None:
    for content in (b" " * (10 * 1024 * 1024 + 1), pieces(1024 * 1024, 11)):
        answer = ask("POST", SCORE, content=content)
        assert (answer.status_code, answer.json()["code"]) == (413, "too-large")
        assert "10 MB" in answer.json()["detail"]


def test_of_a_body_without_end_no_more_is_read_than_may_be() -> None:
    assert ask("POST", SCORE, content=pieces(1024 * 1024, 10**9)).status_code == 413
