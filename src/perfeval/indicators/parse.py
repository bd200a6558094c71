"""读入指标体系 - Turn the text of a set file into an IndicatorSet, or say with file and line what is wrong."""

import hashlib
import json
from dataclasses import replace

from pydantic import ValidationError

from perfeval import syntax
from perfeval.errors import Invalid
from perfeval.indicators.inherit import Bases, Resolved, resolve
from perfeval.indicators.model import IndicatorSet, Loaded, Thresholds, Vocabulary
from perfeval.indicators.parts import Methods
from perfeval.indicators.refusals import places_of
from perfeval.quantities import plain


def canonical(tree: object) -> bytes:
    """规范字节 - Return the canonical JSON of a tree: sorted keys, no blanks, UTF-8."""
    return json.dumps(tree, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def hash_of(tree: object) -> str:
    """内容散列 - Return the SHA-256 of the canonical JSON of a resolved set."""
    return hashlib.sha256(canonical(tree)).hexdigest()


def _completed(resolved: Resolved) -> Resolved:
    """Return the set with the usual thresholds and words written out, so that its hash covers them and they never change unseen."""
    tree = resolved.source.tree
    if not isinstance(tree, dict):
        return resolved
    for key, usual in _USUAL.items():
        own = tree.get(key) or {}
        if isinstance(own, dict):
            tree = {**tree, key: {**usual, **own}}
    return replace(resolved, source=replace(resolved.source, tree=tree))


_USUAL: dict[str, dict[str, syntax.Tree]] = {
    "thresholds": {name: plain(value) for name, value in Thresholds()},
    "vocabulary": {name: list(words) for name, words in Vocabulary()},
}


def parse(data: bytes | str, methods: Methods, *, name: str = "指标体系", base: Bases | None = None) -> IndicatorSet:
    """读入 - Return the set that the text of a file defines.

    Raises: Invalid, with file and line of every fault.
    """
    return read(syntax.load_source(data, name), methods, base)


def read(source: syntax.MarkedTree, methods: Methods, base: Bases | None = None) -> IndicatorSet:
    """由树读入 - Return the set that the marked tree of a file defines; inheritance is applied first.

    Raises: Invalid, with file and line of every fault.
    """
    resolved = _completed(resolve(source, base))
    tree = resolved.source.tree
    loaded = Loaded(resolved=resolved, sha256=hash_of(tree))
    try:
        return IndicatorSet.model_validate(tree, context={"methods": methods, "loaded": loaded})
    except ValidationError as error:
        places = places_of(error, resolved.source, methods)
        message = f"{source.name}不是有效的指标体系，共{len(places)}处"
        raise Invalid("set-invalid", message, places) from None
