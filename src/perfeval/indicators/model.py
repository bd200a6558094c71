"""指标体系 - What is promised and how it is scored, as versioned data.

A set is a YAML file. Its classes here are at once its validation, its JSON Schema and what scoring reads. Numbers are
text in the file and exact in memory; weights and points are hundredths of a point. See docs/sets.md for authors.
"""

from enum import StrEnum
from fractions import Fraction
from typing import Annotated, ClassVar, Literal, Protocol

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SerializeAsAny, ValidationInfo, WithJsonSchema, field_validator

from perfeval.quantities import Points, finer_than, read_number, to_points


def _number(value: object) -> Fraction:
    """Return the exact number of a cell of a set file; a percentage is its hundredth part."""
    if isinstance(value, Fraction):
        return value
    number = read_number(value, unit="%") if isinstance(value, str) else None
    if number is None or not isinstance(value, str):
        message = f"应为数字，写的是“{value}”"
        raise ValueError(message)
    return number / 100 if value.strip().endswith(("%", "％")) else number


def _points(value: object) -> Points:
    """Return points of a set file; they have at most two decimals and are not negative."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Points(value)
    number = _number(value)
    if number < 0 or finer_than(number, 2):
        message = f"分值应为不小于 0、至多两位小数的数字，写的是“{value}”"
        raise ValueError(message)
    return to_points(number)


_TEXT_NUMBER = WithJsonSchema({"type": ["string", "number"], "pattern": r"^-?\d+(\.\d+)?%?$"})
Number = Annotated[Fraction, BeforeValidator(_number), _TEXT_NUMBER]
"""数 - An exact number, written as text; 5% is 0.05."""
Weight = Annotated[Points, BeforeValidator(_points), _TEXT_NUMBER]
"""分值 - Points possible, at most two decimals."""


class Part(BaseModel):
    """部分 - Be any part of a set file: frozen, and without keys that nobody knows."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Parameters(Part):
    """评分参数 - Hold what a set file may say about one scoring method; every method has its own."""


class MethodEntry(Protocol):
    """评分方法 - Be what the linter and the parser need to know of a scoring method."""

    @property
    def name(self) -> str:
        """名称 - Return the name by which set files call the method."""

    @property
    def parameters(self) -> type[Parameters]:
        """参数 - Return the class of the method's parameters."""


class Sign(StrEnum):
    """指标方向 - Say how actual and target compare: 正向 ≥, 反向 ≤, 等于 =, 区间."""

    AT_LEAST = "≥"
    AT_MOST = "≤"
    EQUAL = "="
    WITHIN = "–"


class Denominator(StrEnum):
    """执行率分母 - Name the budget version that the money spent is divided by."""

    ORIGINAL = "original"
    ADJUSTED = "adjusted"
    RECEIVED = "received"

    @property
    def label(self) -> str:
        """中文名 - Return the name as forms print it."""
        return {"original": "年初预算数", "adjusted": "全年预算数", "received": "到位数"}[self.value]


class Severity(StrEnum):
    """严重程度 - Say what a finding does: block submitting, ask for an answer, inform, or stay silent."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"
    OFF = "off"


class Weights(StrEnum):
    """分值来源 - Say whether the set fixes its weights, leaves them to the form, or has no points at all."""

    FIXED = "fixed"
    FREE = "free"
    NONE = "none"


class Source(Part):
    """依据 - Say which document a rule is from, where it was read and how sure that is."""

    number: str | None = None
    title: str
    clause: str | None = None
    read: str | None = None
    unverified: bool = False
    why: str | None = None

    def __str__(self) -> str:
        """引用 - Return document number, title and clause as one line."""
        mark = "（未核对原文）" if self.unverified else ""
        return " ".join(part for part in (self.number, f"《{self.title}》", self.clause) if part) + mark


class Years(Part):
    """适用年度 - Say from which year to which a set is for; an open end is not written."""

    start: int = Field(alias="from", ge=1990, le=2100)
    end: int | None = Field(default=None, alias="to", ge=1990, le=2100)


class Band(Part):
    """等级 - Name a grade and the total from which it is given."""

    name: str
    floor: Weight


class MethodChoice(Part):
    """方法选用 - Name a scoring method and its parameters."""

    method: str
    parameters: SerializeAsAny[Parameters] = Field(default=Parameters(), validate_default=True)

    @field_validator("parameters", mode="before")
    @classmethod
    def _own_parameters(cls, value: object, info: ValidationInfo) -> object:
        """Read the parameters with the class of the method that was named before them."""
        return read_parameters(value, info)


class Aspect(Part):
    """二级指标 - Name a level-2 part, with its weight where it is fixed and its habits where they differ."""

    name: str
    weight: Weight | None = None
    bare_sign: Sign | None = None
    standard: dict[str, MethodChoice] = {}
    evidence: "EvidenceRule | None" = None


class Category(Part):
    """一级指标 - Name a level-1 part with its weight and its level-2 parts."""

    name: str
    weight: Weight | None = None
    aspects: tuple[Aspect, ...] = ()


class EvidenceRule(Part):
    """佐证要求 - Say what proves a row, and whether it must be there."""

    what: str
    required: bool = False


class Formula(Part):
    """计算公式 - Say how inputs make the actual value: (sum of plus − sum of minus) ÷ sum of over × 100 %."""

    plus: tuple[str, ...] = Field(min_length=1)
    minus: tuple[str, ...] = ()
    over: tuple[str, ...] = ()

    @property
    def inputs(self) -> tuple[str, ...]:
        """公式项 - Return every input once, in the order of writing."""
        return tuple(dict.fromkeys((*self.plus, *self.minus, *self.over)))


class Periods(StrEnum):
    """多期汇总 - Say how several periods make one actual value."""

    MEAN = "mean"
    SUM = "sum"


class Indicator(Part):
    """绩效指标 - Define one indicator that the set itself brings along."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    category: str | None = None
    aspect: str | None = None
    weight: Weight | None = None
    required: bool = False
    method: str | None = None
    parameters: SerializeAsAny[Parameters] = Field(default=Parameters(), validate_default=True)
    target: str | None = None
    formula: Formula | None = None
    periods: Periods | None = None
    explanation: str | None = None
    standard_text: str | None = None
    evidence: EvidenceRule | None = None
    paragraph: str | None = None
    source: Source | None = None
    unverified: bool = False
    why: str | None = None

    @field_validator("parameters", mode="before")
    @classmethod
    def _own_parameters(cls, value: object, info: ValidationInfo) -> object:
        """Read the parameters with the class of the method that was named before them."""
        return read_parameters(value, info)


class Step(Part):
    """分段 - Give a share of the weight from some value on."""

    at_least: Number
    share: Number


class Execution(Part):
    """预算执行率 - Say how the money row is scored; a set may have the rate without points."""

    weight: Weight | None = None
    denominator: Denominator
    steps: tuple[Step, ...] = ()
    finished_is_full: bool = False
    source: Source | None = None


class Veto(Part):
    """一票否决 - List the events that force a grade, whatever the score."""

    grade: str
    items: tuple[str, ...] = Field(min_length=1)


class AccumulatedDeduction(Part):
    """累计扣分 - Force a grade from so many points lost on."""

    lost: Weight
    grade: str


class Payout(Part):
    """结果与资金挂钩 - Turn a total into money: amount × input ÷ per × min(1, total ÷ pass)."""

    title: str
    amount: Number
    per: Number = Fraction(1)
    input: str
    pass_mark: Weight = Field(alias="pass")


class OverCompletion(Part):
    """超额完成扣减 - Keep only a share of the points from some completion on; off unless a set asks for it."""

    at_least: Number
    keep: Number


class Thresholds(Part):
    """校验阈值 - Hold the limits that checks compare with."""

    unspent: Number = Fraction(1, 5)
    execution_output_gap: Number = Fraction(1, 20)
    target_too_low: Number = Fraction(13, 10)
    magnitude: Number = Fraction(3, 10)


class Vocabulary(Part):
    """词表 - Hold the words by which rows are recognised."""

    output: tuple[str, ...] = ("产出",)
    cost: tuple[str, ...] = ("成本",)
    cost_names: tuple[str, ...] = ("成本", "费用")
    timeliness: tuple[str, ...] = ("时效",)
    satisfaction: tuple[str, ...] = ("满意度",)
    harm: tuple[str, ...] = (
        "事故", "投诉", "受害率", "成灾率", "违规", "违纪", "违法", "死亡", "伤亡", "受灾", "损毁", "破损率",
        "差错率", "失误", "返工", "不合格率", "不达标率", "超标率", "流失率", "辍学率", "发病率", "感染率", "犯罪",
        "发案", "信访", "舆情", "空置率", "闲置率", "逾期率", "滞留",
    )  # fmt: skip
    money_nouns: tuple[str, ...] = ("资金", "经费", "补助", "预算", "奖补")
    money_verbs: tuple[str, ...] = ("支付", "拨付", "兑付", "发放", "到位", "执行", "使用", "金额")


class IndicatorSet(Part):
    """指标体系 - Hold one version of the rules by which an evaluation is scored and checked."""

    FORMAT: ClassVar[str] = "perfeval.indicator-set/1"

    format: Literal["perfeval.indicator-set/1"]
    id: str = Field(pattern=r"^[a-z][a-z0-9-]*(?:/[a-z0-9-]+)+$")
    version: str = Field(pattern=r"^[0-9]+$")
    title: str
    kinds: tuple[Literal["project", "department", "transfer"], ...] = Field(min_length=1)
    years: Years
    source: Source
    weights: Weights = Weights.FIXED
    execution: Execution
    grades: tuple[Band, ...] = ()
    categories: tuple[Category, ...] = ()
    alternatives: tuple[dict[str, Weight], ...] = ()
    indicators: tuple[Indicator, ...] = ()
    row_methods: tuple[str, ...] = ()
    standard: dict[str, MethodChoice] = {}
    over_completion: tuple[OverCompletion, ...] = ()
    veto: Veto | None = None
    accumulated: tuple[AccumulatedDeduction, ...] = ()
    payout: Payout | None = None
    thresholds: Thresholds = Thresholds()
    severities: dict[str, Severity] = {}
    vocabulary: Vocabulary = Vocabulary()
    notes: tuple[str, ...] = ()

    _sha256: str = ""

    __hash__ = object.__hash__  # a loaded set is itself: lookups by set are cached on every row
    __eq__ = object.__eq__

    @property
    def sha256(self) -> str:
        """内容散列 - Return the SHA-256 of the canonical JSON of the resolved set."""
        return self._sha256

    @property
    def scored(self) -> bool:
        """计分 - Tell whether this set has points at all."""
        return self.weights is not Weights.NONE

    def grade(self, total: int) -> str | None:
        """评定等级 - Return the first band whose floor is not above the total, None in a set without bands."""
        return next((band.name for band in sorted(self.grades, key=lambda band: -band.floor) if band.floor <= total), None)

    def indicator(self, key: str) -> Indicator | None:
        """查指标 - Return the indicator with this key, None when the set has none."""
        return next((indicator for indicator in self.indicators if indicator.key == key), None)


def read_parameters(value: object, info: ValidationInfo) -> object:
    """读参数 - Return the parameters of the method named in the same object, read with the method's own class."""
    method = info.data.get("method")
    methods: dict[str, MethodEntry] = (info.context or {}).get("methods", {})
    written = {} if isinstance(value, Parameters) else value
    if method is None and written:
        message = "写了 parameters 而没有写 method"
        raise ValueError(message)
    if method is None or method not in methods:
        return Parameters()
    return methods[method].parameters.model_validate(written, context=info.context)
