"""预填 - Put what was imported into a form, and lock it: budgets and treasury figures by source, approved targets by row.

A form is a tree here, as its file has it, so that what the unit wrote stays byte for byte where nothing was imported.
"""

import json
from collections.abc import Mapping, Sequence

from perfeval.desks.changes import Lock
from perfeval.evaluation import FundSource, new_id
from perfeval.indicators import IndicatorSet, letters, plain_name

Json = dict[str, object]
Locks = dict[str, Lock]
BUDGET, TREASURY, TARGET = "预算", "国库", "批复的绩效目标"
"""锁定来源 - What messages name as the origin of a locked cell."""
_ORDER = {source.value: at for at, source in enumerate(FundSource)}
_APPROVED = ("key", "category", "aspect", "name", "target", "weight")


def blank(reference: str, year: int, kind: str, subject: Mapping[str, str | None]) -> Json:
    """空白表 - Return a form with nothing in it but whose it is."""
    own: Json = {"format": "perfeval.evaluation/1", "set": reference, "year": year, "kind": kind, "money_unit": "元"}
    return {**own, "subject": {key: text for key, text in subject.items() if text}, "funds": [], "objective": {}, "indicators": []}


def put_subject(form: Json, subject: Mapping[str, str | None], expected: str | None) -> None:
    """填基本情况 - Write whose form it is and the objective of the year; cells that the list leaves blank stay."""
    form["subject"] = {**_object(form, "subject"), **{key: text for key, text in subject.items() if text}}
    if expected:
        form["objective"] = {**_object(form, "objective"), "expected": expected}


def put_funds(form: Json, locks: Locks, funds: Sequence[Mapping[str, str]], source: str) -> None:
    """填资金表 - Write amounts by source of money and lock them; other columns of a row stay."""
    rows = {str(row["source"]): row for row in _objects(form, "funds")}
    for given in funds:
        name = given["source"]
        amounts = {column: text for column, text in given.items() if column != "source"}
        rows[name] = {"source": name, **rows.get(name, {}), **amounts}
        locks |= {f"funds.{name}.{column}": Lock(value=text, source=source) for column, text in amounts.items()}
    form["funds"] = [rows[name] for name in sorted(rows, key=lambda name: _ORDER.get(name, len(_ORDER)))]


def drop_funds(form: Json, locks: Locks, source: str) -> None:
    """清资金表 - Take the amounts of one origin out again, so that a list that is imported anew leaves nothing of the old one behind."""
    gone = {cell for cell, lock in locks.items() if cell.startswith("funds.") and lock.source == source}
    rows = [{key: text for key, text in row.items() if f"funds.{row['source']}.{key}" not in gone} for row in _objects(form, "funds")]
    form["funds"] = [row for row in rows if len(row) > 1]
    for cell in gone:
        del locks[cell]


def put_targets(form: Json, locks: Locks, targets: Sequence[Mapping[str, str]], rules: IndicatorSet) -> None:
    """填批复目标 - Write the approved rows first and lock them; a row the unit already has keeps its other cells, its own rows follow.

    Rows that bear the name of one of the set's indicators are tied to it; indicators that the set requires stand behind them.
    """
    mine = [row for row in _objects(form, "indicators") if f"indicators.{row.get('id')}.name" not in locks or _filled(row)]
    for cell in [each for each in locks if each.startswith("indicators.")]:
        del locks[cell]
    used = {str(row["id"]) for row in mine if "id" in row}
    rows: list[Json] = []
    for at, given in enumerate(targets):
        approved: Json = {key: given[key] for key in (*_APPROVED, "owner") if key in given}
        approved |= {"key": key} if (key := key_of(rules, given)) is not None else {}
        approved |= {"core": True} if given.get("core") else {}
        old = next((row for row in mine if _same(row, approved)), {})
        mine = [row for row in mine if row is not old]
        row: Json = {"id": old.get("id") or new_id(at, used), **old, **approved}
        locks |= {f"indicators.{row['id']}.{key}": Lock(value=str(row[key]), source=TARGET) for key in _APPROVED if key in approved}
        rows.append(row)
    rows += mine
    tied = {row.get("key") for row in rows}
    lacking = [each.key for each in rules.indicators if each.required and each.key not in tied]
    form["indicators"] = [*rows, *({"id": new_id(len(rows) + at, used), "key": key} for at, key in enumerate(lacking))]


def key_of(rules: IndicatorSet, given: Mapping[str, str]) -> str | None:
    """对应体系指标 - Return the indicator of the set that a row names, None where it names none."""
    name, category = letters(given["name"]), plain_name(given.get("category", ""))
    found = (each for each in rules.indicators if letters(each.name) == name and category in {"", plain_name(each.category or "")})
    return next((each.key for each in found), None)


def read(document: str) -> Json:
    """读文档 - Return a form as a tree; decimal numbers stay the text that they are."""
    tree: Json = json.loads(document, parse_float=str)
    return tree


def write(tree: object) -> str:
    """写文档 - Return a tree as it is kept."""
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"))


def identity(row: Mapping[str, object]) -> tuple[str, ...]:
    """同一指标 - Return what makes two rows the same indicator."""
    return tuple(letters(str(row.get(key) or "")) for key in ("category", "aspect", "name"))


def _same(row: Mapping[str, object], approved: Mapping[str, object]) -> bool:
    """Tell whether a row of the form is the one that was approved: by its key, else by its names."""
    if row.get("key") or approved.get("key"):
        return row.get("key") == approved.get("key")
    return identity(row) == identity(approved)


def _filled(row: Mapping[str, object]) -> bool:
    """Tell whether the unit wrote anything into a row that came from an approval."""
    return any(value not in (None, "", [], {}) for key, value in row.items() if key not in {"id", "owner", "core", *_APPROVED})


def _object(form: Json, key: str) -> Json:
    found = form.get(key)
    return found if isinstance(found, dict) else {}


def _objects(form: Json, key: str) -> list[Json]:
    found = form.get(key)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
