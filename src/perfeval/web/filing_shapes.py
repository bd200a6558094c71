"""填报应答的样子 - Describe what the addresses of filing answer with, for their documentation; the desks write the answers themselves."""

from typing import Literal

from pydantic import Field

from perfeval.web import shapes
from perfeval.web.bodies import Category, Claimed, Finding, SetReference, Veto
from perfeval.web.given import Given

Text = str | None
Cell = dict[str, object]
EVALUATION_BODY = {
    "requestBody": {
        "required": True,
        "content": {kind: {"schema": {"$ref": "#/components/schemas/Evaluation"}} for kind in ("application/json", "application/yaml")},
    }
}
"""自评数据 - The body of the address that keeps one."""
SUBMISSION: shapes.Piece = {"description": "一次送审，或两次送审的差异", "content": {"application/json": {"schema": {"type": "object"}}}}


class Option(Given):
    """操作 - Describe what somebody can do, and why it is not allowed yet."""

    action: str
    title: str
    allowed: bool
    why: list[str]
    to: list[str] = Field([], description="可以通向的环节，有几处时才有")


class Receipt(Given):
    """回执 - Describe the receipt of a submission."""

    submission: int
    reference: str = Field(description="日志条目序号-散列前十二位", examples=["128-5f2c0a91be77"])
    entry: int
    digits: str
    at: str
    late: bool
    sha256: str


class Scored(Given):
    """得分 - Describe the numbers of a row; its trace is there only where it was asked for."""

    rate: Text
    weight: Text
    computed: Text
    claimed: Text
    points: Text
    difference: Text
    trace: dict[str, object] | None = None


class ScoredRow(Scored):
    """指标得分 - Describe one row of the form."""

    id: str
    key: Text
    name: Text
    category: Text
    aspect: Text
    method: Text


class ScoredMoney(Scored):
    """资金行得分 - Describe the money row."""

    denominator: Literal["original", "adjusted", "received"]


class Card(Given):
    """评分结果 - Describe `perfeval.scorecard/1`, with traces only where they were asked for."""

    format: Literal["perfeval.scorecard/1"]
    set: SetReference
    complete: bool
    total: Text
    grade: Text
    total_trace: dict[str, object] | None = None
    veto: list[Veto]
    payout: dict[str, object] | None
    execution: ScoredMoney
    categories: list[Category]
    rows: list[ScoredRow]
    claimed: Claimed
    findings: list[Finding]
    trace_sha256: str


class PastResult(Given):
    """上年的一项指标 - Describe a row of last year."""

    row: Text = Field(description="对应的本年指标行编号；没有对应的为 null")
    category: Text
    aspect: Text
    name: Text
    target: Text
    actual: Text
    points: Text


class History(Given):
    """上年结果 - Describe what is known of last year."""

    source: Literal["本系统", "外部导入"] = Field(description="本系统：上年批次中审核通过的自评；外部导入：由财政部门导入")
    year: int
    total: Text
    grade: Text
    spent: Text = Field(description="整个项目的支出数（元）")
    rows: list[PastResult]


class Final(Given):
    """审定结果 - Describe the final total and grade of an evaluation, and where they are from."""

    total: Text
    grade: Text
    source: Literal["review", "self"]
    source_title: str
    fixed: bool = Field(description="批次已办结，不再变")


class Filed(Given):
    """一份自评 - Describe an evaluation of a round."""

    id: str
    version: int
    state: str
    evaluation: dict[str, object]
    scorecard: Card | None
    actions: list[Option]
    title: str
    round: str
    unit: str
    locked: dict[str, Cell] = Field(description="锁定的单元格：应有的值和来源")
    confirmed: dict[str, Cell] = Field(description="业务科室已确认的指标行")
    filed: Text
    late: bool
    part_of: Text
    merged_into: Text
    exempt_why: Text
    unapproved: list[str] = Field(description="自拟（没有批复的绩效目标）的指标行")
    for_bureau: list[str] = Field(description="只有财政部门能改的错误，不妨碍送审")
    history: History | None = Field(description="上年得分、等级和各指标完成值，供填报和审核时对照；没有的为 null")
    final: Final | None = Field(description="审定得分、审定等级及其来源；送审前、免评的没有")
    rectifications: list[dict[str, object]] = Field(description="同一单位或同一项目往年没有完成的整改")
    receipt: Receipt | None = None


class Listed(Given):
    """自评清单项 - Describe one evaluation of a list."""

    id: str
    version: int
    title: str
    unit: str
    unit_name: Text
    state: str
    state_title: str
    total: Text
    grade: Text
    errors: int
    warnings: int
    filed: Text
    late: bool
    saved: Text
    part_of: Text
    merged_into: Text
    exempt_why: Text
    returned: bool = Field(description="退回待改：退回之后还没有再送审")
    final: Final | None


class FiledList(Given):
    """自评清单 - Describe a page of the evaluations of a round."""

    items: list[Listed]
    total: int


class Part(Listed):
    """部分 - Describe an evaluation that belongs to another."""

    relation: Literal["part", "merged"]


class PartList(Given):
    """各部分 - Describe the evaluations that belong to one."""

    items: list[Part]
    total: int


class Result(Given):
    """结果 - Say what came of one of many."""

    id: str
    done: bool
    code: Text
    why: list[str]


class Results(Given):
    """逐份结果 - Describe what came of each."""

    items: list[Result]
    total: int
    done: int


class Adjustment(Given):
    """调整 - Describe a change of a locked cell."""

    id: str
    cell: str
    title: str
    old: Text
    new: Text
    document_number: str
    approved_by: str
    date: str
    person: str
    at: str


class MadeAdjustment(Adjustment):
    """新调整 - Describe a change that was made just now, with the version that the evaluation has by it."""

    version: int
    sha256: str


class Adjustments(Given):
    """调整记录 - Describe a page of changes."""

    items: list[Adjustment]
    total: int


class Author(Given):
    """作者 - Name a person."""

    id: str
    name: Text


class Note(Given):
    """批注 - Describe a note."""

    id: str
    row: Text
    reason_code: Text
    reason_title: Text
    words: str
    answers: Text
    person: Author
    at: str


class Notes(Given):
    """批注列表 - Describe a page of notes."""

    items: list[Note]
    total: int


class ShortReceipt(Given):
    """回执 - Describe a receipt by which a submission is found in the journal."""

    submission: int
    reference: str
    entry: int
    digits: str


class Submission(Given):
    """送审摘要 - Describe a submission, without what was submitted."""

    id: str
    number: int
    at: str
    late: bool
    person: Author
    set: str
    sha256: str
    receipt: ShortReceipt


class Submissions(Given):
    """送审记录 - Describe every submission of an evaluation."""

    items: list[Submission]
    total: int


class Entry(Given):
    """日志条目 - Describe an entry; about and detail are told to those only who may read content."""

    number: int
    at: str
    person: Text
    address: Text
    action: str
    about: Text
    detail: dict[str, object] | list[object] | str | None = None
    hash: str
    previous: str


class Journal(Given):
    """日志 - Describe a page of the journal."""

    items: list[Entry]
    total: int
