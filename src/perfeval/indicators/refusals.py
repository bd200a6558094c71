"""退回说明 - Say in Chinese, with file and line, what a set file may not say; no English of a library reaches anybody."""

from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from perfeval import syntax
from perfeval.errors import Place
from perfeval.indicators.inherit import name_of
from perfeval.indicators.model import IndicatorSet
from perfeval.indicators.parts import Methods, Unfit, shown
from perfeval.syntax import MarkedTree, Path, Tree

_LIMITS = {
    "greater_than": ("gt", "大于"),
    "greater_than_equal": ("ge", "不小于"),
    "less_than": ("lt", "小于"),
    "less_than_equal": ("le", "不大于"),
}
_TYPES = {
    "string_type": "文字",
    "tuple_type": "列表",
    "list_type": "列表",
    "dict_type": "一组“键: 值”",
    "model_type": "一组“键: 值”",
    "model_attributes_type": "一组“键: 值”",
    "bool_type": " true 或 false",
    "int_type": "整数",
    "int_parsing": "整数",
    "int_from_float": "整数",
}
_PATTERNS = {
    "id": "编号由小写字母、数字、- 和 / 组成，以字母开头，至少两段，如 cn/project/2020",
    "version": '版本是整数，从 1 起，如 "1"',
    "unit": "单位是金额和每一什么，如 元/头、万元/公里",
    "key": "key 由小写字母、数字和下划线组成，以字母开头，如 staff_control_rate",
}
_POINTS = frozenset({"floor", "pass"})


def places_of(error: ValidationError, source: MarkedTree, methods: Methods) -> tuple[Place, ...]:
    """全部错处 - Return every place that is wrong, with its line, what is wrong there and what to do."""
    found = sorted(_flat(error, ()), key=lambda entry: source.lines.get(entry[0], 0))
    return tuple(_place(path, details, source, methods) for path, details in found if not _echo(path, details, found))


def _echo(path: Path, details: ErrorDetails, found: list[tuple[Path, ErrorDetails]]) -> bool:
    """Tell whether a list only counts as too short because one of its members is wrong, which is told already."""
    return details["type"] == "too_short" and any(other[: len(path)] == path and len(other) > len(path) for other, _ in found)


def named_place(tree: Tree, path: Path) -> str:
    """命名位置 - Return a path as people name it: members of lists by their names."""
    steps: list[str] = []
    for step in path:
        tree = _step(tree, step)
        steps.append(str(step) if isinstance(step, str) else name_of(tree) or f"第{step + 1}项")
    return ".".join(steps)


def _flat(error: ValidationError, above: Path) -> Iterator[tuple[Path, ErrorDetails]]:
    """Yield every single error with its path; parameters of a method come as an error inside an error."""
    for details in error.errors(include_url=False):
        path = (*above, *details["loc"])
        inner = details.get("ctx", {}).get("error")
        if isinstance(inner, ValidationError):
            yield from _flat(inner, path)
        else:
            yield path, details


def _place(path: Path, details: ErrorDetails, source: MarkedTree, methods: Methods) -> Place:
    """Return one wrong place."""
    message, suggestion = _words(path, details, source.tree, methods)
    named = named_place(source.tree, path)
    where = source.where(path)
    return Place(where=f"{where}（{named}）" if named else where, message=message, suggestion=suggestion)


def _words(path: Path, details: ErrorDetails, tree: Tree, methods: Methods) -> tuple[str, str | None]:
    """Return what is wrong, and what to do."""
    kind, context, last = details["type"], details.get("ctx", {}), str(path[-1]) if path else ""
    inner, written = context.get("error"), shown(_at(tree, path))
    if isinstance(inner, Unfit):
        return inner.message, inner.suggestion
    if kind in {"missing", "extra_forbidden"}:
        return (_missing if kind == "missing" else _extra)(path, last, tree, methods)
    if kind in {"literal_error", "enum"}:
        return f"写的是{written}，不在可选范围内", f"可选的有：{_choices(str(context.get('expected', '')))}"
    if kind == "string_pattern_mismatch":
        return f"{last} 的写法不对：{written}", _PATTERNS.get(last)
    if kind in _LIMITS:
        name, words = _LIMITS[kind]
        return f"写的是{written}，应{words} {_limit(context.get(name), last)}", None
    return _shape(kind, context, written)


def _shape(kind: str, context: Mapping[str, object], written: str) -> tuple[str, str | None]:
    """Return what is wrong with the kind of a value."""
    if kind in _TYPES:
        return f"应为{_TYPES[kind]}，得到的是{written}", "有歧义的文字请加引号" if kind == "string_type" else None
    if kind == "too_short":
        return f"至少要有 {context.get('min_length')} 项", None
    if kind == "too_long":
        return f"至多只能有 {context.get('max_length')} 项", None
    if kind == "string_too_short":
        return "不能是空的文字", "请填写，或删去这一项"
    return f"写法不符合格式，得到的是{written}", None


def _missing(path: Path, last: str, tree: Tree, methods: Methods) -> tuple[str, str | None]:
    """Return that a key is missing, and which written one was probably meant."""
    known = known_keys(path[:-1], tree, methods)
    near = syntax.nearest(last, [key for key in _written(tree, path[:-1]) if key not in known])
    return f"缺少必填项 {last}", f"是不是把它写成了“{near}”？" if near else f"请补写 {last}"


def _extra(path: Path, last: str, tree: Tree, methods: Methods) -> tuple[str, str | None]:
    """Return that a key is not known, and which one was probably meant."""
    known = [key for key in known_keys(path[:-1], tree, methods) if key not in _written(tree, path[:-1])]
    place = syntax.unknown("", last, known, "键")
    return place.message, place.suggestion


def _limit(value: object, last: str) -> str:
    """Return a limit as the file would write it; points are whole hundredths in memory, shares go up to 1."""
    if isinstance(value, int) and value > 1 and last in _POINTS:
        return str(value // 100)
    return str(value)


def _choices(expected: str) -> str:
    """Return the names that may stand, from the words of the library."""
    return expected.replace("'", "").replace(" or ", "、").replace(", ", "、")


def _step(tree: Tree, step: str | int) -> Tree:
    """Return the next node of a path, nothing where there is none."""
    if isinstance(tree, dict):
        return tree.get(str(step))
    return tree[step] if isinstance(tree, list) and isinstance(step, int) and step < len(tree) else None


def _at(tree: Tree, path: Path) -> Tree:
    """Return what stands at a place, nothing where there is no such place."""
    for step in path:
        tree = _step(tree, step)
    return tree


def _written(tree: Tree, path: Path) -> list[str]:
    """Return the keys that stand at a place."""
    found = _at(tree, path)
    return list(found) if isinstance(found, dict) else []


def known_keys(path: Path, tree: Tree, methods: Methods) -> list[str]:
    """可用的键 - Return the keys that a place of a set file may have."""
    model: type[BaseModel] | None = IndicatorSet
    for step in path:
        if model is None:
            return []
        if step == "parameters":
            method = tree.get("method") if isinstance(tree, dict) else None
            model = methods[method].parameters if isinstance(method, str) and method in methods else None
        elif isinstance(step, str) and (field := _field(model, step)) is not None:
            model = _part(field)
        tree = _step(tree, step)
    return [field.alias or name for name, field in model.model_fields.items()] if model else []


def _field(model: type[BaseModel], key: str) -> object | None:
    """Return the type of the field that a key of the file fills."""
    return next((field.annotation for name, field in model.model_fields.items() if key == (field.alias or name)), None)


def _part(annotation: object) -> type[BaseModel] | None:
    """Return the part that a field holds, alone, in a list, in a mapping or as one of several."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in {tuple, dict, list, Union, UnionType}:
        return next((found for each in get_args(annotation) if (found := _part(each)) is not None), None)
    return None
