"""规则文件 - Read the parts of a rules file of this room: text, numbers, rates and lists, each with the place where it stands."""

from collections.abc import Iterator, Sequence
from typing import TypedDict

from perfeval.errors import Invalid, Place
from perfeval.indicators import hash_of
from perfeval.quantities import Fraction, read_number
from perfeval.syntax import Tree


class Head(TypedDict):
    """文件头 - Name what every file of rules says of itself, and the hash by which a round holds on to it."""

    id: str
    version: str
    sha256: str
    title: str


def opened(tree: Tree, name: str, form: str, keys: Sequence[str]) -> tuple[dict[str, Tree], Head]:
    """打开 - Return the keys of a file of rules in this format, and its head."""
    whole = part(tree, name, keys)
    if whole.get("format") != form:
        raise wrong(name, f"format 应为 {form}")
    own, version, title = (text(whole.get(key), f"{name} {key}") for key in ("id", "version", "title"))
    return whole, Head(id=own, version=version, sha256=hash_of(tree), title=title)


def part(tree: Tree, where: str, keys: Sequence[str] = ()) -> dict[str, Tree]:
    """一组键值 - Return the part that stands here; where keys are given, no other may be there."""
    if not isinstance(tree, dict):
        raise wrong(where, "应为一组“键: 值”")
    if strange := [key for key in tree if keys and key not in keys]:
        raise wrong(where, f"不认识“{strange[0]}”，可写的有：{'、'.join(keys)}")
    return tree


def items(tree: Tree, where: str) -> Iterator[tuple[Tree, str]]:
    """各项 - Yield what a list holds, each with its place."""
    if not isinstance(tree, list):
        raise wrong(where, "应为列表")
    yield from ((each, f"{where}[{at}]") for at, each in enumerate(tree))


def text(tree: Tree, where: str) -> str:
    """文字 - Return the text that stands here."""
    if not isinstance(tree, str) or not tree:
        raise wrong(where, "应为文字")
    return tree


def texts(tree: Tree, where: str) -> tuple[str, ...]:
    """若干文字 - Return the texts of a list."""
    return tuple(text(each, place) for each, place in items(tree, where))


def flag(tree: Tree, where: str) -> bool:
    """是否 - Return true or false as it stands here."""
    if not isinstance(tree, bool):
        raise wrong(where, "应为 true 或 false")
    return tree


def number(tree: Tree, where: str) -> Fraction:
    """数 - Return the number that stands here, 0 or more."""
    found = read_number(text(tree, where))
    if found is None or found < 0:
        raise wrong(where, "应为不小于0的数")
    return found


def rate(tree: Tree, where: str) -> Fraction:
    """比例 - Return the share that stands here in percent, from 0 % to 100 %."""
    written = text(tree, where)
    found = read_number(written, unit="%")
    if found is None or not written.endswith("%") or not 0 <= found <= 100:  # noqa: PLR2004 - a whole has a hundred hundredths
        raise wrong(where, "应为0%到100%的百分数")
    return found / 100


def wrong(where: str, message: str) -> Invalid:
    """有误 - Return the error that names the place of a rules file."""
    return Invalid("review-rules", "复核规则有误", (Place(where=where, message=message),))
