"""读取器 - Read a plain tree into values by tables: key -> how its value is read.

Everything that is wrong is gathered with its place and told at once. A table of readers is a `Shape`.
"""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final, TypeVar

from perfeval import syntax
from perfeval.errors import Invalid, Place
from perfeval.evaluation import captions

MOST_PLACES: Final = 100
"""最多列出 - How many wrong places are told one by one; the rest are only counted."""
MOST_CHARACTERS: Final = 1000
"""最长 - How many characters a cell or a name may have; longer ones would cost time and memory and mean nothing."""
_BLANKS = frozenset({"", "—", "——", "-", "--", "－", "–", "/", "／"})
_NUMBER = re.compile(r"[+-]?\d[\d.]*")

_EMPTY = "请先写入自评数据，每一格怎么写见填表说明 docs/filling.md"

Found = TypeVar("Found")
Object = dict[str, syntax.Tree]
"""对象 - A mapping of a tree."""


class Reader:
    """读取器 - Gather what is wrong while a tree is read, so that all faults are told at once."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.places: list[Place] = []
        self.faults = 0
        self.tree: syntax.Tree = None

    @property
    def full(self) -> bool:
        """已列满 - Tell whether no more places are told one by one, so that nobody need look for advice."""
        return len(self.places) >= MOST_PLACES

    def wrong(self, where: str, message: str, suggestion: str | None = None) -> None:
        """记下错处 - Note what is wrong at a place, and what to do."""
        self.faults += 1
        if not self.full:
            row = captions.row_words(self.tree, where)
            told = f"{row}：{message}" if row else message
            self.places.append(Place(where=where.removeprefix(".") or "整份数据", message=told, suggestion=suggestion))

    def no_object(self, where: str, value: syntax.Tree) -> None:
        """记下不是对象 - Note that something else stands where an object belongs, and which mark may be to blame."""
        self.wrong(
            where,
            f"应为一组“键: 值”，得到的是{kind_of(value)}",
            syntax.odd_marks(value) if isinstance(value, str) and not self.full else None,
        )

    def unknown(self, where: str, key: str, shape: "Shape") -> None:
        """记下未知的键 - Note a key that an object does not have, and which one was probably meant."""
        advice = None if self.full else captions.meant(where, key, shape)
        self.wrong(f"{where}.{key}", f"没有名为“{key}”的项目", advice)

    def missing(self, where: str, key: str, tree: Object, shape: "Shape", advice: str | None = None) -> None:
        """记下缺项 - Note that a required key is not written, and what to write."""
        others = [written for written in tree if written not in shape][:MOST_PLACES] if key not in tree and not self.full else []
        near = next((each for each in others if captions.means(where, each, key)), None) or syntax.nearest(key, others)
        if near:
            advice = f"是不是把它写成了“{near}”？"
        self.wrong(f"{where}.{key}", "缺少必填项", advice or f"请写 {captions.caption(where, key)}")

    def finish(self, found: Found | None) -> Found:
        """交出结果 - Return what was read, or raise with all places that were wrong."""
        if self.places or found is None:
            raise Invalid("evaluation-invalid", f"{self.name}不符合格式，共{self.faults}处", tuple(self.places))
        return found

    def whole(self, make: Callable[..., Found], shape: "Shape", required: Mapping[str, str], tree: syntax.Tree, where: str) -> Found | None:
        """读整份 - Return the object a whole file holds; every required key must be written, and has what to write behind it."""
        if not where:
            self.tree = tree
        if tree is None:
            self.wrong(where, "内容是空的，应为一组“键: 值”", _EMPTY)
        elif not isinstance(tree, dict):
            self.no_object(where, tree)
        if not isinstance(tree, dict):
            return None
        for key, advice in required.items():
            written = tree.get(key)
            if written in (None, {}) or (isinstance(written, str) and written.strip() in _BLANKS):
                self.missing(where, key, tree, shape, advice)
        before = self.faults
        values = self.values(shape, tree, where)
        return make(**values) if self.faults == before and all(key in values for key in required if key != "format") else None

    def values(self, shape: "Shape", tree: Object, where: str) -> dict[str, object]:
        """逐键读 - Return what was written, key by key; an unknown key is wrong."""
        values: dict[str, object] = {}
        for key, value in tree.items():
            read = shape.get(key)
            if read is None:
                self.unknown(where, key, shape)
                continue
            if value is None:
                continue
            found = read(self, value, where, key)
            if found is not None:
                values[key] = found
        return values


Read = Callable[[Reader, syntax.Tree, str, str], object]
"""读法 - Return what a value holds: reader, value, place of the object, key."""
Shape = Mapping[str, Read]
"""形状 - Say by key how each value of an object is read."""


def kind_of(value: syntax.Tree) -> str:
    """说明类型 - Return what a value is, in words."""
    match value:
        case None:
            return "空"
        case bool():
            return "是否（true/false）"
        case str():
            return f"{'数字' if _NUMBER.fullmatch(value) else '文字'}“{value[:20]}”"
        case list():
            return "列表"
        case _:
            return "一组“键: 值”"


def cell(reader: Reader, value: syntax.Tree, where: str, key: str) -> str | None:
    """单元格 - Return the text of a cell, None where it is blank."""
    if isinstance(value, str):
        tidy = value.strip()
        if len(tidy) > MOST_CHARACTERS:
            reader.wrong(
                f"{where}.{key}", f"共{len(tidy)}个字，超过{MOST_CHARACTERS}个字的上限", "长的说明请写在 reason、note 或 narrative 中"
            )
            return None
        return None if tidy in _BLANKS else tidy
    if value != {}:
        reader.wrong(f"{where}.{key}", f"单元格应为文字或数字，得到的是{kind_of(value)}")
    return None


def name(reader: Reader, value: syntax.Tree, where: str, key: str) -> str | None:
    """名称 - Return a short text, None where it is blank."""
    return cell(reader, value, where, key) if isinstance(value, str) else words(reader, value, where, key)


def words(reader: Reader, value: syntax.Tree, where: str, key: str) -> str | None:
    """文字 - Return a longer text, None where it is blank; inner blanks and lines stay."""
    if isinstance(value, str):
        return None if value.strip() in _BLANKS else value.strip()
    if value != {}:
        reader.wrong(f"{where}.{key}", f"应为文字，得到的是{kind_of(value)}")
    return None


def flag(reader: Reader, value: syntax.Tree, where: str, key: str) -> bool | None:
    """是否 - Return true or false."""
    if isinstance(value, bool):
        return value
    if value != {}:
        advice = captions.flagged(value) if isinstance(value, str) and not reader.full else None
        reader.wrong(f"{where}.{key}", f"应为 true 或 false，得到的是{kind_of(value)}", advice)
    return None


def choice(choices: type[StrEnum], names: Mapping[str, str], advice: str | None = None) -> Read:
    """几选一 - Return a reader for one of a few values; names are what people call each, advice is for a word that is none of them."""
    known = {member.value: member for member in choices}
    offered = captions.listed(names)

    def _read(reader: Reader, value: syntax.Tree, where: str, key: str) -> StrEnum | None:
        if isinstance(value, str) and value.strip() in known:
            return known[value.strip()]
        meant = captions.chosen(names, value) if isinstance(value, str) and not reader.full else None
        reader.wrong(f"{where}.{key}", f"应为 {offered} 之一，得到的是{kind_of(value)}", meant or advice)
        return None

    return _read


def object_of(make: Callable[..., object], shape: Shape) -> Read:
    """对象 - Return a reader for one object of a shape."""

    def _read(reader: Reader, value: syntax.Tree, where: str, key: str) -> object:
        if not isinstance(value, dict):
            reader.no_object(f"{where}.{key}", value)
            return None
        return make(**reader.values(shape, value, f"{where}.{key}"))

    return _read


def list_of(make: Callable[..., object], shape: Shape, *needed: str, unique: str = "") -> Read:
    """列表 - Return a reader for a list of objects; needed keys must be written, a unique one must differ."""

    def _read(reader: Reader, value: syntax.Tree, where: str, key: str) -> tuple[object, ...] | None:
        found: list[object] = []
        seen: set[object] = set()
        for here, tree in trees(reader, value, where, key):
            values = reader.values(shape, tree, here)
            lacking = [name for name in needed if name not in values]
            for name in lacking:
                if tree.get(name) in (None, {}):
                    reader.missing(here, name, tree, shape)
            if unique in values and values[unique] in seen:
                reader.wrong(f"{here}.{unique}", f"“{values[unique]}”写了两次", "同一项合并成一行")
            seen.add(values.get(unique))
            if not lacking:
                found.append(make(**values))
        return tuple(found)

    return _read


def trees(reader: Reader, value: syntax.Tree, where: str, key: str) -> list[tuple[str, Object]]:
    """列表各项 - Return the objects of a list, each with its place."""
    if not isinstance(value, list):
        if value != {}:
            reader.wrong(f"{where}.{key}", f"应为列表，得到的是{kind_of(value)}")
        return []
    found: list[tuple[str, Object]] = []
    for at, tree in enumerate(value):
        here = f"{where}.{key}[{at}]"
        if isinstance(tree, dict):
            found.append((here, tree))
        else:
            reader.no_object(here, tree)
    return found


def named(read: Read) -> Read:
    """按名称 - Return a reader for free names, each with one value; what is not written stays None."""

    def _read_all(reader: Reader, value: syntax.Tree, where: str, key: str) -> dict[str, object] | None:
        if not isinstance(value, dict):
            reader.wrong(f"{where}.{key}", f"应为一组“名称: 值”，得到的是{kind_of(value)}")
            return None
        here = f"{where}.{key}"
        return {name: None if each is None else read(reader, each, here, name) for name, each in value.items()}

    return _read_all
