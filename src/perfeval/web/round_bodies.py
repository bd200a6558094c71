"""批次的样子 - What the addresses of rounds take and answer with."""

from typing import Annotated, Literal

from pydantic import Field

from perfeval.desks import round_rules
from perfeval.web.given import Given, Id, Line
from perfeval.web.people import UnitName

_TIME = r"^(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z$"
Moment = Annotated[str, Field(pattern=_TIME, examples=["2026-03-31T16:00:00Z"])]
"""时刻 - A time in UTC."""
Step = Literal["unit_check", "department_check", "finance_check"]


class Pinned(Given):
    """锁定的规则 - Name a set, or the rules of texts, in the version that a round keeps."""

    id: str
    version: str
    sha256: str


class NewRound(Given):
    """新批次 - Hold a round as it is to be."""

    year: int = Field(ge=1990, le=2100, description="评价年度")
    title: Line = Field(examples=["2025年度部门预算项目支出绩效自评"])
    sets: dict[Line, Line] = Field(
        max_length=20,
        description="每种自评所用的指标体系，project、department、transfer；其他名称可在项目清单的“指标体系”一列引用",
        examples=[{"project": "cn/project/2020"}],
    )
    templates: dict[Line, list[Line]] = Field(default_factory=dict, max_length=20, description="每种自评所用的报告模板")
    steps: list[Step] = Field(["unit_check", "department_check"], description="审核环节，财政审核默认不设")
    opening: Moment = Field(description="开始填报")
    deadline: Moment = Field(description="截止")
    grace: int = Field(0, ge=0, le=round_rules.MOST_GRACE, description="宽限天数，宽限期内报送记为逾期")
    owners_confirm: bool = Field(default=False, description="送审前须经业务科室确认")
    stamped: bool = Field(default=False, description="单位审核通过前须上传盖章扫描件")
    text_rules: Line = Field("general", description="文字校验所用的规则，编号或 编号@版本；建立后不变", examples=["general@1"])
    text_off: list[Line] = Field(default_factory=list, max_length=50, description="关掉的文字校验，写代码", examples=[["number-form"]])
    units: list[Id] | None = Field(None, max_length=5000, description="参加的单位；不写则为开始填报之日有效的全部单位")
    deductions: Line = Field(round_rules.DEDUCTIONS, description="复核扣分标准，填报之前公布")
    quality: Line = Field(round_rules.QUALITY, description="自评工作质量评级标准，填报之前公布")


class Later(Given):
    """延期 - Give a unit a later deadline."""

    unit: Id
    until: Moment | None = Field(description="延长到；空为取消延期")
    why: Line | None = Field(None, description="原因，延期时必填")


class RoundChange(Given):
    """批次变更 - Hold what is to be different; what is not written stays."""

    title: Line | None = None
    sets: dict[Line, Line] | None = Field(None, max_length=20)
    templates: dict[Line, list[Line]] | None = Field(None, max_length=20)
    steps: list[Step] | None = None
    opening: Moment | None = None
    deadline: Moment | None = None
    grace: int | None = Field(None, ge=0, le=round_rules.MOST_GRACE)
    owners_confirm: bool | None = None
    stamped: bool | None = None
    text_off: list[Line] | None = Field(None, max_length=50)
    units: list[Id] | None = Field(None, max_length=5000, description="参加的单位；已有自评的单位不会移出")
    deductions: Line | None = Field(None, description="复核扣分标准；有自评送审以后不能再换")
    quality: Line | None = Field(None, description="自评工作质量评级标准；有自评送审以后不能再换")
    exceptions: list[Later] = Field(default_factory=list, max_length=1000, description="个别单位延期，须写原因")


class RoundUnit(Given):
    """批次中的单位 - Describe a unit as it is in a round."""

    unit: str
    name: str
    kind: str
    parent: str | None
    due: str
    extended: str | None
    extended_why: str | None


class Round(Given):
    """批次 - Describe a round."""

    id: str
    version: int
    year: int
    title: str
    sets: dict[str, Pinned]
    templates: dict[str, list[str]]
    steps: list[str]
    opening: str
    deadline: str
    grace: int
    owners_confirm: bool
    stamped: bool
    text_rules: Pinned
    text_off: list[str]
    deductions: Pinned | None
    quality: Pinned | None
    closed: str | None = Field(description="办结时间")
    made: str


class WholeRound(Round):
    """批次及单位 - Describe a round with those of its units that the asker sees."""

    units: list[RoundUnit]


class Sleeper(Given):
    """休眠账号 - Name somebody who must be activated before they can sign in."""

    id: str
    login: str
    name: str
    unit: UnitName | None


class Sleepers(Given):
    """休眠名单 - Describe the dormant accounts of a round's units, the first two hundred of them."""

    items: list[Sleeper]
    total: int


class OpenedRound(WholeRound):
    """新批次 - Describe a round that was made just now."""

    dormant: Sleepers = Field(description="所辖单位中已休眠的账号，至多列200个；全部见 GET /api/v1/users?dormant=true")


class RoundList(Given):
    """批次列表 - Describe a page of rounds."""

    items: list[Round]
    total: int


class ImportProblem(Given):
    """行内问题 - Describe what is wrong in a row."""

    severity: Literal["error", "warning", "notice"]
    code: str | None = Field(description="校验提示的代码；空为清单本身的问题，其中的错误阻止导入")
    column: str | None
    message: str
    suggestion: str | None


class CellChange(Given):
    """改动 - Describe one cell before and after."""

    cell: str
    old: str | int | list[dict[str, str]] | None
    new: str | int | list[dict[str, str]] | None


class ImportRow(Given):
    """行应答 - Describe what happens to one row of a file."""

    row: int = Field(description="表中行号，从1起")
    code: str | None
    name: str | None
    result: Literal["new", "changed", "unchanged", "wrong"]
    changes: list[CellChange]
    problems: list[ImportProblem]


class ImportAnswer(Given):
    """导入应答 - Describe how a file fared."""

    kind: Literal["projects", "targets", "execution", "history"]
    file: str
    sha256: str
    applied: bool = Field(description="是否已导入；预览为 false")
    total: int
    new: int
    changed: int
    unchanged: int
    wrong: int
    notes: list[str]
    items: list[ImportRow]


class Coverage(Given):
    """覆盖面 - Describe how much of the project list is evaluated, merged or exempt."""

    projects: int
    covered: int
    rate: str | None
    budget: str
    covered_budget: str
    budget_rate: str | None


class Figures(Given):
    """进度数 - Describe counts."""

    evaluations: int
    not_started: int
    filling: int
    unit_check: int
    department_check: int
    finance_check: int
    final: int
    exempt: int
    merged: int
    filed: int
    late: int
    overdue: int
    returned: int
    without_targets: int
    unapproved: int = Field(description="有自拟指标行的自评")
    for_bureau: int = Field(description="有只能由财政改正的错误的自评")
    coverage: Coverage


class DepartmentFigures(Figures):
    """部门进度 - Describe how far a department has come."""

    unit: str
    name: str
    kind: str


class UnitFigures(DepartmentFigures):
    """单位进度 - Describe how far a unit has come."""

    due: str


class Board(Given):
    """进度 - Describe how far a round has come."""

    round: str
    at: str
    total: Figures
    departments: list[DepartmentFigures]
    units: list[UnitFigures]


class Timeline(Given):
    """逐日进度 - Describe how a round filled up: for each day what had come by then."""

    days: list[str]
    filed: list[int] = Field(description="已报，累计")
    late: list[int] = Field(description="其中逾期，累计")
    returned: list[int] = Field(description="退回次数，累计")


class Owed(Given):
    """缺项 - Describe what a unit owes."""

    not_started: int
    filling: int
    returned: int
    to_check: int
    titles: list[str]
    total: int


class Told(Given):
    """催报记录 - Describe a reminder that was given."""

    at: str
    how: str
    by: str


class Owing(Given):
    """欠报单位 - Describe a unit that owes something."""

    unit: str
    name: str
    kind: str
    department: str | None
    contact: str | None
    phone: str | None
    due: str
    overdue: bool
    missing: Owed
    reminded: list[Told]


class OwingList(Given):
    """催报名单 - Describe a page of units that owe something."""

    items: list[Owing]
    total: int


class Reminder(Given):
    """催报 - Say who was told, and how."""

    units: list[Id] = Field(min_length=1, max_length=1000)
    how: Line = Field(description="怎样告知", examples=["电话", "工作群", "书面"])


class KeptReminder(Given):
    """已登记的催报 - Describe a reminder that was just kept."""

    id: str
    unit: str
    how: str
    at: str
    missing: Owed


class KeptReminders(Given):
    """已登记的催报列表 - Describe the reminders that were just kept."""

    items: list[KeptReminder]
    total: int
