"""批次文字 - What the texts of an evaluation are checked by in its round: the rules that the round pinned, without what it switched off."""

import json
from typing import TYPE_CHECKING

from perfeval import library
from perfeval.desks.texts import Around
from perfeval.errors import Broken
from perfeval.store.rounds import RoundRow

if TYPE_CHECKING:
    from perfeval.checks.texts import TextRules


def around(found: RoundRow) -> Around:
    """文字之外 - Return what texts of a round are checked by; the rules are looked up where there is a text."""
    return Around(rules=lambda: text_rules_of(found), off=json.loads(found.text_off))


def text_rules_of(found: RoundRow) -> "TextRules":
    """批次所用文字规则 - Return the rules by which a round's texts are checked, as they were when it was made.

    Raises: Broken, when they are no longer what they were.
    """
    pinned = json.loads(found.text_rules)
    own = library.text_rules(f"{pinned['id']}@{pinned['version']}")
    if own.sha256 != pinned["sha256"]:
        raise Broken("text-rules-changed", f"文字规则 {own.id}@{own.version} 与批次建立时不一致，请恢复原来的文件")
    return own
