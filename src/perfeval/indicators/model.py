"""指标体系 - What is promised and how it is scored, as versioned data.

A set is a YAML file. Its classes here are at once its validation, its JSON Schema and what scoring reads. Numbers are
text in the file and exact in memory; weights and points are hundredths of a point. See docs/sets.md for authors.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Literal, Self

from pydantic import Field, SerializeAsAny, ValidationInfo, field_validator, model_validator

from perfeval.indicators.inherit import Difference, Resolved
from perfeval.indicators.parts import Name, Number, Parameters, Part, Share, Unfit, Weight, Worth, YesNo, known_method, read_parameters
from perfeval.quantities import Fraction
from perfeval.syntax import Path, Tree


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
    title: Name
    clause: str | None = None
    read: str | None = None
    unverified: YesNo = False
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

    name: Name
    floor: Weight = Field(le=10_000)


class MethodChoice(Part):
    """方法选用 - Name a scoring method and its parameters."""

    method: Name
    parameters: SerializeAsAny[Parameters] = Field(default=Parameters(), validate_default=True)

    @field_validator("method")
    @classmethod
    def _known_method(cls, value: str, info: ValidationInfo) -> str:
        """Refuse a method that does not exist."""
        return known_method(value, info)

    @field_validator("parameters", mode="before")
    @classmethod
    def _own_parameters(cls, value: object, info: ValidationInfo) -> object:
        """Read the parameters with the class of the method that was named before them."""
        return read_parameters(value, info)


class Aspect(Part):
    """二级指标 - Name a level-2 part, with its weight where it is fixed and its habits where they differ."""

    name: Name
    weight: Worth | None = None
    bare_sign: Sign | None = None
    standard: dict[str, MethodChoice] = Field(default_factory=dict)
    evidence: "EvidenceRule | None" = None


class Category(Part):
    """一级指标 - Name a level-1 part with its weight and its level-2 parts."""

    name: Name
    weight: Worth | None = None
    aspects: tuple[Aspect, ...] = ()


class EvidenceRule(Part):
    """佐证要求 - Say what proves a row, and whether it must be there."""

    what: Name
    required: YesNo = False


class Formula(Part):
    """计算公式 - Say how inputs make the actual value: (sum of plus − sum of minus) ÷ sum of over × 100 %."""

    plus: tuple[Name, ...] = Field(min_length=1)
    minus: tuple[Name, ...] = ()
    over: tuple[Name, ...] = ()

    @property
    def inputs(self) -> tuple[str, ...]:
        """公式项 - Return every input once, in the order of writing."""
        return tuple(dict.fromkeys((*self.plus, *self.minus, *self.over)))


class Periods(StrEnum):
    """多期汇总 - Say how several periods make one actual value."""

    MEAN = "mean"
    SUM = "sum"


class UnitCost(Part):
    """单位成本标准 - Say what one of something costs by the rules, in money per something, and which document says so."""

    standard: Number = Field(gt=0)
    unit: str = Field(pattern=r"^(?:元|万元)/[^\s/]{1,6}$")
    source: Source


class Indicator(Part):
    """绩效指标 - Define one indicator that the set itself brings along."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: Name
    category: Name | None = None
    aspect: Name | None = None
    weight: Worth | None = None
    required: YesNo = False
    method: str | None = None
    parameters: SerializeAsAny[Parameters] = Field(default=Parameters(), validate_default=True)
    target: str | None = None
    formula: Formula | None = None
    periods: Periods | None = None
    period_count: int | None = Field(default=None, ge=1, le=366)
    unit_cost: UnitCost | None = None
    explanation: str | None = None
    standard_text: str | None = None
    evidence: EvidenceRule | None = None
    paragraph: str | None = None
    source: Source | None = None
    unverified: YesNo = False
    why: str | None = None

    @field_validator("method")
    @classmethod
    def _known_method(cls, value: str | None, info: ValidationInfo) -> str | None:
        """Refuse a method that does not exist."""
        return None if value is None else known_method(value, info)

    @field_validator("parameters", mode="before")
    @classmethod
    def _own_parameters(cls, value: object, info: ValidationInfo) -> object:
        """Read the parameters with the class of the method that was named before them."""
        return read_parameters(value, info)


class Step(Part):
    """分段 - Give a share of the weight from some value on."""

    at_least: Number
    share: Share


class Execution(Part):
    """预算执行率 - Say how the money row is scored, and to which level-1 part it belongs; a set may have the rate without points."""

    weight: Worth | None = None
    category: Name | None = None
    denominator: Denominator
    steps: tuple[Step, ...] = ()
    finished_is_full: YesNo = False
    source: Source | None = None


class Veto(Part):
    """一票否决 - List the events that force a grade, whatever the score."""

    grade: Name
    items: tuple[Name, ...] = Field(min_length=1)


class AccumulatedDeduction(Part):
    """累计扣分 - Force a grade from so many points lost on."""

    lost: Worth
    grade: Name


class PayoutChoice(Part):
    """挂钩标准选用 - Let the form write, under a name, which of a few amounts applies."""

    input: Name
    amounts: tuple[Number, ...] = Field(min_length=2)


class Payout(Part):
    """结果与资金挂钩 - Turn a total into money: amount × input ÷ per × min(1, total ÷ pass); one amount, or one of a few."""

    title: Name
    amount: Number | None = Field(default=None, gt=0)
    choice: PayoutChoice | None = None
    per: Number = Field(default=Fraction(1), gt=0)
    input: Name
    pass_mark: Worth = Field(alias="pass", le=10_000)

    @model_validator(mode="after")
    def _one_amount(self) -> Self:
        """Refuse a rule without an amount, and one with two ways to say it."""
        if (self.amount is None) == (self.choice is None):
            raise Unfit("挂钩规则应写 amount 或 choice 之一", "标准只有一个的写 amount，由自评表选用的写 choice")
        return self


class OverCompletion(Part):
    """超额完成扣减 - Keep only a share of the points from some completion on; off unless a set asks for it."""

    at_least: Number = Field(gt=1)
    keep: Share


class Thresholds(Part):
    """校验阈值 - Hold the limits that checks compare with."""

    unspent: Share = Fraction(1, 5)
    execution_output_gap: Share = Fraction(1, 20)
    target_too_low: Number = Field(default=Fraction(13, 10), ge=1)
    magnitude: Share = Fraction(3, 10)


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
    harm_counts: tuple[str, ...] = (
        "发生", "案件", "案", "事件", "率", "数", "次数", "起数", "件数", "人数", "户数", "数量", "量",
        "次", "起", "件", "人", "情况", "比例", "占比",
    )  # fmt: skip
    money_nouns: tuple[str, ...] = ("资金", "经费", "补助", "预算", "奖补")
    money_verbs: tuple[str, ...] = ("支付", "拨付", "兑付", "发放", "到位", "执行", "使用", "金额")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """装载记录 - Hold where a set is from: its resolved tree with lines, and the hash of it."""

    resolved: Resolved
    sha256: str


class IndicatorSet(Part):
    """指标体系 - Hold one version of the rules by which an evaluation is scored and checked."""

    FORMAT: ClassVar[str] = "perfeval.indicator-set/1"

    format: Literal["perfeval.indicator-set/1"]
    id: str = Field(pattern=r"^[a-z][a-z0-9-]*(?:/[a-z0-9-]+)+$")
    version: str = Field(pattern=r"^[0-9]+$")
    title: Name
    kinds: tuple[Literal["project", "department", "transfer", "quality"], ...] = Field(min_length=1)
    years: Years
    source: Source
    weights: Weights = Weights.FIXED
    execution: Execution
    grades: tuple[Band, ...] = ()
    categories: tuple[Category, ...] = ()
    alternatives: tuple[dict[str, Worth], ...] = ()
    indicators: tuple[Indicator, ...] = ()
    row_methods: tuple[str, ...] = ()
    standard: dict[str, MethodChoice] = Field(default_factory=dict)
    over_completion: tuple[OverCompletion, ...] = ()
    veto: Veto | None = None
    accumulated: tuple[AccumulatedDeduction, ...] = ()
    payout: Payout | None = None
    thresholds: Thresholds = Thresholds()
    severities: dict[str, Severity] = Field(default_factory=dict)
    vocabulary: Vocabulary = Vocabulary()
    notes: tuple[Name, ...] = ()

    _loaded: Loaded | None = None

    __hash__ = object.__hash__  # a loaded set is itself: lookups by set are cached on every row
    __eq__ = object.__eq__

    @property
    def sha256(self) -> str:
        """内容散列 - Return the SHA-256 of the canonical JSON of the resolved set."""
        return self._loaded.sha256 if self._loaded else ""

    @property
    def based_on(self) -> str | None:
        """继承自 - Return the set that this one was made from, None where it stands by itself."""
        return self._loaded.resolved.based_on if self._loaded else None

    @property
    def base(self) -> Tree:
        """上级内容 - Return the whole content of the set that this one was made from, None where it stands by itself."""
        return self._loaded.resolved.base if self._loaded else None

    @property
    def differences(self) -> tuple[Difference, ...]:
        """差异 - Return what differs from the set that this one is based on."""
        return self._loaded.resolved.differences if self._loaded else ()

    @property
    def tree(self) -> Tree:
        """完整内容 - Return the resolved set as plain data, over which the hash is taken."""
        return self._loaded.resolved.source.tree if self._loaded else None

    def where(self, path: Path) -> str:
        """位置 - Return file and line of a place of the resolved set."""
        return self._loaded.resolved.source.where(path) if self._loaded else self.id

    def model_post_init(self, context: object, /) -> None:
        """装载后 - Keep what was read beside what it means."""
        loaded = context.get("loaded") if isinstance(context, dict) else None
        if isinstance(loaded, Loaded):
            self._loaded = loaded

    @property
    def scored(self) -> bool:
        """计分 - Tell whether this set has points at all."""
        return self.weights is not Weights.NONE

    @property
    def has_unit_costs(self) -> bool:
        """有单位成本标准 - Tell whether an indicator has a standard of cost, against which rows are held even where there is no text."""
        return any(indicator.unit_cost for indicator in self.indicators)

    def grade(self, total: int) -> str | None:
        """评定等级 - Return the first band whose floor is not above the total, None in a set without bands."""
        return next((band.name for band in sorted(self.grades, key=lambda band: -band.floor) if band.floor <= total), None)

    def indicator(self, key: str) -> Indicator | None:
        """查指标 - Return the indicator with this key, None when the set has none."""
        return next((indicator for indicator in self.indicators if indicator.key == key), None)
