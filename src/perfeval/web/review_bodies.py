"""复核提交的内容 - What the addresses of samples and reviews take."""

from typing import Annotated, Literal

from pydantic import Field

from perfeval.review import Basis, Drawing
from perfeval.web.given import Date, Given, Id, Line

_TEXT = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*\S[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
Text = Annotated[str, Field(min_length=1, max_length=4000, pattern=_TEXT)]
"""一段文字 - Words of several lines that say something."""
Said = Annotated[str, Field(max_length=4000, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$")]
"""说明 - Words that may be missing."""
Cell = Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""一格 - What stands in one cell."""
Money = Annotated[int, Field(ge=0, le=10**15, description="单位：分")]
Proof = Annotated[list[Cell], Field(max_length=50, description="看的是哪一份材料、哪一页")]


class DrawnQuota(Given):
    """抽取数量 - Say how many of a stratum are drawn; nothing means all."""

    number: int | None = Field(None, ge=0, le=1_000_000, description="项数")
    share: Annotated[str, Field(pattern=r"^[0-9]{1,9}/[0-9]{1,9}$", examples=["1/4"])] | None = Field(
        None, description="比例，写成分数，进一取整"
    )


class Named(Given):
    """指定项 - Name an item by its code, with the reason."""

    item: Cell
    reason: Text


class DrawPlan(Given):
    """抽查方案 - Hold everything that decides a draw; see docs/review.md."""

    seed: Line = Field(description="种子：公开的日期、开奖号码等")
    drawing: Drawing = Field(Drawing.RANDOM, description="random 简单随机，by_size 按金额，by_risk 按风险分")
    strata: list[Basis] = Field([], max_length=6, description="分层依据")
    bands: list[Money] = Field([], max_length=50, description="金额分段的界限，由小到大")
    quota: DrawnQuota = Field(description="每层抽多少")
    quotas: dict[Line, DrawnQuota] = Field({}, max_length=500, description="个别层抽多少")
    over: Money | None = Field(None, description="超过多少金额的必查")
    last_grades: list[Cell] = Field([], max_length=10, description="上年是这些等级的必查")
    named: list[Named] = Field([], max_length=500, description="指定的项，抽取之前就定下")
    added: list[Named] = Field([], max_length=500, description="抽取之后人工增加的项，没有入样概率")


class NewSample(Given):
    """新抽查 - Hold a sample as it is to be drawn."""

    title: Line = Field(examples=["2025年度绩效自评抽查复核"])
    number: Line | None = Field(None, description="文号")
    unit: Id | None = Field(None, description="从哪个单位及其下级中抽；范围只有一处的可以不写")
    plan: DrawPlan


class MeantItem(Given):
    """所指的一项 - Name a sampled item and the version that is meant."""

    id: Id
    version: int = Field(ge=1)


class MeantItems(Given):
    """所指各项 - Name the items of a sample to which something is done at once."""

    items: list[MeantItem] = Field(min_length=1, max_length=200)


class ReportTexts(Given):
    """报告文字 - Hold what the bureau writes into the report on a sample, section by section; a line is a paragraph."""

    organisation: Said = Field("", description="复核由谁牵头、谁参加、怎样分工")
    content: Said = Field("", description="复核内容的补充")
    result: Said = Field("", description="对复核结果的说明")
    suggestions: Said = Field("", description="建议，一条一段")


class NewReviewer(Given):
    """分派 - Name who is to review an item."""

    person: Id


class GivenDeduction(Given):
    """扣分 - Hold a deduction by the published table."""

    code: Cell
    gravity: Cell | None = None
    words: Said = ""
    proof: Proof = Field(default_factory=list)
    other: Cell | None = Field(None, description="两行只由一行得分的，写明由哪一行得分")


class GivenEvent(Given):
    """扣分事件 - Hold what happened, how often and when."""

    what: Cell
    times: Cell | None = None
    date: Cell | None = None


class GivenJudgement(Given):
    """行复核意见 - Hold what a reviewer found for one row; what is not written stays as the unit filed it."""

    row: Cell = Field(description="指标行编号，资金行为 execution")
    agreed: bool = Field(default=False, description="认可")
    actual: Cell | None = Field(None, description="核定的完成值；资金行为支出数")
    claimed: Cell | None = Field(None, description="复核评定的得分")
    band: int | None = Field(None, ge=1, le=100)
    inputs: dict[Cell, Cell | None] = Field({}, max_length=100)
    items: dict[Cell, bool | None] = Field({}, max_length=500)
    events: list[GivenEvent] | None = Field(None, max_length=200)
    words: Said = ""
    proof: Proof = Field(default_factory=list)
    deductions: list[GivenDeduction] = Field([], max_length=50)


class GivenDocument(Given):
    """复核底稿 - Hold what a reviewer found, row by row."""

    judgements: list[GivenJudgement] = Field(max_length=5000)
    words: Said = ""


class ReviewDoings(Given):
    """随附 - Hold what comes with an action on a review."""

    reason: Text | None = Field(None, description="return：退回的原因，必填")


class NewObjection(Given):
    """异议 - Hold what is said against a row of the result, or against the whole."""

    words: Text
    row: Cell | None = Field(None, description="指标行编号，资金行为 execution；不写为整张表")
    proof: list[Id] = Field([], max_length=50, description="材料编号：补交的材料，或自评的佐证材料")


class Reply(Given):
    """答复 - Hold what is answered to one objection."""

    objection: Id
    words: Text


class ItemDoings(Given):
    """随附 - Hold what comes with an action on an item."""

    review: Id | None = Field(None, description="decide：按哪一份复核意见定分")
    document: GivenDocument | None = Field(None, description="decide：逐行写明定下的判断，与 review 二者写一")
    words: Text | None = Field(None, description="decide：定分说明")
    reason: Text | None = Field(None, description="refuse：不同意的原因，必填")
    objections: list[NewObjection] = Field([], max_length=200, description="object：逐行写明异议，没有写的行视为认可")
    answers: list[Reply] = Field([], max_length=200, description="answer：逐条答复")
    to: Literal["answered", "reviewing"] | None = Field(None, description="answer：answered 维持，reviewing 另行定分")


class NewRectification(Given):
    """整改要求 - Hold what is to be put right."""

    words: Text = Field(description="整改要求")
    owner: Line = Field(description="责任人或责任单位")
    deadline: Date
    problem: Id | None = Field(None, description="所整改的问题")


class RectificationDoings(Given):
    """随附 - Hold what comes with an action on a rectification."""

    report: Text | None = Field(None, description="report：整改情况，必填")
    proof: list[Id] = Field([], max_length=50, description="report：材料编号，必填")
    reason: Text | None = Field(None, description="return：退回的原因，必填")


class GivenAnswer(Given):
    """要点结论 - Say of one item of the rating whether it is met."""

    key: Cell
    item: Cell
    met: bool
    words: Said = Field("", description="与起草的不同时必填")


class GivenQuality(Given):
    """质量评级 - Hold what a reviewer finds otherwise than was drafted; what is not written stays."""

    answers: list[GivenAnswer] = Field([], max_length=200)
    confirm: bool = Field(default=False, description="确认整份评级；定分以前须确认")


class NewVisit(Given):
    """新核查 - Hold a field visit."""

    date: Date
    place: Line
    people: Line = Field(description="参加人员")
    words: Text = Field(description="看到的情况")


class NewProblem(Given):
    """新问题 - Hold a problem that a review found."""

    code: Cell = Field(min_length=1, max_length=60, description="问题类别")
    words: Text
    row: Cell | None = Field(None, description="指标行编号，不写为整张表")
