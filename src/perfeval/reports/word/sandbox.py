"""沙箱 - The only environment templates run in: immutable, strict, without files, randomness or clock.

On top of Jinja's immutable sandbox: names that begin with an underscore are refused outright; methods may be called only
where they are listed here; plain fields of dicts and frozen dataclasses take a short way. A key of a dict wins over
a method of the same name, so `row.items` is the data.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Protocol

from jinja2.exceptions import SecurityError, TemplateRuntimeError, UndefinedError
from jinja2.runtime import Context, LoopContext, StrictUndefined, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace, missing

from perfeval.reports.word import bounded

_TEXT_METHODS = frozenset((
    "capitalize", "count", "endswith", "find", "index", "isalnum", "isalpha", "isdecimal", "isdigit", "islower", "isnumeric", "isspace",
    "isupper", "lower", "lstrip", "removeprefix", "removesuffix", "rfind", "rstrip", "split", "splitlines", "startswith", "strip", "title",
    "upper",
))  # fmt: skip
_METHODS: Mapping[type, frozenset[str]] = {
    str: _TEXT_METHODS,
    dict: frozenset({"get", "items", "keys", "values"}),
    list: frozenset({"count", "index"}),
    tuple: frozenset({"count", "index"}),
    date: frozenset({"isoformat"}),
    LoopContext: frozenset({"cycle", "changed"}),
}
_LOOP_FACTS = frozenset((
    "depth", "depth0", "first", "index", "index0", "last", "length", "nextitem", "previtem", "revindex", "revindex0",
))  # fmt: skip
UNKNOWN = object()


class Run(Protocol):
    """一次渲染 - What the filters of the engine ask of a rendering."""

    def settle_table(self, xml: str) -> str:
        """定列宽 - Return a table with its grid written."""


class WordContext(Context):
    """渲染上下文 - Carry the rendering beside the variables."""

    def __init__(self, sandbox: "WordSandbox", mapping: Mapping[str, object], run: Run) -> None:
        """构造 - Begin with the sandbox's own names and those of the data."""
        super().__init__(sandbox, {**sandbox.globals, **mapping}, "word", {})
        self.run = run


class Missing(UndefinedError):
    """变量不存在 - Say which name was asked of what."""

    def __init__(self, message: str | None = None, *, name: str = "", owner: object = UNKNOWN) -> None:
        """构造 - Keep the name and its owner; no owner means the mapping itself."""
        super().__init__(message)
        self.name = name
        self.owner = owner


class StrictMissing(StrictUndefined):
    """严格未定义 - Raise Missing at any use but `is defined` and `default`."""

    __slots__ = ()

    def __init__(
        self, hint: str | None = None, obj: object = missing, name: str | None = None, exc: type[TemplateRuntimeError] = UndefinedError
    ) -> None:
        """构造 - Arrange the error for the day of use."""
        super().__init__(hint, obj, name, exc)
        if exc is UndefinedError:
            complaint = partial(Missing, name=str(name), owner=UNKNOWN if obj is missing else obj)
            self._undefined_exception = complaint  # type: ignore[assignment] # Jinja only ever calls it


@lru_cache(maxsize=1_024)
def field_names(kind: type) -> frozenset[str]:
    """字段名 - Return the public fields of a dataclass type; a pure function of the type, cached."""
    return frozenset(field.name for field in fields(kind) if field.name[0] != "_") if is_dataclass(kind) else frozenset()


def known_names(value: object) -> frozenset[str]:
    """已有名称 - Return the names a template may ask of a value."""
    if isinstance(value, Mapping):
        return frozenset(str(key) for key in value)
    return field_names(type(value))  # type: ignore[arg-type] # every type is hashable, mypy doubts it of `object`


class WordSandbox(ImmutableSandboxedEnvironment):
    """沙箱环境 - Jinja's immutable sandbox, narrowed to what a document needs."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, own_filters: Mapping[str, bounded.Filter]) -> None:
        """构造 - Begin with the allowed filters and the engine's own; escaping is the engine's, at every print."""
        super().__init__(undefined=StrictMissing, autoescape=False, optimized=False, cache_size=0)
        self.filters = {**bounded.ALLOWED_FILTERS, **own_filters}
        self.globals = {"range": self.globals["range"], "namespace": Namespace}
        self.tests = {name: test for name, test in self.tests.items() if name not in ("filter", "test")} | {"in": bounded.is_among}

    def getattr(self, obj: object, attribute: str) -> object:
        """取属性 - Return a key or field by its name, anything else only if the sandbox lets it."""
        if type(obj) is dict:
            if attribute in obj:
                return obj[attribute]
            return super().getattr(obj, attribute)
        kind = type(obj)
        if attribute in (_LOOP_FACTS if kind is LoopContext else field_names(kind)):  # type: ignore[arg-type] # as above
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def wrap_str_format(self, value: object) -> None:
        """文本格式化方法 - Return nothing: `str.format` is no listed method and is refused like the others."""

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """可否取用 - Allow public data everywhere and methods only where they are listed."""
        if not super().is_safe_attribute(obj, attr, value):
            return False
        return not callable(value) or any(attr in names for kind, names in _METHODS.items() if isinstance(obj, kind))

    def unsafe_undefined(self, obj: object, attribute: str) -> Undefined:
        """禁止取用 - Refuse at once: what is forbidden must not pass for merely absent."""
        raise SecurityError(f"{type(obj).__name__}.{attribute}")

    def is_safe_callable(self, obj: object) -> bool:
        """可否调用 - Allow methods the sandbox handed out and Jinja's own callables, nothing else from the data."""
        owner = getattr(obj, "__self__", None)
        if owner is not None and not isinstance(owner, type):
            return any(isinstance(owner, kind) for kind in _METHODS)
        return obj is Namespace or obj is self.globals["range"] or type(obj).__module__ == "jinja2.runtime"

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:  # noqa: ARG002 - Jinja's shape
        """运算 - Return the result of a bounded operation."""
        return bounded.operate(operator, left, right)
