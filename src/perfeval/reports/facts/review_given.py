"""复核文书的来源 - What the papers of a review are made from: who writes to whom, what was filed, what was reviewed, what was found."""

from dataclasses import dataclass

from perfeval.evaluation import Kind
from perfeval.quantities import Points


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """发文信息 - Hold who issues a paper about which year, under which number, on which day, and to whom."""

    bureau: str
    year: int
    number: str | None = None
    day: str | None = None
    to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """评分评级 - Hold points and grade; None where nobody rated."""

    points: Points | None = None
    grade: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """问题 - Hold a problem by its code and title, with what was found in this item."""

    code: str
    title: str
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedItem:
    """复核项 - Hold one reviewed item with its own rating, the reviewed one, and that of the work. Units: money in 分."""

    item: str
    name: str
    unit: str
    department: str
    kind: Kind
    money: int
    own: Rating
    reviewed: Rating
    quality: Rating
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledItem:
    """自评项 - Hold one item that was to be filed: whether it came, in time, and with which result. Units: money in 分."""

    item: str
    name: str
    unit: str
    department: str
    kind: Kind
    money: int
    own: Rating
    filed: bool = True
    late: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """整改事项 - Hold one thing to be put right: what is wrong, what is asked, who answers for it, until when."""

    name: str
    problem: str
    demand: str
    owner: str
    deadline: str
