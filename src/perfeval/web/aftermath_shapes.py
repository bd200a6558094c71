"""质量评级和整改的样子 - Describe the rating of the work on a self-evaluation, and what a review asks to be put right."""

from typing import Literal

from pydantic import Field

from perfeval.web.filing_shapes import Option
from perfeval.web.given import Given
from perfeval.web.round_bodies import Pinned

Text = str | None
Tree = dict[str, object]


class QualitySignal(Given):
    """失分依据 - Describe what speaks against an item of the rating."""

    code: str
    words: str
    row: Text


class RatedItem(Given):
    """要点 - Describe an item of the rating of the work."""

    key: str
    name: Text
    item: str
    points: Text
    met: bool | None = Field(description="偏差各要点在定分时才有")
    drafted: bool | None
    signals: list[QualitySignal]
    words: str


class Present(Given):
    """齐全程度 - Describe how much of what a form must hold is there."""

    present: int
    demanded: int
    missing: list[str]
    passes: bool
    share: Text
    pass_mark: str


class WorkRating(Given):
    """自评工作质量 - Describe the rating of the work on an item, and the two published shares."""

    sampled: str
    version: int
    rules: Pinned
    answers: list[RatedItem]
    rating: Tree = Field(description="total、grade，每一处失分及其依据 losses，待改之处 faults；定分以前 complete 为 false")
    confirmed_by: Text
    confirmed_at: Text
    proven_share: Text = Field(description="有规则、有佐证的得分占比")
    completeness: Present = Field(description="应有内容的齐全程度")


class Rectification(Given):
    """整改 - Describe something to be put right as lists have it."""

    id: str
    version: int
    sampled: str
    problem: Text
    year: int
    unit: str
    item: str
    title: str
    words: str
    owner: str
    deadline: str
    state: Literal["open", "reported", "done"]
    state_title: str
    overdue: bool
    report: Text
    proof: list[str]
    returned: Text = Field(description="最近一次退回的原因")
    at: str


class PlacedRectification(Rectification):
    """整改及单位 - Describe the same with the name of the unit."""

    unit_name: Text


class RectificationList(Given):
    """整改清单 - Describe a page of what is to be put right."""

    items: list[PlacedRectification]
    total: int


class WholeRectification(PlacedRectification):
    """一项整改 - Describe something to be put right with what can be done."""

    actions: list[Option]


class GradeLine(Given):
    """等级一行 - Describe how many items have a grade, and their money in 分."""

    grade: str
    items: int
    share: str
    money: int
    money_share: str


class GradeTable(Given):
    """等级分布 - Describe a table of grades."""

    items: int
    money: int
    rows: list[GradeLine]


class GapLine(Given):
    """差额 - Describe self against review of one group."""

    name: str
    items: int
    self_mean: str
    mean: str
    gap_mean: str
    widest: str
    lower: int = Field(description="复核低于自评的项数")
    higher: int


class GapTables(Given):
    """差额统计 - Describe self against review, the whole and by group."""

    whole: GapLine | None
    by_department: list[GapLine]
    by_kind: list[GapLine]


class PublishedShares(Given):
    """公开指标 - Describe the two published shares over what was sent out for review."""

    items: int
    passing: int = Field(description="内容齐全程度合格的份数")
    passing_share: Text
    proven_mean: Text = Field(description="有规则、有佐证的得分占比，各份平均")


class ReviewStatistics(Given):
    """复核统计 - Describe how a round was reviewed."""

    round: str
    sent: int = Field(description="下发复核的项数")
    decided: int
    self_grades: GradeTable
    reviewed_grades: GradeTable
    quality_grades: GradeTable
    indices: PublishedShares
    gaps: GapTables
    fairness: Tree | None = Field(
        description="codes 每种情形扣得是否一样，reviewers 各人平均扣分，agreements 双人复核是否一致，warnings 提醒"
    )
