"""抽查方案 - How a sample is drawn, decided before anybody sees what is drawn: strata, method, numbers, certain items, seed."""

from enum import StrEnum

from msgspec import Struct

from perfeval.errors import Invalid, Place
from perfeval.quantities import Fraction, percent, plain
from perfeval.review.frame import Candidate
from perfeval.review.plain_data import to_plain

_FEN_IN_WAN = 1_000_000


class Basis(StrEnum):
    """分层依据 - Say by which fact the items of a frame are put into strata."""

    DEPARTMENT = "department"
    KIND = "kind"
    MONEY = "money"
    GRADE = "grade"
    FINDINGS = "findings"
    LATE = "late"

    @property
    def label(self) -> str:
        """中文名 - Return the name as reports print it."""
        return _BASES[self]


_BASES = {
    Basis.DEPARTMENT: "主管部门",
    Basis.KIND: "自评类型",
    Basis.MONEY: "金额",
    Basis.GRADE: "自评等级",
    Basis.FINDINGS: "校验提示",
    Basis.LATE: "是否逾期",
}


class Drawing(StrEnum):
    """抽取方式 - Say how a stratum is drawn: each item alike, or in proportion to its money or to its risk score."""

    RANDOM = "random"
    BY_SIZE = "by_size"
    BY_RISK = "by_risk"

    @property
    def label(self) -> str:
        """中文名 - Return the name as reports print it."""
        return {"random": "简单随机抽取", "by_size": "按金额大小成比例抽取", "by_risk": "按风险分成比例抽取"}[self.value]


class Quota(Struct, frozen=True, kw_only=True):
    """抽取数量 - Say how many items of a stratum are drawn: a number, a share of it, or, where neither is given, the whole."""

    number: int | None = None
    share: Fraction | None = None

    def of(self, items: int) -> int:
        """折合项数 - Return how many of so many items that is; a share is rounded up, and no more are drawn than there are.

        Example:
            >>> Quota(number=3).of(10), Quota(share=Fraction(1, 4)).of(10), Quota().of(10)
            (3, 3, 10)
        """
        if self.number is not None:
            return min(self.number, items)
        if self.share is not None:
            return -(-items * self.share.numerator // self.share.denominator)
        return items

    @property
    def words(self) -> str:
        """说法 - Say the quota as people do."""
        if self.number is not None:
            return f"{self.number}项"
        return "全部" if self.share is None else f"{percent(self.share, 0 if not (self.share * 100).denominator - 1 else 2)}"


class NamedItem(Struct, frozen=True, kw_only=True):
    """指定项 - Hold an item that somebody asked for by its code, and why."""

    item: str
    reason: str


class Plan(Struct, frozen=True, kw_only=True):
    """抽查方案 - Hold everything that decides a draw; the same plan and the same frame always give the same sample.

    Certain items (above a sum, named, of some of last year's grades) leave their stratum before it is drawn. Added items are put to the
    sample afterwards by hand and change nothing of the draw. Units: `over` and the limits of `bands` in 分.
    """

    seed: str
    drawing: Drawing = Drawing.RANDOM
    strata: tuple[Basis, ...] = ()
    bands: tuple[int, ...] = ()
    quota: Quota
    quotas: dict[str, Quota] = {}
    over: int | None = None
    last_grades: tuple[str, ...] = ()
    named: tuple[NamedItem, ...] = ()
    added: tuple[NamedItem, ...] = ()

    def stratum(self, candidate: Candidate) -> str:
        """所在层 - Return the name of the stratum of an item, empty where there are no strata."""
        return "·".join(self._part(basis, candidate) for basis in self.strata)

    def quota_of(self, stratum: str) -> Quota:
        """该层数量 - Return how many are drawn from a stratum: its own quota, else the common one."""
        return self.quotas.get(stratum, self.quota)

    def as_json(self) -> dict[str, object]:
        """输出 - Return the plan as plain data."""
        return to_plain(self)

    def _part(self, basis: Basis, candidate: Candidate) -> str:
        match basis:
            case Basis.DEPARTMENT:
                return candidate.department
            case Basis.KIND:
                return candidate.kind.label
            case Basis.MONEY:
                return _band(self.bands, candidate.money)
            case Basis.GRADE:
                return candidate.grade or "无等级"
            case Basis.FINDINGS:
                return "有校验提示" if candidate.findings else "无校验提示"
            case Basis.LATE:
                return "逾期报送" if candidate.late else "按时报送"


def refuse_faults(plan: Plan) -> None:
    """查方案 - Refuse a plan that cannot be drawn by.

    Raises: Invalid, naming every place.
    """
    quotas = [("quota", plan.quota), *((f"quotas.{name}", quota) for name, quota in plan.quotas.items())]
    faults = [Place(where=where, message=told) for where, quota in quotas if (told := _fault(quota))]
    if not plan.seed:
        faults.append(Place(where="seed", message="没有写种子，抽取结果无法由他人重做", suggestion="请填写种子，例如公开的日期或开奖号码"))
    if list(plan.bands) != sorted({limit for limit in plan.bands if limit > 0}):
        faults.append(Place(where="bands", message="金额分段的界限应大于0，由小到大，各不相同"))
    if Basis.MONEY in plan.strata and not plan.bands:
        faults.append(Place(where="bands", message="按金额分层，但没有写金额界限"))
    faults += [
        Place(where=f"{key}.{each.item}", message="指定或增加的项没有写理由")
        for key, items in (("named", plan.named), ("added", plan.added))
        for each in items
        if not each.reason.strip()
    ]
    if faults:
        raise Invalid("plan-invalid", f"抽查方案有{len(faults)}处不能执行", tuple(faults))


def _fault(quota: Quota) -> str | None:
    """Return what is wrong with a quota."""
    if quota.number is not None and quota.share is not None:
        return "项数和比例只能写一个"
    if quota.number is not None and quota.number < 0:
        return "项数不能小于0"
    return "比例应大于0%，不超过100%" if quota.share is not None and not 0 < quota.share <= 1 else None


def _band(bands: tuple[int, ...], money: int) -> str:
    """Return the name of the band of a sum; a limit belongs to the band above it."""
    below = [limit for limit in bands if limit <= money]
    above = [limit for limit in bands if limit > money]
    if below and above:
        return f"{in_wan(below[-1])}至{in_wan(above[0])}"
    return f"{in_wan(above[0])}以下" if above else f"{in_wan(below[-1])}以上" if below else "全部金额"


def in_wan(money: int) -> str:
    """万元 - Return a sum in 分 as 万元, exactly.

    Example:
        >>> in_wan(27_177_289_000)
        '27177.289万元'
    """
    return f"{plain(Fraction(money, _FEN_IN_WAN))}万元"
