"""应答的样子 - Describe every answer of the API, for its documentation; the desks write the answers themselves."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Text = str | None


class Body(BaseModel):
    """应答 - Be any documented part of an answer: all keys are there."""

    model_config = ConfigDict(extra="forbid")


class Input(Body):
    """依据项 - Name one number of a sum and where it stands."""

    name: str
    value: str
    origin: str = Field(alias="from", description="自评表单元格或指标体系中的位置", examples=["indicators[5].actual"])


class Trace(Body):
    """计算过程 - Explain one number so that anybody can do the sum again."""

    rule: str
    source: str = Field(description="依据：文号、名称、条款")
    words: str = Field(description="用文字说明")
    inputs: list[Input]
    expression: str = Field(description="只含小数、四则运算、min、max 和括号", examples=["10*98/100"])
    exact: str = Field(description="算式的精确值，整数或 a/b", examples=["49/5"])
    rounded: str = Field(description="四舍五入到 0.01", examples=["9.80"])
    children: list["Trace"]


class Points(Body):
    """得分 - Hold the numbers that every scored row has; what is missing is null."""

    rate: Text = Field(description="完成率，除不尽时写成 a/b")
    weight: Text = Field(description="分值")
    computed: Text = Field(description="系统测算得分，定性指标为 null")
    claimed: Text = Field(description="自评得分")
    points: Text = Field(description="计入得分")
    difference: Text = Field(description="自评得分减系统测算得分")
    trace: Trace | None


class Execution(Points):
    """预算执行率 - Describe the money row."""

    denominator: Literal["original", "adjusted", "received"] = Field(description="执行率分母：年初预算数、全年预算数或到位数")


class Row(Points):
    """指标得分 - Describe one row of the form."""

    id: str
    key: Text
    name: Text
    category: Text = Field(description="一级指标")
    aspect: Text = Field(description="二级指标")
    method: Text = Field(description="评分方法")


class Category(Body):
    """一级指标小计 - Describe the sum of one level-1 part."""

    name: str
    weight: Text
    points: Text


class SetReference(Body):
    """所用指标体系 - Name the rules of a scorecard."""

    id: str
    version: str
    sha256: str


class Veto(Body):
    """否决事项 - Say what forced the grade."""

    item: str
    grade: str


class Payout(Body):
    """挂钩金额 - Describe the amount that the total is worth."""

    amount: str
    trace: Trace


class Claimed(Body):
    """表尾 - Hold total and grade as the unit wrote them."""

    total: Text
    grade: Text


class Finding(Body):
    """校验提示 - Describe one finding."""

    code: str
    severity: Literal["error", "warning", "notice"]
    where: str = Field(examples=["indicators[2]"])
    row: Text
    message: str
    suggestion: str


class Scorecard(Body):
    """评分结果 - Describe `perfeval.scorecard/1`."""

    format: Literal["perfeval.scorecard/1"]
    set: SetReference
    complete: bool = Field(description="应计分的行是否都有得分")
    total: Text
    grade: Text
    total_trace: Trace | None
    veto: list[Veto]
    payout: Payout | None
    execution: Execution
    categories: list[Category]
    rows: list[Row]
    claimed: Claimed
    findings: list[Finding]
    trace_sha256: str


class Scorecards(Body):
    """多份评分结果 - Describe `perfeval.scorecards/1`."""

    format: Literal["perfeval.scorecards/1"]
    scorecards: list[Scorecard]
    findings: list[Finding] = Field(default=[], description="各份共用的文字中发现的问题；没有的不写")


class SetEntry(Body):
    """指标体系目录项 - Describe one set of the list."""

    id: str
    version: str
    title: str
    sha256: str


class Sets(Body):
    """指标体系目录 - Describe the list of sets."""

    items: list[SetEntry]
    total: int


class TemplateEntry(Body):
    """模板目录项 - Describe one template of the list."""

    id: str
    title: str


class Templates(Body):
    """模板目录 - Describe the list of templates."""

    items: list[TemplateEntry]
    total: int


class Health(Body):
    """进程状况 - Describe that the process answers."""

    status: Literal["ok"]


class Ready(Body):
    """就绪状况 - Describe that the service can work."""

    status: Literal["ready"]
    sets: int
    templates: int
    database: Literal["ok"] | None = Field(None, description="没有数据库时没有这一项")
    storage: Literal["ok"] | None = Field(None, description="没有数据库时没有这一项")


class Place(Body):
    """出错位置 - Describe one place that is wrong."""

    where: str
    message: str
    suggestion: Text


class Problem(Body):
    """问题文档 - Describe an error as RFC 9457 has it; some codes bring more along, such as why or current."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(examples=["urn:perfeval:problem:evaluation-invalid"])
    title: str = Field(examples=["内容无效"])
    status: int = Field(examples=[422])
    detail: str = Field(examples=["自评数据不符合格式，共1处"])
    code: str = Field(examples=["evaluation-invalid"])
    places: list[Place]
