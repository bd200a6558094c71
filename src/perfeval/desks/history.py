"""上年对照 - Last year's results beside a form: total and grade, and each row's actual value beside the row that it is about."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from perfeval.evaluation import new_id
from perfeval.indicators import letters, plain_name
from perfeval.store.evaluations import EvaluationRow

Json = dict[str, object]
_CELLS = ("category", "aspect", "name", "target", "actual", "points")


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """上年一行 - Hold one of last year's rows, with the id of this year's row that it is about, None where there is none."""

    row: str | None
    category: str | None
    aspect: str | None
    name: str | None
    target: str | None
    actual: str | None
    points: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LastYear:
    """上年结果 - Hold what is known of last year, and where it is from: this service, or a list that was imported; spent is in 元."""

    source: str
    year: int
    total: str | None
    grade: str | None
    spent: str | None
    rows: tuple[Past, ...]

    def at(self, row: str) -> Past | None:
        """某行的上年 - Return last year's row beside one of this year's, None where there is none."""
        return next((each for each in self.rows if each.row == row), None)

    def as_json(self) -> Json:
        """写成 JSON - Return it as JSON has it."""
        return {**asdict(self), "rows": [asdict(each) for each in self.rows]}


def beside(history: str | None, row: EvaluationRow) -> LastYear | None:
    """上年结果 - Return what is known of last year for an evaluation, None where nothing is; a unit's part has results of its own."""
    tree = json.loads(history) if history else {}
    mine = tree.get("parts", {}).get(row.unit) if row.part_of else tree
    if not mine or not any(mine[key] for key in ("total", "grade", "spent", "rows")):
        return None
    rows = tuple(_paired(mine["rows"], json.loads(row.document).get("indicators") or []))
    return LastYear(source=tree["source"], year=tree["year"], total=mine["total"], grade=mine["grade"], spent=mine["spent"], rows=rows)


def _paired(before: list[dict[str, str]], form: list[dict[str, object]]) -> Iterator[Past]:
    """Yield last year's rows, each with the id of this year's row that it is about, None where there is none."""
    used = {str(each["id"]) for each in form if each.get("id")}
    left = {str(each.get("id") or new_id(at, used)): each for at, each in enumerate(form)}
    for past in before:
        found = next((row_id for row_id, each in left.items() if _same(past, each)), None)
        left.pop(found or "", None)
        yield Past(row=found, **{key: past.get(key) for key in _CELLS})


def _same(past: Mapping[str, str], row: Mapping[str, object]) -> bool:
    """Tell whether two rows are about the same indicator: by the set's key, else by name; what the older one does not say fits any."""
    if past.get("key") and row.get("key"):
        return past["key"] == row["key"]
    if letters(past.get("name", "")) != letters(str(row.get("name") or "")):
        return False
    levels = (level for level in ("category", "aspect") if past.get(level))
    return all(plain_name(past[level]) == plain_name(str(row.get(level) or "")) for level in levels)
