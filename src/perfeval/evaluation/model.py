"""自评表 - What was filled in, cell by cell, as it was written.

Cells stay text here: what cannot be read is a finding later, never a lost input. None means: not written.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """自评类型 - Say whether a project, a whole department or a transfer payment is evaluated, or the work on such a self-evaluation."""

    PROJECT = "project"
    DEPARTMENT = "department"
    TRANSFER = "transfer"
    QUALITY = "quality"

    @property
    def label(self) -> str:
        """中文名 - Return the name as reports print it."""
        return {"project": "项目支出", "department": "部门整体支出", "transfer": "转移支付", "quality": "自评工作质量"}[self.value]


FILED = (Kind.PROJECT, Kind.DEPARTMENT, Kind.TRANSFER)
"""报送的类型 - The kinds that units file; the quality of the work is rated by reviewers."""


class MoneyUnit(StrEnum):
    """金额单位 - Say in which unit the amounts of funds and spending are written."""

    YUAN = "元"
    WAN = "万元"

    @property
    def decimals(self) -> int:
        """小数位数 - Return how many decimals reach down to one 分."""
        return 2 if self is MoneyUnit.YUAN else 6


class FundSource(StrEnum):
    """资金来源 - Name the rows that a money table can have."""

    TOTAL = "total"
    FISCAL = "fiscal"
    CARRYOVER = "carryover"
    SPECIAL_ACCOUNT = "special_account"
    UNIT = "unit"
    OTHER = "other"
    CENTRAL = "central"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    GENERAL = "general"
    GOVERNMENT_FUND = "government_fund"
    STATE_CAPITAL = "state_capital"
    SOCIAL_INSURANCE = "social_insurance"
    DEBT = "debt"

    @property
    def label(self) -> str:
        """中文名 - Return the name as forms print it."""
        return _FUND_TITLES[self]


_FUND_TITLES = {
    FundSource.TOTAL: "年度资金总额",
    FundSource.FISCAL: "财政拨款",
    FundSource.CARRYOVER: "上年结转资金",
    FundSource.SPECIAL_ACCOUNT: "财政专户管理资金",
    FundSource.UNIT: "单位资金",
    FundSource.OTHER: "其他资金",
    FundSource.CENTRAL: "中央",
    FundSource.PROVINCE: "省级",
    FundSource.CITY: "市级",
    FundSource.COUNTY: "县级",
    FundSource.GENERAL: "一般公共预算",
    FundSource.GOVERNMENT_FUND: "政府性基金预算",
    FundSource.STATE_CAPITAL: "国有资本经营预算",
    FundSource.SOCIAL_INSURANCE: "社会保险基金预算",
    FundSource.DEBT: "债务资金",
}
PARTS = (FundSource.CARRYOVER, FundSource.SPECIAL_ACCOUNT, FundSource.UNIT, FundSource.OTHER)
"""其余来源 - The parts of the total beside fiscal money."""
LEVELS = (FundSource.CENTRAL, FundSource.PROVINCE, FundSource.CITY, FundSource.COUNTY)
"""按级次 - Fiscal money by level of government."""
BUDGETS = (
    FundSource.GENERAL,
    FundSource.GOVERNMENT_FUND,
    FundSource.STATE_CAPITAL,
    FundSource.SOCIAL_INSURANCE,
    FundSource.DEBT,
)
"""按预算种类 - Fiscal money by kind of budget."""


class SpendingKind(StrEnum):
    """支出性质 - Split a department's spending into 基本支出 and 项目支出."""

    BASIC = "basic"
    PROJECT = "project"

    @property
    def label(self) -> str:
        """中文名 - Return the name as forms print it."""
        return {"basic": "基本支出", "project": "项目支出"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """四个预算数 - Hold 年初, 全年, 到位, 支出 of one money row as written."""

    original: str | None = None
    adjusted: str | None = None
    received: str | None = None
    spent: str | None = None


COLUMNS = ("original", "adjusted", "received", "spent")
"""金额列 - The four amounts of a money row, in the order of time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FundRow(Amounts):
    """资金行 - Hold one row of the money table."""

    source: FundSource
    weight: str | None = None
    claimed: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendingRow(Amounts):
    """支出行 - Hold one row of the split by kind of spending."""

    kind: SpendingKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """资金行得分 - Hold the money row as the unit wrote it."""

    weight: str | None = None
    claimed: str | None = None
    claimed_rate: str | None = None
    finished: bool | None = None
    reason: str | None = None
    measures: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """佐证材料 - Point to what proves a row."""

    title: str | None = None
    file: str | None = None
    page: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """扣分事件 - Hold what happened, how often and when."""

    what: str
    times: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """分期完成值 - Hold the actual value of one period."""

    name: str | None = None
    actual: str | None = None


class IndicatorRow(Struct, frozen=True, kw_only=True):
    """指标行 - Hold one row of the indicator table as written."""

    id: str
    key: str | None = None
    category: str | None = None
    aspect: str | None = None
    name: str | None = None
    target: str | None = None
    target_original: str | None = None
    actual: str | None = None
    weight: str | None = None
    claimed: str | None = None
    band: int | None = None
    method: str | None = None
    core: bool = False
    not_applicable: bool = False
    reason: str | None = None
    measures: str | None = None
    note: str | None = None
    owner: str | None = None
    evidence: tuple[Evidence, ...] = ()
    inputs: dict[str, str | None] = {}
    items: dict[str, bool | None] = {}
    events: tuple[Event, ...] | None = None
    periods: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VetoEvent:
    """否决事项 - Hold an event that forces the grade."""

    item: str
    date: str | None = None
    proof: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """评价对象 - Name the project and who answers for it."""

    project: str | None = None
    project_code: str | None = None
    department: str | None = None
    unit: str | None = None
    project_type: str | None = None
    project_attribute: str | None = None
    project_class: str | None = None
    leader: str | None = None
    finance_leader: str | None = None
    finance_section: str | None = None
    contact: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """人员情况 - Hold 编制, 在职 and 退休 of a department as written."""

    posts: str | None = None
    in_post: str | None = None
    retired: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """绩效目标 - Hold the yearly objective, its change and what was achieved."""

    expected: str | None = None
    adjusted: str | None = None
    actual: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Foot:
    """表尾 - Hold total and grade as the unit wrote them."""

    total: str | None = None
    grade: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """提示答复 - Hold the unit's answer to a warning; no row means the whole form."""

    code: str
    row: str | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """绩效自评 - Hold one filled form."""

    set: str
    year: int
    kind: Kind
    money_unit: MoneyUnit
    subject: Subject = Subject()
    filled_on: str | None = None
    staff: Staff = Staff()
    funds: tuple[FundRow, ...] = ()
    spending: tuple[SpendingRow, ...] = ()
    execution: Money = Money()
    objective: Objective = Objective()
    indicators: tuple[IndicatorRow, ...]
    veto: tuple[VetoEvent, ...] = ()
    payout: dict[str, str | None] = field(default_factory=dict)
    claimed: Foot = Foot()
    narrative: dict[str, str] = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()

    @property
    def set_id(self) -> str:
        """指标体系编号 - Return the id of the set without a version."""
        return self.set.partition("@")[0]

    @property
    def set_version(self) -> str | None:
        """指标体系版本 - Return the pinned version, None where the newest is meant."""
        return self.set.partition("@")[2] or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluations:
    """多项目自评 - Hold several filled forms that make one report."""

    year: int
    department: str | None = None
    unit: str | None = None
    narrative: dict[str, str] = field(default_factory=dict)
    evaluations: tuple[Evaluation, ...]
