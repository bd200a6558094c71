"""自评数据树 - A form as its file has it: read and written as text, its lists and objects, and what stands in each cell to the letter."""

import json
from collections.abc import Iterator

from perfeval import evaluation

Json = dict[str, object]
YES, NO = "是", "否"
"""是否 - What a cell says that knows only yes and no."""
NONE = "[]"
"""没有发生 - What the cell of a row's events says when none happened."""
OBJECTS = ("subject", "staff", "execution", "objective", "claimed")
"""不是表的各部分 - The parts of a form that are one object each."""
MONEY = {"funds": "source", "spending": "kind"}
"""资金表 - The tables of money, and by which key a row of each is named."""
NAMED = ("inputs", "items")
"""按名称填的 - What holds its cells by free names."""
LISTED = {"events": "indicators.events", "periods": "indicators.periods", "evidence": "indicators.evidence", "veto": "veto"}
"""逐项列的 - What is a list of objects, and which part of a form says what they hold."""
FIXED = frozenset({"id", "key", *LISTED, *NAMED})
"""不是单元格的 - The keys of a row that are no cell of their own."""


def written(document: str) -> dict[str, str]:
    """所写 - Return by name everything that is written in the cells of a form, to the letter."""
    return dict(_written(read(document)))


def read(document: str) -> Json:
    """读文 - Return a form as a tree in which every row has its id; numbers are the text that they are."""
    tree: Json = json.loads(document, parse_float=str, parse_int=str)
    ids = [row.id for row in evaluation.parse(document).indicators]
    for row, own in zip(rows_of(tree), ids, strict=True):
        row["id"] = own
    return tree


def write(tree: Json) -> str:
    """写文 - Return a form as it is kept."""
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"))


def shown(value: object) -> str:
    """所示 - Return what a cell shows of a value: its text, a target in parts put together the way paper has it."""
    match value:
        case bool():
            return YES if value else NO
        case str():
            return value
        case dict():
            sign, number, unit = (str(value.get(part) or "") for part in ("sign", "value", "unit"))
            return f"{ {'>=': '≥', '<=': '≤', '==': '='}.get(sign, sign) }{number}{'' if number.endswith(unit) else unit}" if number else ""
        case _:
            return ""


def _written(tree: Json) -> Iterator[tuple[str, str]]:
    """Yield every cell that holds something."""
    for key in ("filled_on", "money_unit"):
        yield key, shown(tree.get(key))
    for part in OBJECTS:
        yield from ((f"{part}.{key}", shown(value)) for key, value in entries(tree.get(part)))
    for table, name in MONEY.items():
        for row in items_of(tree.get(table)):
            yield from ((f"{table}.{row.get(name)}.{key}", shown(value)) for key, value in row.items() if key != name)
    for row in rows_of(tree):
        yield from row_written(f"indicators.{row['id']}", row)
    for at, event in enumerate(items_of(tree.get("veto"))):
        yield from ((f"veto.{at}.{key}", shown(value)) for key, value in event.items())
    for _, inputs in entries(tree.get("payout")):
        yield from ((f"payout.{name}", shown(value)) for name, value in entries(inputs))
    yield from ((f"narrative.{key}", shown(value)) for key, value in entries(tree.get("narrative")))
    for answer in items_of(tree.get("answers")):
        yield f"answers.{answer.get('code')}.{answer.get('row') or ''}", shown(answer.get("words"))


def row_written(where: str, row: Json) -> Iterator[tuple[str, str]]:
    """一行所写 - Yield the cells of a row of indicators that hold something, or of what a reviewer says about one."""
    for key, value in row.items():
        if key in NAMED:
            yield from ((f"{where}.{key}.{name}", shown(own)) for name, own in entries(value))
        elif key in LISTED:
            if key == "events" and value == []:
                yield f"{where}.events", NONE
            if key == "events":
                yield from ((f"{where}.times.{each.get('what')}", shown(each.get("times"))) for each in reversed(items_of(value)))
                continue
            for at, each in enumerate(items_of(value)):
                yield from ((f"{where}.{key}.{at}.{name}", shown(own)) for name, own in each.items())
        elif key not in FIXED:
            yield f"{where}.{key}", shown(value)


def rows_of(tree: Json) -> list[Json]:
    """指标行 - Return the rows of indicators, a list of the tree itself."""
    return list_of(tree, "indicators")


def object_of(tree: Json, key: str) -> Json:
    """对象 - Return an object of a tree, a new one where nothing is written."""
    found = tree.get(key)
    if not isinstance(found, dict):
        found = tree[key] = {}
    return found


def list_of(tree: Json, key: str) -> list[Json]:
    """列表 - Return a list of a tree, a new one where nothing is written."""
    found = tree.get(key)
    if not isinstance(found, list):
        found = tree[key] = []
    return found


def items_of(value: object) -> list[Json]:
    """各项 - Return the objects of a list, none where there is no list."""
    return value if isinstance(value, list) else []


def entries(value: object) -> list[tuple[str, object]]:
    """各键 - Return what an object holds by key, nothing where it is none."""
    return list(value.items()) if isinstance(value, dict) else []
