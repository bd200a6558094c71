"""复核意见表单 - What stands in the form of a review, row by row, read into the document that the address for programs takes.

What of a judgement has no field on the page (bands, inputs, check lists, events) stays as it was saved.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from perfeval.errors import Invalid, Place
from perfeval.web.pages.frame import Post
from perfeval.web.review_bodies import GivenDocument

Tree = dict[str, Any]
_MOST = 50
_BETWEEN = re.compile(r"[\n；]")


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


def _by_row(tree: Mapping[str, Any]) -> dict[str, Tree]:
    """Return the judgements by row, without what says nothing."""
    return {each["row"]: {name: value for name, value in each.items() if value} for each in tree["judgements"]}


def _why(kind: str) -> str:
    return "太长，请缩短" if kind.endswith("too_long") else "有不能用的字符，请改写"


def _deductions(typed: Tree) -> Iterator[Tree]:
    for each in typed["judgements"]:
        yield from each.get("deductions", ())


def _judgement(post: Post, row: str, before: Mapping[str, Any]) -> Tree:
    """Return what is typed about a row; only what is written is in it."""
    kept = {name: before[name] for name in ("band", "inputs", "items", "events") if before.get(name)}
    own = {name: word for name in ("actual", "claimed", "words") if (word := post.word(f"{name}:{row}"))}
    agreed = {"agreed": True} if post.word(f"agreed:{row}") else {}
    proof = _lines(post.word(f"proof:{row}"))
    taken = list(_typed_deductions(post, row))
    return {"row": row, **kept, **agreed, **own, **({"proof": proof} if proof else {}), **({"deductions": taken} if taken else {})}


def _typed_deductions(post: Post, row: str) -> Iterator[Tree]:
    """Yield the deductions of a row; a place for one that was left empty is none."""
    for number in range(_MOST):
        code, words, shown = (post.word(f"{name}:{row}:{number}") for name in ("code", "said", "shown"))
        if code or words or shown:
            more = {name: word for name in ("gravity", "other") if (word := post.word(f"{name}:{row}:{number}"))}
            yield {"code": code, "words": words, "proof": _lines(shown), **more}


def _lines(words: str) -> list[str]:
    return [line.strip() for line in _BETWEEN.split(words) if line.strip()]
