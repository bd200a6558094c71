"""变量清单 - What a template may print, derived from the types of the facts; and facts as plain data and back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import TypeVar, get_args, get_origin, get_type_hints

from perfeval.errors import Invalid, Place
from perfeval.reports.facts.form import NARRATIVE_KEYS, FormFacts
from perfeval.reports.facts.report import ReportFacts
from perfeval.reports.facts.titles import ROWS, TITLES

OF_FORMS: tuple[type, ...] = (ReportFacts, FormFacts)
"""自评文书的事实 - The types whose fields stand at the top of what a document over forms may print."""
Top = TypeVar("Top")
Plain = str | list["Plain"] | dict[str, "Plain"]
"""数据 - Facts as JSON has them: every figure is text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableFacts:
    """变量说明 - Hold the path of one variable, its Chinese name and an example value."""

    path: str
    title: str
    example: str = ""


def known_paths(keys: tuple[str, ...] = (), kinds: tuple[type, ...] = OF_FORMS) -> frozenset[str]:
    """可用路径 - Return every path that a template of these facts may ask for; keys are the narrative sections its manifest names."""
    names = tuple(dict.fromkeys((*NARRATIVE_KEYS, *keys)))
    return frozenset(path for kind in kinds for path in _paths(kind, "", names))


def described(sample: Mapping[str, object], kinds: tuple[type, ...] = OF_FORMS) -> tuple[VariableFacts, ...]:
    """变量说明 - Return every variable of these facts with its Chinese name and an example value from a sample."""
    known = sorted(known_paths(kinds=kinds))
    return tuple(VariableFacts(path=path, title=_title(path), example=_example(sample, path)) for path in known if path)


def facts_mapping(facts: object) -> dict[str, object]:
    """按名取事实 - Return the facts of a paper by the names of their fields."""
    kind: type = type(facts)
    return {name: getattr(facts, name) for name in _hints(kind)}


def plain(value: object) -> Plain:
    """转为数据 - Return facts as plain data."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    message = f"{type(value).__name__} is no fact"
    raise TypeError(message)


def from_plain(tree: object, name: str, kind: type[Top]) -> Top:
    """由数据读回 - Return the facts that plain data holds; what stands beside them at the top is left out.

    Raises: Invalid, naming every field that is missing or of another shape.
    """
    places: list[Place] = []
    wanted: type = kind
    own = set(_hints(wanted))
    top = {key: value for key, value in tree.items() if key in own} if isinstance(tree, dict) else tree
    found = _read(kind, top, name, places)
    if places or not isinstance(found, kind):
        raise Invalid("sample-invalid", f"{name} 与可用的变量不符", tuple(places))
    return found


@cache
def _hints(kind: type) -> dict[str, type]:
    return get_type_hints(kind)


def _paths(kind: type, path: str, keys: tuple[str, ...]) -> Iterator[str]:
    """Yield the path of a type and of everything in it."""
    if path:
        yield path
    if is_dataclass(kind):
        for name, hint in _hints(kind).items():
            yield from _paths(hint, f"{path}.{name}" if path else name, keys)
    elif get_origin(kind) is tuple:
        yield from _paths(get_args(kind)[0], f"{path}[]", keys)
    elif get_origin(kind) is not None:
        for key in keys:
            yield from _paths(get_args(kind)[1], f"{path}.{key}", keys)


def _read(kind: type, tree: object, where: str, places: list[Place]) -> object:
    """Return a value of a type from plain data; note what does not fit."""
    if kind is str and isinstance(tree, str):
        return tree
    if get_origin(kind) is tuple and isinstance(tree, list):
        return tuple(_read(get_args(kind)[0], each, f"{where}[{at}]", places) for at, each in enumerate(tree))
    if is_dataclass(kind) and isinstance(tree, dict):
        return _read_object(kind, tree, where, places)
    if get_origin(kind) is not None and get_origin(kind) is not tuple and isinstance(tree, dict):
        return {str(key): _read(get_args(kind)[1], each, f"{where}.{key}", places) for key, each in tree.items()}
    places.append(Place(where=where, message="内容的类型不对", suggestion="请重新生成 sample.json"))
    return None


def _read_object(kind: type, tree: Mapping[str, object], where: str, places: list[Place]) -> object:
    hints = _hints(kind)
    wrong = [(name, "缺少这一项") for name in hints if name not in tree] + [(name, "没有这样的变量") for name in tree if name not in hints]
    if wrong:
        places.extend(Place(where=f"{where}.{name}", message=message, suggestion="请重新生成 sample.json") for name, message in wrong)
        return None
    return kind(**{name: _read(hint, tree[name], f"{where}.{name}", places) for name, hint in hints.items()})


def _title(path: str) -> str:
    """Return the Chinese name of a path; that of a cell of the money table begins with the name of its row."""
    parts = path.split(".")
    if row := ROWS.get(".".join(parts[-2:])):
        return f"{row}行"
    above = ROWS.get(".".join(parts[-3:-1]))
    title = TITLES.get(_leaf(path), "")
    return f"{above}：{title}" if above else title


def _leaf(path: str) -> str:
    parts = path.replace("[]", "").split(".")
    return parts[-2] if len(parts) > 1 and parts[-2] in {"narrative", "narrative_written"} else parts[-1]


def _example(sample: object, path: str) -> str:
    """Return the first value at a path that is not empty, nothing where it is a list or an object."""
    return _first(sample, path.replace("[]", ".[]").split("."))


def _first(value: object, steps: Sequence[str]) -> str:
    if not steps:
        return value if isinstance(value, str) else ""
    step, *rest = steps
    if step == "[]":
        members = value if isinstance(value, tuple | list) else ()
        return next((found for each in members if (found := _first(each, rest))), "")
    return _first(value.get(step) if isinstance(value, Mapping) else getattr(value, step, None), rest)
