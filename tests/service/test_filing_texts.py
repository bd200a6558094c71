"""填报中的文字 - What a unit writes is checked with every save, is answered like any warning, and a round may switch a rule off."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from perfeval import library
from perfeval.indicators import Severity
from perfeval.web.office import Office
from tests.service.client import Client
from tests.service.county import EVALUATIONS, ROUND
from tests.service.filing_rows import change_round
from tests.service.filled import form

At = Callable[[str], Client]
MINE = EVALUATIONS["school1"]
ADDRESS = f"/api/v1/evaluations/{MINE}"
CODE = "satisfaction-unsupported"
GIVEN = form(narrative={"conclusion": "各项任务均已落实。群众满意度达到98%。"})


def found(answer: Any) -> list[Any]:
    """Return the findings about texts of an answer."""
    return [each for each in answer["scorecard"]["findings"] if each["code"] == CODE]


def why(answer: Any) -> str:
    """Return what stands in the way of submitting."""
    return "\n".join(next(each for each in answer["actions"] if each["action"] == "submit")["why"])


def test_what_the_texts_say_is_checked_when_they_are_saved(at: At) -> None:
    filler = at("filler1")
    saved = filler.put(ADDRESS, 1, json=GIVEN).json()
    (told,) = found(saved)
    assert (told["severity"], told["where"]) == ("warning", "narrative.conclusion.paragraphs[0].sentences[1]")
    assert "群众满意度达到98%。" in told["message"]
    alone = filler.post("/api/v1/score", json=GIVEN).json()
    assert [each for each in alone["findings"] if each["code"] == CODE] == [told]
    plain = filler.post("/api/v1/score", json=form()).json()
    assert alone["trace_sha256"] == plain["trace_sha256"]
    assert alone["total"] == plain["total"]


def test_a_warning_about_texts_is_answered_like_any_other(at: At) -> None:
    filler = at("filler1")
    assert "群众满意度" in why(filler.put(ADDRESS, 1, json=GIVEN).json())
    words = {**GIVEN, "answers": [{"code": CODE, "row": None, "words": "问卷在主管部门统一组织，另附"}]}
    answered = filler.put(ADDRESS, 2, json=words).json()
    assert "群众满意度" not in why(answered)
    assert len(found(answered)) == 1, "the reviewer still sees it, with the answer"


def test_a_round_may_switch_a_rule_off(at: At, office: Office) -> None:
    change_round(office, text_off=json.dumps([CODE]))
    assert found(at("filler1").put(ADDRESS, 1, json=GIVEN).json()) == []


def test_a_form_is_checked_by_the_version_that_its_round_pinned(at: At, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    newest = library.text_rules()
    quiet = replace(newest, version="0", sha256="0" * 64, severities={CODE: Severity.OFF})
    monkeypatch.setattr(library, "text_rules", {"general@0": quiet, f"general@{newest.version}": newest}.__getitem__)
    change_round(office, text_rules=json.dumps({"id": "general", "version": "0", "sha256": quiet.sha256}))
    assert found(at("filler1").put(ADDRESS, 1, json=GIVEN).json()) == []
    change_round(office, text_rules=json.dumps({"id": "general", "version": newest.version, "sha256": newest.sha256}))
    assert len(found(at("filler1").put(ADDRESS, 2, json=GIVEN).json())) == 1


def test_rules_that_changed_under_the_same_version_are_refused(at: At, office: Office) -> None:
    pinned = {"id": "general", "version": library.text_rules().version, "sha256": "0" * 64}
    change_round(office, text_rules=json.dumps(pinned))
    refused = at("filler1").put(ADDRESS, 1, json=GIVEN)
    assert (refused.status_code, refused.json()["code"]) == (500, "text-rules-changed")
    assert at("filler1").put(ADDRESS, 1, json=form()).status_code == 200, "a form without texts needs no rules of texts"


def test_the_bureau_switches_rules_off_by_their_codes(at: At) -> None:
    head = at("head")
    kept = head.get(f"/api/v1/rounds/{ROUND}").json()
    assert kept["text_off"] == []
    changed = head.patch(f"/api/v1/rounds/{ROUND}", kept["version"], json={"text_off": [CODE, "number-form"]})
    assert changed.status_code == 200, changed.text
    assert changed.json()["text_off"] == [CODE, "number-form"]
    refused = head.patch(f"/api/v1/rounds/{ROUND}", kept["version"] + 1, json={"text_off": ["number-forms"]})
    assert refused.status_code == 422
    assert "number-form" in refused.text
