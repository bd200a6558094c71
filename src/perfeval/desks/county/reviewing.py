"""示例县的抽查复核 - Last year's round was spot-checked: drawn by money, scored again, decided, told to the units; the round is closed.

What the bureau's reviewers say is the same every time: every row as it was filed, and here and there a deduction of the published table.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from perfeval.accounts import Asker, Role, date_of
from perfeval.desks import bureau
from perfeval.desks.county.desk import Desk
from perfeval.desks.meant import Meant
from perfeval.desks.review import (
    assigning,
    closing,
    deciding,
    drawing,
    fieldwork,
    items,
    objections,
    rating,
    rectifying,
    releasing,
    rescoring,
)
from perfeval.desks.review.deciding import Chosen
from perfeval.desks.review.drawing import Wanted
from perfeval.desks.review.fieldwork import FoundWrong, Visited
from perfeval.desks.review.rating import Answers
from perfeval.desks.review.rectifying import Demanded
from perfeval.store import Transaction
from perfeval.store.scope import Slice

Tree = dict[str, Any]
ITEMS = 12
"""抽查项数 - How many items of last year are drawn."""
_DRAWN, _SENT, _REVIEWED, _DECIDED, _RELEASED, _ACCEPTED, _CLOSED = 355, 354, 345, 338, 335, 330, 300
_SATISFACTION = (
    "满意度只写了比例，没有问卷、样本数、调查时间和统计结果，现场核查时单位也没有提供调查记录，"
    "按扣分标准这一行不得分，请下年组织调查并留存资料。"
)
_TEXTS = {
    "suggestions": "（一）满意度指标须有调查：下年申报目标时写明调查对象、样本数、方法和时间，没有调查记录的不再接受。\n"
    "（二）主管部门在审核环节核对佐证，缺少佐证的退回单位补齐后再送财政部门。\n"
    "（三）复核核减较多的项目，列入下年预算编制时重点审核的范围。"
}
"""建议 - What the bureau writes into its report."""
_CODE = "satisfaction-without-material"
_SECOND, _DEDUCTED = 4, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Crew:
    """Hold who draws and decides, who reviews, and who reviews some items a second time."""

    head: Asker
    reviewer: Asker
    other: Asker


def review(desk: Desk, round_id: str) -> Iterator[int]:
    """抽查复核 - Take last year's sample from the draw to the closed round, yielding how many items are done."""
    finance = desk.county.units[0].name
    crew = _Crew(head=desk.head, reviewer=desk.asker(Role.FINANCE_REVIEWER, finance), other=desk.asker(Role.THIRD_PARTY, finance))
    sample = _draw(desk, crew, round_id)
    for at, item in enumerate(_items(desk, crew, sample)):
        _review(desk, crew, item, at)
        yield 1
    _finish(desk, crew, round_id, sample)


def _draw(desk: Desk, crew: _Crew, round_id: str) -> str:
    """Draw the sample, give every item to a reviewer and some to two, send it out, and return its id."""
    plan = {"seed": f"{desk.year + 1}1208", "drawing": "by_size", "quota": {"number": ITEMS}}
    wanted = Wanted(title=f"{desk.year}年度绩效自评抽查", number=f"示财绩〔{desk.year + 1}〕12号", plan=plan)
    with desk.store.writing(desk.at(_DRAWN)) as tx:
        made = drawing.prepare(tx, crew.head, round_id, wanted)
        sample = str(drawing.create(tx, crew.head, round_id, wanted, made)["id"])
        for at, each in enumerate(_page(drawing.page_of_items(tx, crew.head, sample, Slice(size=ITEMS)))):
            for person in (crew.reviewer, crew.other)[: 2 if at % _SECOND == 0 else 1]:
                assigning.assign(tx, crew.head, each["id"], person.person)
    with desk.store.writing(desk.at(_SENT)) as tx:
        drawing.send(tx, crew.head, sample, drawing.one(tx, crew.head, sample)["version"])  # type: ignore[arg-type]
    return sample


def _items(desk: Desk, crew: _Crew, sample: str) -> list[str]:
    with desk.store.reading(desk.at(_SENT)) as tx:
        return [each["id"] for each in _page(drawing.page_of_items(tx, crew.head, sample, Slice(size=ITEMS)))]


def _review(desk: Desk, crew: _Crew, item: str, number: int) -> None:
    """Have an item visited, reviewed by whom it was given to, its work rated, and the second score decided."""
    strict = number % _DEDUCTED == 0
    with desk.store.writing(desk.at(_REVIEWED, number)) as tx:
        given = {each["person"]["id"]: each["id"] for each in _page(rescoring.compare(tx, crew.head, item, Slice()))}
        fieldwork.visit(tx, crew.reviewer, item, _visited(desk, number))
        for asker, harsh in ((crew.reviewer, strict), (crew.other, False)):
            if asker.person in given:
                _score(tx, asker, given[asker.person], harsh=harsh)
        if strict:
            fieldwork.find_wrong(tx, crew.reviewer, item, FoundWrong(code=_CODE, words="满意度没有调查记录，样本数、方法、时间都没有写明"))
        rating.save(tx, crew.reviewer, item, _version(tx, crew.reviewer, item), Answers(confirm=True))
    with desk.store.writing(desk.at(_DECIDED, number)) as tx:
        chosen = Chosen(review=given[crew.reviewer.person], words="以实地核查的意见为准" if len(given) > 1 else None)
        deciding.decide(tx, crew.head, Meant(id=item, version=_version(tx, crew.head, item)), chosen)


def _visited(desk: Desk, number: int) -> Visited:
    """Return the record of a visit."""
    return Visited(
        date=date_of(desk.at(_REVIEWED + 2, number)),
        place="项目实施单位和实施地点",
        people="财政局复核人2人、单位财务和业务人员各1人",
        words="查看了账簿、合同和验收材料，走访了服务对象，填报的完成情况属实。",
    )


def _score(tx: Transaction, asker: Asker, review_id: str, *, harsh: bool) -> None:
    """Say something about every row and hand the review in; a harsh reviewer finds satisfaction without a survey."""
    found = rescoring.one(tx, asker, review_id)
    rows = [each["row"] for each in found["rows"]]  # type: ignore[attr-defined]
    last = rows[-1] if harsh else None
    judged = [_judged(row, deduct=row == last) for row in rows]
    saved = rescoring.save(tx, asker, review_id, found["version"], {"judgements": judged})  # type: ignore[arg-type]
    rescoring.hand_in(tx, asker, review_id, saved["version"])  # type: ignore[arg-type]


def _judged(row: str, *, deduct: bool) -> Tree:
    if not deduct:
        return {"row": row, "agreed": True}
    return {"row": row, "deductions": [{"code": _CODE, "words": _SATISFACTION}]}


def _finish(desk: Desk, crew: _Crew, round_id: str, sample: str) -> None:
    """Tell the units their results, which they accept; have what was found put right, and close the round."""
    with desk.store.writing(desk.at(_RELEASED)) as tx:
        drawing.write(tx, crew.head, sample, drawing.one(tx, crew.head, sample)["version"], _TEXTS)  # type: ignore[arg-type]
        version = drawing.one(tx, crew.head, sample)["version"]
        releasing.release_all(tx, crew.head, sample, version)  # type: ignore[arg-type]
        rows = _page(drawing.page_of_items(tx, crew.head, sample, Slice(size=ITEMS)))
        for each in rows:
            _demand(tx, desk, crew, each["id"])
    with desk.store.writing(desk.at(_ACCEPTED)) as tx:
        for each in rows:
            unit = desk.asker(Role.FILLER, each["unit_name"])
            releasing.accept(tx, unit, Meant(id=each["id"], version=_version(tx, unit, each["id"])))
            objections.close(tx, crew.head, Meant(id=each["id"], version=_version(tx, crew.head, each["id"])))
    with desk.store.writing(desk.at(_CLOSED)) as tx:
        closing.close(tx, crew.head, round_id, bureau.one(tx, crew.head, round_id)["version"])  # type: ignore[arg-type]


def _demand(tx: Transaction, desk: Desk, crew: _Crew, item: str) -> None:
    """Ask that every problem of an item be put right; what is never reported stays open into this year."""
    for problem in _page(fieldwork.page_of_problems(tx, crew.head, item, Slice())):
        wanted = Demanded(
            words="组织满意度调查，留存问卷和统计结果", owner="项目负责人", deadline=date_of(desk.at(_CLOSED)), problem=problem["id"]
        )
        rectifying.demand(tx, crew.head, item, wanted)


def _version(tx: Transaction, asker: Asker, item: str) -> int:
    version: int = items.find(tx, asker, item).row.version
    return version


def _page(listed: Mapping[str, Any]) -> list[Tree]:
    found: list[Tree] = listed["items"]
    return found
