"""上年结果 - What the service itself knows of last year: total, grade and actual values of evaluations that went through.

It is kept with the project when a list brings it, beside what is imported of last year, and goes before that.
"""

import json
from collections.abc import Mapping, Sequence

from perfeval.accounts import Asker
from perfeval.desks import bureau
from perfeval.desks.imports.columns import fen_of, yuan
from perfeval.desks.imports.ground import Ground
from perfeval.evaluation import FundSource, MoneyUnit
from perfeval.quantities import show_points
from perfeval.store import Transaction, past
from perfeval.store.past import PastRow

Json = dict[str, object]
SERVICE, IMPORTED = "本系统", "外部导入"
"""来源 - How last year's figures are marked wherever they are shown."""
_NAMES = ("key", "category", "aspect", "name")
_CELLS = ("target", "actual")


def own_results(tx: Transaction, asker: Asker, known: Ground, codes: Sequence[str]) -> dict[str, Json]:
    """本系统上年结果 - Return what came of projects in the year before a round's, by those codes of which the service knows anything.

    Raises: Forbidden.
    """
    year = known.round.year - 1
    found: dict[str, Json] = {}
    rounds: dict[str, str] = {}
    for row in past.through(tx.connection, year, codes, bureau.managed(asker)):
        if rounds.setdefault(row.code, row.round) == row.round:
            total = None if row.total is None else show_points(row.total)
            told: Json = {"total": total, "grade": row.grade, "spent": _spent(row), "rows": _rows(row)}
            kept = found.setdefault(row.code, results(SERVICE, year))
            place(kept, told, row.unit if row.part_of else None)
    return found


def results(source: str, year: int) -> Json:
    """空的上年结果 - Return results in which nothing stands yet but where they are from."""
    return {"source": source, "year": year, "total": None, "grade": None, "spent": None, "rows": []}


def place(kept: Json, told: Json, unit: str | None) -> None:
    """放入 - Put total, grade, what was spent and rows into results: of the whole, or of the part of a unit."""
    if unit is None:
        kept |= told
        return
    parts = kept.get("parts")
    kept["parts"] = {**(parts if isinstance(parts, dict) else {}), unit: told}


def brief(history: str | None) -> str | None:
    """上年结果简述 - Return kept results in a few words, as lists of changes show them."""
    if history is None:
        return None
    tree = json.loads(history)
    words = (tree["source"], tree["total"] and f"{tree['total']}分", tree["grade"], f"{len(tree['rows'])}项指标" if tree["rows"] else None)
    return "，".join(word for word in words if word)


def _spent(row: PastRow) -> str | None:
    """Return what an evaluation says was spent in all, in 元, None where its money table does not say."""
    form = json.loads(row.document, parse_float=str, parse_int=str)
    text = next((each.get("spent") for each in form.get("funds") or [] if each["source"] == FundSource.TOTAL.value), None)
    fen = None if text is None else fen_of(text, MoneyUnit(form["money_unit"]))
    return None if fen is None else yuan(fen)


def _rows(row: PastRow) -> list[dict[str, str]]:
    """Return the rows of an evaluation with what was reached; names as its card has them, so that those of the set are among them."""
    form = json.loads(row.document, parse_float=str, parse_int=str).get("indicators") or []
    return [_row(scored, written) for scored, written in zip(json.loads(row.card)["rows"], form, strict=False)]


def _row(scored: Mapping[str, str | None], written: Mapping[str, object]) -> dict[str, str]:
    cells = {**{key: scored[key] for key in _NAMES}, **{key: _text(written.get(key)) for key in _CELLS}, "points": scored["points"]}
    return {key: text for key, text in cells.items() if text}


def _text(value: object) -> str | None:
    """Return what is written in a cell; a target written as an object comes as one text."""
    if isinstance(value, dict):
        return "".join(str(value.get(key) or "") for key in ("sign", "value", "unit")) or None
    return value if isinstance(value, str) else None
