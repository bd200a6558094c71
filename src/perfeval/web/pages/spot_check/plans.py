"""抽查方案表单 - What stands in the form of a draw: kept as it was typed, and read as the address for programs reads a plan.

How many are drawn is written as people do: 5, 20% or 全部; money in 万元; named items one a line, the code first, then the reason.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from starlette.datastructures import FormData

from perfeval.desks.imports.columns import fen_of
from perfeval.desks.review.drawing import Wanted
from perfeval.errors import Invalid, Place
from perfeval.evaluation import MoneyUnit
from perfeval.store import canonical
from perfeval.web.pages.frame.taken import taken
from perfeval.web.review_bodies import DrawPlan, NewSample

OF_STRATUM = "quota:"
"""本层数量 - With what the name of a field begins that says how many are drawn from one stratum."""
_TITLES = {
    "title": "抽查名称",
    "number": "文号",
    "unit": "抽取范围",
    "seed": "种子",
    "drawing": "抽取方式",
    "strata": "分层依据",
    "bands": "金额分段",
    "quota": "每层抽多少",
    "over": "必查的金额",
    "last_grades": "必查的上年等级",
    "named": "指定的项",
    "added": "人工增加的项",
}
_BETWEEN = re.compile(r"[、,，;；\s]+")
_PERCENT = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,4}))?[%％]")


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedPlan:
    """所填方案 - Hold what was typed, field by field."""

    fields: Mapping[str, Sequence[str]]

    def word(self, name: str) -> str:
        """文字项 - Return a text without the blanks around it, empty where there is none."""
        return next((each.strip() for each in self.fields.get(name, ())), "")

    def ticked(self, name: str) -> Sequence[str]:
        """勾选项 - Return what is ticked under a name."""
        return self.fields.get(name, ())

    @property
    def strata(self) -> Mapping[str, str]:
        """各层数量 - Return what was typed for single strata, by their names."""
        own = {name: self.word(name) for name in self.fields if name.startswith(OF_STRATUM)}
        return {name.removeprefix(OF_STRATUM): words for name, words in own.items() if words}


def fresh() -> TypedPlan:
    """新方案 - Return what a new form begins with."""
    return TypedPlan(fields={"drawing": ("random",), "quota": ("10%",)})


def typed_in(form: FormData) -> TypedPlan:
    """所填方案 - Return what a form holds."""
    fields: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            fields.setdefault(name, []).append(value)
    return TypedPlan(fields=fields)


def wanted(typed: TypedPlan) -> Wanted:
    """所要的抽查 - Return what is asked for.

    Raises: Invalid, naming every field that is wrong.
    """
    faults: list[Place] = []
    plan = {
        "seed": typed.word("seed"),
        "drawing": typed.word("drawing"),
        "strata": list(typed.ticked("strata")),
        "bands": list(_sums(typed, "bands", faults)),
        "quota": _quota(typed.word("quota"), "quota", faults),
        "quotas": {name: _quota(words, f"{OF_STRATUM}{name}", faults) for name, words in typed.strata.items()},
        "over": next(_sums(typed, "over", faults), None),
        "last_grades": list(typed.ticked("last_grades")),
        "named": list(_named(typed.word("named"))),
        "added": list(_named(typed.word("added"))),
    }
    if faults:
        raise Invalid("plan-invalid", f"抽查方案有{len(faults)}处要改", tuple(faults))
    read = taken(DrawPlan, plan, _TITLES)
    head = taken(NewSample, {name: typed.word(name) for name in ("title", "number", "unit")} | {"plan": read}, _TITLES)
    return Wanted(title=head.title, number=head.number, unit=head.unit, plan=read.model_dump(mode="json", exclude_none=True))


def mark_of(asked: Wanted) -> str:
    """方案记号 - Return what is the same only for the same plan, so that what is drawn is what was looked at."""
    return canonical({"unit": asked.unit, "plan": dict(asked.plan)})


def _quota(words: str, where: str, faults: list[Place]) -> dict[str, object]:
    """Return how many are drawn, as plans have it; what cannot be read is noted."""
    found = _PERCENT.fullmatch(words)
    if words == "全部":
        return {}
    if words.isascii() and words.isdecimal():
        return {"number": int(words)}
    if found:
        return {"share": f"{int(found[1] + (found[2] or ''))}/{100 * 10 ** len(found[2] or '')}"}
    message = f"“{words}”读不出抽多少" if words else "请写每层抽多少"
    faults.append(Place(where=where, message=message, suggestion="写项数（5）、比例（20%）或 全部"))
    return {}


def _sums(typed: TypedPlan, name: str, faults: list[Place]) -> Iterator[int]:
    """Yield the sums of a field in 分; what cannot be read is noted."""
    for words in _BETWEEN.split(typed.word(name)):
        sum_ = fen_of(words, MoneyUnit.WAN) if words else None
        if sum_ is not None:
            yield sum_
        elif words:
            faults.append(Place(where=name, message=f"“{words}”不是金额", suggestion="以万元为单位写数字，几个之间用顿号"))


def _named(lines: str) -> Iterator[dict[str, str]]:
    """Yield the items of a field, each with its reason."""
    for line in lines.splitlines():
        item, *reason = line.split(maxsplit=1)[:2] or [""]
        if item:
            yield {"item": item, "reason": reason[0] if reason else ""}
