"""部件 - What every part of a set file is made of: frozen classes, exact numbers, parameters of a method.

A value that cannot stand raises Unfit, with what was expected in Chinese; `refusals` adds file and line.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Annotated, Protocol

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, Strict, ValidationInfo, WithJsonSchema

from perfeval import syntax
from perfeval.quantities import Fraction, Points, finer_than, plain, read_number, to_points


class Unfit(ValueError):
    """不合要求 - Say what is wrong with a value of a set file, and what to do."""

    def __init__(self, message: str, suggestion: str | None = None) -> None:
        """构造 - Keep message and suggestion apart, as a Place has them."""
        super().__init__(message)
        self.message = message
        self.suggestion = suggestion


def shown(value: object) -> str:
    """引用 - Return a value of a set file as a message quotes it."""
    match value:
        case str():
            return f"“{value[:30]}”"
        case bool():
            return "true" if value else "false"
        case None:
            return "空"
        case list():
            return "列表"
        case _:
            return "一组“键: 值”"


def _number(value: object) -> Fraction:
    """Return the exact number of a cell of a set file; a percentage is its hundredth part."""
    if isinstance(value, Fraction):
        return value
    number = read_number(value, unit="%") if isinstance(value, str) else None
    if number is None or not isinstance(value, str):
        raise Unfit(f"应为数字，写的是{shown(value)}", "请写成数字或百分数，如 80 或 80%")
    return number / 100 if value.strip().endswith(("%", "％")) else number


def _points(value: object) -> Points:
    """Return points of a set file; they have at most two decimals and are not negative."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Points(value)
    number = read_number(value) if isinstance(value, str) else None
    if number is None:
        raise Unfit(f"分值应为数字，写的是{shown(value)}", "请写成不带单位的数字，如 10 或 7.5")
    if number < 0:
        raise Unfit(f"分值不能是负数，写的是{shown(value)}", "请写成大于 0 的数字")
    if finer_than(number, 2):
        raise Unfit(f"分值至多两位小数，写的是{shown(value)}", "请四舍五入到 0.01")
    return to_points(number)


def _worth(value: Points) -> Points:
    """Return points that are more than nothing."""
    if value == 0:
        raise Unfit("分值不能为 0", "不计分的部分请不写分值，或删去这一项")
    return value


def _share(value: Fraction) -> Fraction:
    """Return a share of a whole."""
    if not 0 <= value <= 1:
        raise Unfit("比例应在 0 到 100% 之间", "请写成百分数，如 80%")
    return value


_TEXT_NUMBER = WithJsonSchema({"type": ["string", "number"], "pattern": r"^-?\d+(\.\d+)?%?$"})
_TEXT_POINTS = WithJsonSchema({"type": ["string", "number"], "pattern": r"^\d+(\.\d{1,2})?$", "minimum": 0})
Number = Annotated[Fraction, BeforeValidator(_number), PlainSerializer(plain), _TEXT_NUMBER]
"""数 - An exact number, written as text; 5% is 0.05."""
Share = Annotated[Number, AfterValidator(_share)]
"""比例 - An exact number from 0 to 1."""
Weight = Annotated[Points, BeforeValidator(_points), _TEXT_POINTS]
"""分值 - Points, at most two decimals; 0 may stand, as a floor may be 0."""
Worth = Annotated[Weight, AfterValidator(_worth)]
"""满分 - Points that something can earn, more than 0."""
Name = Annotated[str, Field(min_length=1)]
"""名称 - Text that is not empty."""
YesNo = Annotated[bool, Strict()]
"""是否 - true or false, never a word for it."""


class Part(BaseModel):
    """部分 - Be any part of a set file: frozen, and without keys that nobody knows."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Parameters(Part):
    """评分参数 - Hold what a set file may say about one scoring method; every method has its own."""


class Better(StrEnum):
    """优劣方向 - Say which actual values earn more: higher ones, lower ones, or neither, as on a hit or by the parameters."""

    MORE = "more"
    LESS = "less"
    NEITHER = "neither"


class MethodEntry(Protocol):
    """评分方法 - Be what the linter and the parser need to know of a scoring method."""

    @property
    def name(self) -> str:
        """名称 - Return the name by which set files call the method."""

    @property
    def title(self) -> str:
        """中文名 - Return the name as people say it."""

    @property
    def parameters(self) -> type[Parameters]:
        """参数 - Return the class of the method's parameters."""

    @property
    def judged(self) -> bool:
        """评判型 - Tell whether people give the points."""

    @property
    def numeric(self) -> bool:
        """定量 - Tell whether the target is compared as a number."""

    @property
    def better(self) -> Better:
        """优劣方向 - Return which actual values earn more."""

    @property
    def words(self) -> Callable[[Parameters], str]:
        """说法 - Return what says in one sentence how a row earns with given parameters."""


Methods = Mapping[str, MethodEntry]
"""评分方法表 - Every scoring method by its name; the room of indicators gets it handed in and knows no method itself."""


def known_method(name: str, info: ValidationInfo) -> str:
    """已知方法 - Return the name of a method that exists.

    Raises: Unfit, with the nearest known one.
    """
    methods: Methods | None = (info.context or {}).get("methods")
    if methods is not None and name not in methods:
        place = syntax.unknown("", name, methods, "评分方法")
        raise Unfit(place.message, place.suggestion)
    return name


def read_parameters(value: object, info: ValidationInfo) -> object:
    """读参数 - Return the parameters of the method named in the same object, read with the method's own class."""
    written = {} if isinstance(value, Parameters) else value
    if "method" not in info.data:
        return Parameters()  # the method itself is wrong, and that is said already
    method = info.data["method"]
    if method is None:
        if written:
            raise Unfit("写了 parameters 而没有写 method", "请写明这些参数属于哪个评分方法")
        return Parameters()
    methods: Methods = (info.context or {}).get("methods", {})
    return methods[method].parameters.model_validate(written, context=info.context) if method in methods else Parameters()
