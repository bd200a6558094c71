"""读取器 - Read a plain tree into values by tables: key -> how its value is read.

Everything that is wrong is gathered with its place and told at once. A table of readers is a `Shape`.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final, TypeVar

from perfeval import syntax
from perfeval.errors import Invalid, Place

MOST_PLACES: Final = 100
"""最多列出 - How many wrong places are told one by one; the rest are only counted."""
_BLANKS = frozenset({"", "—", "——", "-", "--", "－", "–", "/", "／"})

Found = TypeVar("Found")
Object = dict[str, syntax.Tree]
"""对象 - A mapping of a tree."""


class Reader:
    """读取器 - Gather what is wrong while a tree is read, so that all faults are told at once."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.places: list[Place] = []
        self.faults = 0

    def wrong(self, where: str, message: str, suggestion: str | None = None) -> None:
        """记下错处 - Note what is wrong at a place, and what to do."""
        self.faults += 1
        if len(self.places) < MOST_PLACES:
            self.places.append(Place(where=where.removeprefix(".") or "整份数据", message=message, suggestion=suggestion))

    def finish(self, found: Found | None) -> Found:
        """交出结果 - Return what was read, or raise with all places that were wrong."""
        if self.places or found is None:
            raise Invalid("evaluation-invalid", f"{self.name}不符合格式，共{self.faults}处", tuple(self.places))
        return found

    def whole(self, make: Callable[..., Found], shape: "Shape", required: tuple[str, ...], tree: syntax.Tree, where: str) -> Found | None:
        """读整份 - Return the object a whole file holds; every required key must be written."""
        if not isinstance(tree, dict):
            self.wrong(where, f"应为一组“键: 值”，得到的是{kind_of(tree)}")
            return None
        for key in required:
            if tree.get(key) in (None, {}):
                self.wrong(f"{where}.{key}", "缺少必填项", None if key in tree else _missing_advice(key, tree, shape))
        before = self.faults
        values = self.values(shape, tree, where)
        return make(**values) if self.faults == before and all(key in values for key in required if key != "format") else None

    def values(self, shape: "Shape", tree: Object, where: str) -> dict[str, object]:
        """逐键读 - Return what was written, key by key; an unknown key is wrong."""
        values: dict[str, object] = {}
        for key, value in tree.items():
            if value is None:
                continue
            read = shape.get(key)
            if read is None:
                place = syntax.unknown(f"{where}.{key}", key, shape if len(self.places) < MOST_PLACES else ())
                self.wrong(place.where, place.message, place.suggestion)
                continue
            found = read(self, value, where, key)
            if found is not None:
                values[key] = found
        return values


Read = Callable[[Reader, syntax.Tree, str, str], object]
"""读法 - Return what a value holds: reader, value, place of the object, key."""
Shape = Mapping[str, Read]
"""形状 - Say by key how each value of an object is read."""


def _missing_advice(key: str, tree: Object, shape: Shape) -> str | None:
    """Return the written key that was probably meant for a missing one."""
    near = syntax.nearest(key, [written for written in tree if written not in shape])
    return f"是不是把它写成了“{near}”？" if near else None


def kind_of(value: syntax.Tree) -> str:
    """说明类型 - Return what a value is, in words."""
    match value:
        case None:
            return "空"
        case bool():
            return "是否（true/false）"
        case str():
            return f"文字“{value[:20]}”"
        case list():
            return "列表"
        case _:
            return "一组“键: 值”"


def cell(reader: Reader, value: syntax.Tree, where: str, key: str) -> str | None:
    """单元格 - Return the text of a cell, None where it is blank."""
    if isinstance(value, str):
        tidy = value.strip()
        return None if tidy in _BLANKS else tidy
    if value != {}:
        reader.wrong(f"{where}.{key}", f"单元格应为文字或数字，得到的是{kind_of(value)}")
    return None


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
        reader.wrong(f"{where}.{key}", f"应为 true 或 false，得到的是{kind_of(value)}")
    return None


def choice(choices: type[StrEnum]) -> Read:
    """几选一 - Return a reader for one of a few names."""
    known = {member.value: member for member in choices}

    def _read(reader: Reader, value: syntax.Tree, where: str, key: str) -> StrEnum | None:
        if isinstance(value, str) and value.strip() in known:
            return known[value.strip()]
        reader.wrong(f"{where}.{key}", f"应为 {'、'.join(known)} 之一，得到的是{kind_of(value)}")
        return None

    return _read


def object_of(make: Callable[..., object], shape: Shape) -> Read:
    """对象 - Return a reader for one object of a shape."""

    def _read(reader: Reader, value: syntax.Tree, where: str, key: str) -> object:
        if not isinstance(value, dict):
            reader.wrong(f"{where}.{key}", f"应为一组“键: 值”，得到的是{kind_of(value)}")
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
                    reader.wrong(f"{here}.{name}", "缺少必填项", _missing_advice(name, tree, shape))
            if unique and values.get(unique) in seen:
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
            reader.wrong(here, f"应为一组“键: 值”，得到的是{kind_of(tree)}")
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
