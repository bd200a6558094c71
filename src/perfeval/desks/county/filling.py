"""示例县的填报 - What clerks of the county write into their forms; every number stands as a clerk writes it."""

from collections.abc import Iterable, Mapping
from typing import Any

from perfeval.desks.county.county import Project, Target
from perfeval.desks.county.names import SUMMED

Tree = dict[str, Any]
_LEFT = {"year", "set", "money_unit", "subject", "funds", "indicators", "format", "kind"}


def begun(form: Tree, project: Project) -> Tree:
    """刚动笔 - Return a form in which the first two rows are filled in."""
    known = {target.name: target for target in project.targets}
    rows = [{**row, "actual": known[row["name"]].actual} if row.get("name") in known and at < 2 else row for at, row in _rows(form)]  # noqa: PLR2004 - the first two
    return {**form, "indicators": rows}


def filled(form: Tree, project: Project) -> Tree:
    """填好 - Return a form with everything in it but the points that the unit gives itself."""
    known = {target.name: target for target in project.targets}
    rows = [{**row, **_cells(known[row["name"]])} if row.get("name") in known else row for _, row in _rows(form)]
    reached = "，".join(f"{target.name}{target.actual}" for target in project.targets[:2])
    objective = {**form.get("objective", {}), "actual": f"{reached}。"}
    return {**form, "indicators": rows, "objective": objective, "execution": _money(form, project)}


def reasoned(form: Tree, findings: Iterable[Mapping[str, Any]]) -> Tree:
    """写明原因 - Return a form computed from parts with a reason of its own wherever the checks ask for one."""
    asked = {each["row"] for each in findings if each["code"] == "reason-missing"}
    own = {"reason": SUMMED[0], "measures": SUMMED[1]}
    rows = [{**row, **own} if row["id"] in asked else row for _, row in _rows(form)]
    execution = {**form.get("execution", {}), **(own if None in asked else {})}
    return {**form, "indicators": rows, "execution": execution}


def copied(form: Tree, example: Tree) -> Tree:
    """照抄真实的表 - Return a form with what a public one says: rows, points and reasons as they stood there, faults and all."""
    rows = [{"id": f"r{at}", **row} for at, row in enumerate(example["indicators"], 1)]
    return {**form, **{key: value for key, value in example.items() if key not in _LEFT}, "indicators": rows}


def claimed(form: Tree, card: Mapping[str, Any]) -> Tree:
    """自评得分 - Return a form in which the unit gives itself what its numbers are worth."""
    points = {row["id"]: row["points"] for row in card["rows"]}
    rows = [{**row, "claimed": points[row["id"]]} if points.get(row["id"]) else row for _, row in _rows(form)]
    execution = {**form.get("execution", {}), "claimed": card["execution"]["points"]}
    return {**form, "indicators": rows, "execution": execution, "claimed": {"total": card["total"], "grade": card["grade"]}}


def answered(form: Tree, findings: Iterable[Mapping[str, Any]]) -> Tree:
    """说明提示 - Return a form with an answer to every warning."""
    words = "已核对原始凭证，情况属实"
    answers = [{"code": each["code"], "row": each["row"], "words": words} for each in findings if each["severity"] == "warning"]
    return {**form, "answers": answers} if answers else form


def _rows(form: Tree) -> Iterable[tuple[int, Tree]]:
    return enumerate(form["indicators"])


def _cells(target: Target) -> Tree:
    own = {"actual": target.actual, "reason": target.reason, "measures": target.measures}
    return {key: text for key, text in own.items() if text}


def _money(form: Tree, project: Project) -> Tree:
    """Return what is said of the money: nothing where all of it was spent."""
    reason, measures = project.unspent
    return {**form.get("execution", {}), **({"reason": reason, "measures": measures} if project.spent < project.adjusted else {})}
