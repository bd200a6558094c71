"""复核意见表单 - What stands in the form of a review, row by row, read into the document that the address for programs takes.

Actual values that are written in several cells (inputs, check lists, events, bands) have the fields of the form of the unit, by the names
of its cells. What of a judgement has no field on the page stays as it was saved.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from perfeval.desks.cells import put_parts
from perfeval.errors import Invalid, Place
from perfeval.web.pages.frame import Post
from perfeval.web.review_bodies import GivenDocument

Tree = dict[str, Any]
_MOST = 50
_BETWEEN = re.compile(r"[\n；]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """复核单元格 - Hold what the fields of the form of the unit need to know where a reviewer fills them: nothing is locked there."""

    may_fill: bool
    texts: Mapping[str, str]
    locks: Mapping[str, object] = field(default_factory=dict)


def typed_in(post: Post, rows: Sequence[str], saved: Mapping[str, Any]) -> Tree:
    """所填意见 - Return the document that a form holds, about these rows, over what was saved."""
    before = {each["row"]: each for each in saved["judgements"]}
    judgements = [_judgement(post, row, before.get(row, {})) for row in rows]
    return {"judgements": [each for each in judgements if len(each) > 1], "words": post.word("words")}


def document(typed: Tree) -> Tree:
    """复核底稿 - Return what was typed as a document that can be kept.

    Raises: Invalid, naming what cannot be read.
    """
    lost = [each for each in _deductions(typed) if not each["code"]]
    if lost:
        raise Invalid("request-invalid", "有扣分写了说明，没有选情形", (Place(where="code", message="请在扣分处选情形，或清空说明"),))
    try:
        return GivenDocument.model_validate(typed).model_dump(mode="json")
    except ValidationError as error:
        places = tuple(Place(where=".".join(str(part) for part in fault["loc"]), message=_why(fault["type"])) for fault in error.errors())
        raise Invalid("request-invalid", "有的内容太长，或有不能用的字符", places[:1]) from None


def differing(saved: Mapping[str, Any], typed: Mapping[str, Any]) -> frozenset[str]:
    """未存的行 - Return the rows about which something else is typed than is saved."""
    before, after = (_by_row(each) for each in (saved, typed))
    return frozenset(row for row in {*before, *after} if before.get(row) != after.get(row))


def revalued(document: Mapping[str, Any]) -> frozenset[str]:
    """改值的行 - Return the rows for which something else is found than what the unit wrote."""
    names = ("actual", "band", "inputs", "items")
    return frozenset(
        each["row"] for each in document["judgements"] if any(each.get(name) for name in names) or each.get("events") is not None
    )


def _by_row(tree: Mapping[str, Any]) -> dict[str, Tree]:
    """Return the judgements by row, without what says nothing; that no event happened says something."""
    return {each["row"]: _said(each) | ({"events": []} if each.get("events") == [] else {}) for each in tree["judgements"]}


def _said(own: Tree) -> Tree:
    """Return what of an object says something, objects in its lists as well."""
    return {
        name: [_said(each) if isinstance(each, dict) else each for each in value] if isinstance(value, list) else value
        for name, value in own.items()
        if value
    }


def _why(kind: str) -> str:
    return "太长，请缩短" if kind.endswith("too_long") else "有不能用的字符，请改写"


def _deductions(typed: Tree) -> Iterator[Tree]:
    for each in typed["judgements"]:
        yield from each.get("deductions", ())


def _judgement(post: Post, row: str, before: Mapping[str, Any]) -> Tree:
    """Return what is typed about a row; only what is written is in it."""
    kept = _parts(post, row, before)
    own = {name: word for name in ("actual", "claimed", "words") if (word := post.word(f"{name}:{row}"))}
    agreed = {"agreed": True} if post.word(f"agreed:{row}") else {}
    proof = _lines(post.word(f"proof:{row}"))
    taken = list(_typed_deductions(post, row))
    return {"row": row, **kept, **agreed, **own, **({"proof": proof} if proof else {}), **({"deductions": taken} if taken else {})}


def _parts(post: Post, row: str, before: Mapping[str, Any]) -> Tree:
    """Return the cells of an actual value that is written in several, over what was saved of them."""
    where = f"indicators.{row}."
    own: Tree = deepcopy({name: before[name] for name in ("band", "inputs", "items", "events") if before.get(name) not in (None, {})})
    sent = {name.removeprefix(where): post.word(name) for name, _ in post.form.multi_items() if name.startswith(where)}
    if (band := sent.pop("band", None)) is not None:
        own.pop("band", None)
        own |= {"band": band} if band else {}
    dates = {name.removeprefix("dates."): sent.pop(name) for name in tuple(sent) if name.startswith("dates.")}
    put_parts(own, tuple(sent.items()))
    for what, date in dates.items():
        _put_date(own, what, date)
    return own


def _put_date(own: Tree, what: str, date: str) -> None:
    """Write when an event happened; one that has a date and no number happened once."""
    known = [each for each in own.get("events") or () if each["what"] == what]
    if known:
        known[0]["date"] = date or None
    elif date:
        own["events"] = [*(own.get("events") or ()), {"what": what, "times": None, "date": date}]


def _typed_deductions(post: Post, row: str) -> Iterator[Tree]:
    """Yield the deductions of a row; a place for one that was left empty is none."""
    for number in range(_MOST):
        code, words, shown = (post.word(f"{name}:{row}:{number}") for name in ("code", "said", "shown"))
        if code or words or shown:
            more = {name: word for name in ("gravity", "other") if (word := post.word(f"{name}:{row}:{number}"))}
            yield {"code": code, "words": words, "proof": _lines(shown), **more}


def _lines(words: str) -> list[str]:
    return [line.strip() for line in _BETWEEN.split(words) if line.strip()]
