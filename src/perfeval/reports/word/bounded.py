"""有界运算 - The filters and operators a template may use, none of which can make something huge out of something small.

A template is data from outside. Python can build a gigabyte or spin for minutes inside one C call, where no clock of ours
is looked at: so whatever makes text, numbers or lists in a template is bounded before it is done.
"""

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from math import isfinite

from jinja2 import Environment, pass_environment
from jinja2.filters import FILTERS, make_attrgetter
from jinja2.runtime import Undefined

from perfeval.reports.word.faults import Fault

_LONGEST = 1_000_000
_WIDEST = 1_000
_BITS = 4_096
_BITS_OF_FLOAT = 64
_LARGEST_EXPONENT = 64
_MOST_DECIMALS = 20
_SPECIFIERS = re.compile(r"%(?:\(\w+\))?[-+ #0]*(\d*|\*)(?:\.(\d*|\*))?[a-zA-Z%]")
_NUMBERS = (int, float, Decimal)
Filter = Callable[..., object]


def too_big(what: str) -> Fault:
    """超限 - Return the fault of an operation whose result would be too big."""
    return Fault("render-too-large", f"的{what}超过上限", "模板只负责排版，请把这样的内容算好再传入")


def text_of(value: object) -> str:
    """转为文字 - Return text or a number as text.

    Raises: Fault for None, booleans, lists and everything else that has no agreed appearance in a document.
    """
    match value:
        case str():
            return str.__str__(value)
        case bool():
            raise Fault("render-value", f"的值是 {value}", "请写成 {{ '是' if … else '否' }}")
        case float() | Decimal() if not isfinite(value):
            raise Fault("render-value", f"的值是 {value}，不是数字")
        case int() | float():
            return str(value)
        case Decimal():
            return format(value, "f")
        case None:
            raise Fault("render-value", "的值是空值 None", "没有内容时请传入空文字，或写 {% if %} 判断")
        case Undefined():
            return str(value)  # raises, naming the variable
    raise Fault("render-value", f"的值是 {type(value).__name__}，不能直接打印", "请打印其中的某一项，或用 {% for %} 逐项打印")


def join_texts(values: Iterable[object]) -> str:
    """连接 - Return several values as one text (`~`)."""
    texts = [text_of(value) for value in values]
    if sum(map(len, texts)) > _LONGEST:
        raise too_big("文字长度")
    return "".join(texts)


def scalar(value: object) -> object:
    """单值 - Return a value that may stand in a list written in a template; lists of lists could grow without bound."""
    if isinstance(value, list | tuple | dict | set | frozenset):
        raise Fault("template-forbidden", "在列表或字典里又放了列表", "请把结构准备好再传入")
    return value


def operate(sign: str, left: object, right: object) -> object:
    """运算 - Return left + right, left * right, left ** right or left % right of numbers, or the sum of two texts."""
    if isinstance(left, Undefined) or isinstance(right, Undefined):
        return operator.add(left, right)  # raises, naming the variable
    if sign == "+" and isinstance(left, str) and isinstance(right, str):
        return join_texts((left, right))
    if not isinstance(left, _NUMBERS) or not isinstance(right, _NUMBERS):
        raise Fault("template-forbidden", f"对 {type(left).__name__} 和 {type(right).__name__} 做了“{sign}”运算", "连接文字请用 ~")
    if sign == "**" and (not -_LARGEST_EXPONENT <= right <= _LARGEST_EXPONENT or _bits(left) > _BITS_OF_FLOAT):
        raise too_big("乘方")
    if _bits(left) + _bits(right) > _BITS:
        raise too_big("数字")
    return _OPERATIONS[sign](left, right)


_OPERATIONS: Mapping[str, Callable[[object, object], object]] = {
    "+": operator.add,
    "*": operator.mul,
    "**": operator.pow,
    "%": operator.mod,
}


def _bits(number: object) -> int:
    return number.bit_length() if isinstance(number, int) else _BITS_OF_FLOAT


def _join(environment: Environment, values: Iterable[object], d: str = "", attribute: str | int | None = None) -> str:
    items = values if attribute is None else map(make_attrgetter(environment, attribute), values)
    pieces, length, separator = [], 0, text_of(d)
    for item in items:
        pieces.append(text_of(item))
        length += len(pieces[-1]) + len(separator)
        if length > _LONGEST:
            raise too_big("文字长度")
    return separator.join(pieces)


def _replace(value: object, old: object, new: object, count: int | None = None) -> str:
    text, before, after = text_of(value), text_of(old), text_of(new)
    times = text.count(before) if count is None else min(count, text.count(before))
    if len(text) + times * (len(after) - len(before)) > _LONGEST:
        raise too_big("文字长度")
    return text.replace(before, after, times)


def _format(value: object, *args: object, **kwargs: object) -> str:
    pattern = text_of(value)
    for width, precision in _SPECIFIERS.findall(pattern):
        if any(size == "*" or int(size or 0) > _WIDEST for size in (width, precision)):
            raise too_big("格式宽度")
    plain = tuple(each if isinstance(each, int | float | Decimal) else text_of(each) for each in args)
    named = {name: each if isinstance(each, int | float | Decimal) else text_of(each) for name, each in kwargs.items()}
    return pattern % (named or plain)


def _round(value: object, precision: int = 0, method: object = "common") -> object:
    if abs(precision) > _MOST_DECIMALS:
        raise too_big("小数位数")
    return FILTERS["round"](value, precision, method)


def _sum(environment: Environment, values: Iterable[object], attribute: str | int | None = None, start: object = 0) -> object:
    total = start
    for item in values if attribute is None else map(make_attrgetter(environment, attribute), values):
        total = operate("+", total, item)
    return total


def _batch(value: Iterable[object], linecount: int, fill_with: object = None) -> object:
    if not 0 < linecount <= _WIDEST:
        raise too_big("分组大小")
    return FILTERS["batch"](value, linecount, scalar(fill_with))


def _slice(value: Iterable[object], slices: int, fill_with: object = None) -> object:
    if not 0 < slices <= _WIDEST:
        raise too_big("分组数")
    return FILTERS["slice"](value, slices, scalar(fill_with))


def is_among(value: object, values: object) -> bool:
    """属于 - Tell whether a value is in a short list; looking through a long one again and again would take minutes."""
    if isinstance(values, list | tuple | str) and len(values) > _WIDEST:
        raise too_big("查找范围")
    return operator.contains(values, value)  # type: ignore[arg-type]


def _indent(value: object, width: int | str = 4, first: bool = False, blank: bool = False) -> str:  # noqa: FBT001,FBT002 - Jinja's own shape
    text, each = text_of(value), len(width) if isinstance(width, str) else abs(width)
    if each > _WIDEST or len(text) + each * (text.count("\n") + 1) > _LONGEST:
        raise too_big("缩进")
    return str(FILTERS["indent"](text, width, first, blank))


def _wordwrap(environment: Environment, value: object, *args: object, **kwargs: object) -> object:
    text = text_of(value)
    if len(text) > _LONGEST // 10:
        raise too_big("折行文字长度")
    return FILTERS["wordwrap"](environment, text, *args, **kwargs)


def _on_text(name: str) -> Filter:
    plain: Filter = FILTERS[name]

    def apply(value: object, *args: object, **kwargs: object) -> object:
        """应用 - Return what the filter makes of a text, its numbers being no larger than a page is wide."""
        if any(isinstance(each, int) and abs(each) > _WIDEST for each in (*args, *kwargs.values())):
            raise too_big("宽度")
        return plain(text_of(value), *args, **kwargs)

    return apply


def _on_text_with_environment(name: str) -> Filter:
    plain: Filter = FILTERS[name]

    def apply(environment: Environment, value: object, *args: object, **kwargs: object) -> object:
        """应用 - Return what the filter makes of a text."""
        return plain(environment, text_of(value), *args, **kwargs)

    return pass_environment(apply)


_TEXT = ("capitalize", "center", "lower", "title", "trim", "upper", "wordcount")
_TEXT_WITH_ENVIRONMENT = ("truncate",)
_HARMLESS = (
    "abs", "count", "d", "default", "dictsort", "first", "float", "groupby", "int", "items", "last", "length", "list", "map", "max",
    "min", "reject", "rejectattr", "reverse", "select", "selectattr", "sort", "unique",
)  # fmt: skip

ALLOWED_FILTERS: Mapping[str, Filter] = {
    **{name: FILTERS[name] for name in _HARMLESS},
    **{name: _on_text(name) for name in _TEXT},
    **{name: _on_text_with_environment(name) for name in _TEXT_WITH_ENVIRONMENT},
    "batch": _batch,
    "e": text_of,  # every value is escaped once, where it is printed
    "escape": text_of,
    "format": _format,
    "indent": _indent,
    "join": pass_environment(_join),
    "replace": _replace,
    "round": _round,
    "slice": _slice,
    "string": text_of,
    "sum": pass_environment(_sum),
    "wordwrap": pass_environment(_wordwrap),
}
