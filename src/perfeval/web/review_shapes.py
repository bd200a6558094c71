"""复核应答的样子 - Describe what the addresses of samples and reviews answer with; the desks write the answers themselves."""

from typing import Literal

from pydantic import Field

from perfeval.web import shapes
from perfeval.web.aftermath_shapes import Rectification
from perfeval.web.filing_shapes import Option
from perfeval.web.given import Given
from perfeval.web.round_bodies import Pinned

Text = str | None
Tree = dict[str, object]
FRAME: shapes.Piece = {"description": "抽样框和抽样结果，凭此可以重做", "content": {"application/json": {"schema": {"type": "object"}}}}
DECISION: shapes.Piece = {
    "description": "定分：逐行的自评分、复核分、增减、原因，附计算过程",
    "content": {"application/json": {"schema": {"type": "object"}}},
}


class Someone(Given):
    """人员 - Name somebody."""

    id: str
    name: Text


class SampleStratum(Given):
    """层 - Describe how one stratum was drawn; money in 分."""

    name: str
    items: int
    money: int
    certain: int
    quota: int
    drawn: int
    large: int
    sample_money: int
    without_chance: int
    step: Text
    start: Text


class SampleCoverage(Given):
    """覆盖面 - Describe how much of the frame a sample covers; money in 分."""

    items: int
    of_items: int
    money: int
    of_money: int
    units: int
    of_units: int


class SureItem(Given):
    """必查项 - Describe an item that is in the sample whatever the lot falls on."""

    item: str
    title: str
    unit: str
    stratum: str
    how: str
    why: str


class SamplePreview(Given):
    """抽前预览 - Describe what a plan would give, without the lot."""

    frame_sha256: str
    strata: list[SampleStratum]
    coverage: SampleCoverage
    certain: list[SureItem]


class SampleSummary(Given):
    """抽查批摘要 - Describe a sample as lists have it."""

    id: str
    version: int
    title: str
    number: Text
    state: Literal["drawn", "sent", "released"]
    state_title: str
    person: Someone
    at: str
    sent: Text
    released: Text
    frame_sha256: str


class SampleList(Given):
    """抽查批列表 - Describe a page of samples."""

    items: list[SampleSummary]
    total: int


class WholeSample(SampleSummary):
    """一个抽查批 - Describe a sample with its plan, its strata, and what may be concluded from it."""

    round: str
    plan: Tree
    strata: list[SampleStratum]
    coverage: SampleCoverage
    method: list[str]
    limits: list[str]
    risks: Pinned = Field(description="风险分标准")
    texts: dict[str, str] = Field(description="复核报告中由财政部门写的各节")


class SampledSummary(Given):
    """抽查项摘要 - Describe a sampled item as lists have it; what is not for the asker is null."""

    id: str
    version: int
    sample: str
    evaluation: str
    submission: int = Field(description="以第几次送审为准")
    item: str
    title: str
    unit: str
    unit_name: Text
    state: str
    state_title: str
    stratum: Text
    how: Text
    why: Text
    probability: Text = Field(description="入样概率，分数")
    self_total: Text = Field(description="抽中的那次送审的自评总分；财政和审计抽取以后就看得到，其他人定分以后才看得到")
    self_grade: Text = Field(description="抽中的那次送审的自评等级，同上")
    reviewed_total: Text
    reviewed_grade: Text
    quality_total: Text
    quality_grade: Text
    released: Text
    closed: Text


class SampledList(Given):
    """抽查项列表 - Describe a page of sampled items."""

    items: list[SampledSummary]
    total: int


class WholeItem(SampledSummary):
    """一个抽查项 - Describe a sampled item with what can be done to it."""

    round: str
    decision: int | None = Field(description="有效的是第几次定分")
    decided_by: Text
    decided_at: Text
    signed_by: Text
    signed_at: Text
    review: Text = Field(description="分给您的复核意见")
    rectifications: list[Rectification] = Field(description="同一单位或同一项目往年没有完成的整改")
    actions: list[Option]


class ReviewSummary(Given):
    """复核摘要 - Describe a review as lists have it."""

    id: str
    version: int
    sampled: str
    person: Someone
    role: str
    assigned_at: str
    saved: Text
    handed_in: Text
    total: Text


class RowDifference(Given):
    """各人的差异 - Describe the points of one row by reviewer."""

    row: str
    name: str
    self_points: Text
    points: dict[str, Text] = Field(description="复核意见的编号对应的得分，只含已交回的")
    differs: bool


class ReviewList(Given):
    """各人的复核 - Describe all reviews of an item and where they differ."""

    items: list[ReviewSummary]
    total: int
    rows: list[RowDifference]


class AbleReviewer(Given):
    """可分派的人 - Name somebody to whom an item may be given."""

    id: str
    name: str
    login: str
    role: str
    unit_name: Text


class AbleReviewers(Given):
    """可分派的人 - Describe everybody to whom an item may be given."""

    items: list[AbleReviewer]
    total: int


class ReviewTask(Given):
    """复核任务 - Describe one of the asker's own reviews."""

    id: str
    version: int
    sampled: str
    sample: str
    sample_title: str
    title: str
    unit: str
    unit_name: Text
    item: str
    state: str
    state_title: str
    saved: Text
    handed_in: Text


class ReviewTasks(Given):
    """分给我的 - Describe a page of the asker's own reviews."""

    items: list[ReviewTask]
    total: int


class ChangedRow(Given):
    """行对照 - Describe a row before and after."""

    row: str
    name: str
    weight: Text
    self_points: Text
    points: Text
    delta: str
    reason: str
    codes: list[str]
    expression: Text


class Fault(Given):
    """待改之处 - Describe what of a review must be mended before it is handed in."""

    code: str
    row: str
    message: str
    suggestion: str


class SecondScored(Given):
    """复核得分 - Describe what judgements come to; the deltas of the rows add up to that of the total."""

    self_total: Text
    self_grade: Text
    total: Text
    grade: Text
    delta: str
    above_self: bool = Field(description="高于自评分，须会签")
    rows: list[ChangedRow]
    faults: list[Fault]
    open_rows: list[str] = Field(description="还没有复核意见的行")


class WholeReview(ReviewSummary):
    """一份复核 - Describe a review with all that its reviewer needs."""

    item: WholeItem
    document: Tree
    score: SecondScored
    rows: list[Tree] = Field(description="逐行：自评、测算、计入得分，佐证，校验提示和单位的答复")
    evaluation: Tree
    proofs: list[Tree]
    findings: list[Tree] = Field(description="不属于某一行的校验提示和答复")
    deductions: Tree


class Objection(Given):
    """异议 - Describe what a unit says against its result, and the answer."""

    id: str
    row: Text
    words: str
    proof: list[str]
    person: Someone
    at: str
    answer: Text
    answered_by: Text
    answered_at: Text


class Objections(Given):
    """异议清单 - Describe a page of objections."""

    items: list[Objection]
    total: int


class VisitPhoto(Given):
    """现场照片 - Describe a photo of a visit."""

    id: str
    title: str
    file_name: str
    file_kind: str
    size: int
    sha256: str
    at: str


class FieldVisit(Given):
    """现场核查 - Describe a visit."""

    id: str
    date: str
    place: str
    people: str
    words: str
    at: str
    person: Someone
    photos: list[VisitPhoto]


class FieldVisits(Given):
    """现场核查记录 - Describe the visits for an item."""

    items: list[FieldVisit]
    total: int


class Materials(Given):
    """补交材料 - Describe a page of what a unit handed in after it saw its result."""

    items: list[VisitPhoto]
    total: int


class ReviewProblem(Given):
    """问题 - Describe a problem that a review found."""

    id: str
    row: Text
    code: str
    words: str
    at: str
    person: Someone


class ReviewProblems(Given):
    """问题清单 - Describe the problems of an item."""

    items: list[ReviewProblem]
    total: int


class ReviewRules(Given):
    """复核规则 - Describe by what the items of a round are reviewed."""

    deductions: Tree | None
    quality: Tree | None = Field(description="自评工作质量怎样评：各部分、各要点的分值，什么情形算没有做到")
