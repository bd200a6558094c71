"""各套体系的填报页 - Every published practice has its form as a page: keyed rows, checklists, events, periods, no points at all."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from perfeval import library, syntax
from perfeval.evaluation import parse
from perfeval.web.office import Office
from tests.service.client import Client
from tests.service.county import EVALUATIONS
from tests.service.filing_rows import change, change_round

At = Callable[[str], Client]
MINE = EVALUATIONS["school1"]
EXAMPLES = sorted(path for path in (Path(__file__).parents[2] / "examples").glob("*.yaml") if path.name != "index.yaml")
HTML = {"Accept": "text/html"}


def _forms() -> list[tuple[str, str, str]]:
    """Return every form of the examples: its name, its kind, the form as JSON."""
    found = []
    for path in EXAMPLES:
        tree = syntax.load(path.read_bytes(), path.name)
        assert isinstance(tree, dict)
        several = tree.get("evaluations")
        for at, each in enumerate(several if isinstance(several, list) else [tree]):
            text = json.dumps(each, ensure_ascii=False)
            found.append((f"{path.stem}-{at}", parse(text).kind.value, text))
    return found


@pytest.mark.parametrize(("kind_of", "document"), [pytest.param(kind, text, id=name) for name, kind, text in _forms()])
@pytest.mark.parametrize("kind", ["sqlite"])
def test_every_published_form_is_shown_and_saved_cell_by_cell(at: At, office: Office, kind_of: str, document: str) -> None:
    tree = json.loads(document)
    rules = library.indicator_set(tree["set"])
    pinned = {kind_of: {"id": rules.id, "version": rules.version, "sha256": rules.sha256}}
    change_round(office, sets=json.dumps(pinned), year=tree["year"], templates=json.dumps({kind_of: ["cn.evaluation.report.2020"]}))
    change(office, MINE, document=document, state="filling", card=None)
    filler = at("filler1")
    for path in ("form", "submit", "preview"):
        shown = filler.get(f"/evaluations/{MINE}/{path}", headers=HTML)
        assert shown.status_code == 200, shown.text
    partial = filler.get(f"/evaluations/{MINE}/form", headers={"HX-Request": "true"})
    sent = {"csrf": filler.http.headers["X-CSRF-Token"], "version": "1", "objective.actual": "已完成"}
    saved = filler.post(f"/evaluations/{MINE}/form", data=sent, headers={"HX-Request": "true"})
    assert saved.status_code == 200, saved.text
    assert 'id="texts"' in partial.text
    kept = filler.get(f"/api/v1/evaluations/{MINE}").json()["evaluation"]
    assert {**kept, "objective": None} == {**_texts(tree, kept), "objective": None}


def _texts(tree: Any, kept: Any) -> Any:
    """Return a form as it is kept after one cell was changed: numbers as texts, every row with its id."""
    if isinstance(tree, dict):
        own = {"id": kept["id"]} if "id" in kept and "id" not in tree else {}
        return {**{name: _texts(each, kept.get(name)) for name, each in tree.items() if name in kept}, **own}
    if isinstance(tree, list):
        return [_texts(each, other) for each, other in zip(tree, kept, strict=True)]
    return str(tree) if isinstance(tree, int | float) and not isinstance(tree, bool) else tree
