"""复核的各种情形 - What the access matrix asks about reviews: in every place a sampled item in each state, made by the desks themselves.

What lies in the first place was given to a reviewer of the bureau and to a third party; what lies elsewhere to somebody of another county.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import update

from perfeval.accounts import Asker, Grant, Role
from perfeval.desks import round_rules
from perfeval.desks.meant import Meant
from perfeval.desks.review import deciding, rating, releasing
from perfeval.desks.review.deciding import Chosen
from perfeval.review import Candidate, Plan, Quota, draw
from perfeval.store import Transaction, canonical, evidence, objections, problems, rectifications, reviews, rounds, samples, tables, visits
from perfeval.store.evidence import EvidenceRow
from perfeval.store.objections import ObjectionRow
from perfeval.store.problems import ProblemRow
from perfeval.store.rectifications import RectificationRow
from perfeval.store.reviews import ReviewRow
from perfeval.store.rounds import RoundRow
from perfeval.store.samples import SampledRow, SampleRow
from perfeval.store.visits import VisitRow
from perfeval.workflow import ItemState
from tests.service.access_places import FILE, MINE, Place
from tests.service.county import NOW, id_of
from tests.service.reviewing import AGREED, LONG, judged

CASES: Mapping[str, str] = {
    "抽取后": "drawn",
    "刚下发": "fresh",
    "下发后": "sent",
    "复核中": "reviewing",
    "交回后": "handed",
    "待会签": "signing",
    "定分后": "decided",
    "反馈后": "released",
    "确认后": "accepted",
    "异议后": "objected",
}
"""情形 - Which sample of a place a row is about."""
_BEGINS = {"drawn": ItemState.DRAWN, "fresh": ItemState.SENT, "sent": ItemState.SENT}
_TOLD = ("released", "accepted", "objected")
_DECIDED = ("signing", "decided", *_TOLD)
_WORKERS = ("reviewer", "third", "head")
_DOCUMENT = '{"judgements":[' + ",".join(f'{{"row":"{each["row"]}","agreed":true}}' for each in AGREED["judgements"]) + '],"words":""}'
_LISTED: dict[str, Any] = {"seed": "1", "frame_sha256": "0" * 64, "person": id_of("reviewer"), "at": NOW, "risks": "null"}


def sample_of(place: Place, case: str) -> str:
    """抽查批 - Return the id of a sample of a place."""
    return id_of(f"{case} sample of {place.name}")


def item_of(place: Place, case: str) -> str:
    """抽查项 - Return the id of a sampled item of a place."""
    return id_of(f"{case} item of {place.name}")


def review_of(place: Place, case: str, login: str) -> str:
    """复核意见 - Return the id of somebody's review; of those who make none, that of the third party."""
    mine = login if login in {"reviewer", "third"} else "third"
    return id_of(f"{case} review of {place.name} by {mine}")


def visit_of(place: Place, case: str) -> str:
    """现场核查 - Return the id of a visit."""
    return id_of(f"{case} visit of {place.name}")


def photo_of(place: Place, case: str) -> str:
    """现场照片 - Return the id of a photo."""
    return id_of(f"{case} photo of {place.name}")


def problem_of(place: Place, case: str, login: str) -> str:
    """问题 - Return the id of a problem that somebody found; of those who found none, that of the reviewer."""
    mine = login if login in _WORKERS else "reviewer"
    return id_of(f"{case} problem of {place.name} by {mine}")


def objection_of(place: Place, case: str) -> str:
    """异议 - Return the id of an objection."""
    return id_of(f"{case} objection of {place.name}")


def material_of(place: Place, case: str) -> str:
    """补交材料 - Return the id of what the unit handed in after it saw its result."""
    return id_of(f"{case} material of {place.name}")


def rectification_of(place: Place, case: str) -> str:
    """整改 - Return the id of something to be put right."""
    return id_of(f"{case} rectification of {place.name}")


def fill(tx: Transaction, place: Place) -> None:
    """填充 - Put a sample for each case into a place, each with one item."""
    drawn = _drawn()
    pinned = json.dumps(round_rules.pinned_quality("general")[0])
    tx.connection.execute(update(tables.rounds).values(quality=pinned))
    for case in CASES.values():
        bureau = "/".join(place.path.split("/")[:2]) + "/"
        row = SampleRow(
            id=sample_of(place, case),
            round=place.round,
            path=bureau,
            title=f"{place.title}抽查",
            state="drawn" if case == "drawn" else "sent",
            plan=drawn["plan"],
            drawn=drawn["sample"],
            frame=canonical([Candidate(item=place.code, name=place.project, unit=place.title, department=place.title).as_json()]),
            **_LISTED,
        )
        mine = _item(place, case)
        known = rounds.load(tx.connection, place.round, ("/",))
        assert known is not None
        samples.add(tx.connection, row, [mine if case == "drawn" else replace(mine, quality=_rated(tx, known, mine, case))])
        for login in ("reviewer", "third"):
            _review(tx, place, case, login)
        if case != "fresh":
            _found(tx, place, case)
        _decide(tx, place, case)
    for table in (tables.samples, tables.sampled, tables.reviews):
        tx.connection.execute(update(table).values(version=1))


def _drawn() -> dict[str, str]:
    """Return plan and draw of a sample of nothing, which is read back like any other."""
    plan = Plan(seed="1", quota=Quota())
    return {"plan": canonical(plan.as_json()), "sample": canonical(draw((), plan).as_json())}


def _item(place: Place, case: str) -> SampledRow:
    return SampledRow(
        id=item_of(place, case),
        sample=sample_of(place, case),
        evaluation=place.evaluation("unit" if case == "drawn" else "reviewed"),
        submission=1,
        unit=place.unit,
        path=place.path,
        item=place.code,
        title=place.project,
        stratum="",
        how="drawn",
        state=_BEGINS.get(case, ItemState.REVIEWING),
        probability="1/1",
        self_total=9960,
        self_grade="优",
    )


def _rated(tx: Transaction, known: RoundRow, row: SampledRow, case: str) -> str | None:
    """Return the rating of the work as it was drafted when the item was sent out; confirmed, once the reviews were handed in."""
    kept = rating.drafted(tx, known, row) or "null"
    confirmed = {"confirmed_by": id_of("reviewer"), "confirmed_at": NOW} if case in ("handed", *_DECIDED) else {}
    return json.dumps({**json.loads(kept), **confirmed}, ensure_ascii=False)


def _review(tx: Transaction, place: Place, case: str, login: str) -> None:
    """Give an item to somebody, who has saved it and handed it in where the case says so."""
    role = "third_party" if login == "third" else "finance_reviewer"
    person = login if place is MINE else {"third": "farfiller", "reviewer": "filler4"}[login]
    begun = case not in _BEGINS
    handed = begun and case != "reviewing"
    row = ReviewRow(
        id=review_of(place, case, login),
        sampled=item_of(place, case),
        person=id_of(person),
        role=role,
        assigned_by=id_of("head"),
        assigned_at=NOW,
        document=_DOCUMENT,
        saved=NOW if begun else None,
        handed_in=NOW if handed else None,
    )
    reviews.add(tx.connection, row)


def _found(tx: Transaction, place: Place, case: str) -> None:
    """Put in a visit with a photo, and a problem by everybody who may find one."""
    own = {"sampled": item_of(place, case), "person": id_of("reviewer"), "at": NOW}
    told = {"date": "2026-03-09", "place": place.title, "people": "张三", "words": "已核对"}
    visits.add(tx.connection, VisitRow(id=visit_of(place, case), **own, **told))
    evidence.add(tx.connection, _photo(place, case))
    for login in _WORKERS:
        mine = {**own, "person": id_of(login)}
        problems.add(tx.connection, ProblemRow(id=problem_of(place, case, login), **mine, row="r1", code="no-proof", words=place.title))


def _photo(place: Place, case: str) -> EvidenceRow:
    return EvidenceRow(
        id=photo_of(place, case),
        evaluation=place.evaluation("reviewed"),
        row=None,
        title="现场照片",
        kind="photo",
        effective=None,
        pointer=None,
        file_name="现场.pdf",
        file_kind="pdf",
        sha256=hashlib.sha256(FILE).hexdigest(),
        size=len(FILE),
        restricted=False,
        person=id_of("reviewer"),
        at=NOW,
        visit=visit_of(place, case),
    )


def _decide(tx: Transaction, place: Place, case: str) -> None:
    """Have an item decided, and told to its unit, where the case says so."""
    if case not in _DECIDED:
        return
    grants = (Grant(role=Role.FINANCE_REVIEWER, path=place.path),)
    who = Asker(person=id_of("reviewer"), login="reviewer", name="reviewer", grants=grants)
    document = judged(r1={"actual": "100", "words": LONG}) if case == "signing" else AGREED
    deciding.decide(tx, who, Meant(id=item_of(place, case), version=1), Chosen(document=document))
    if case in _TOLD:
        releasing.release(tx, who, Meant(id=item_of(place, case), version=2))
        _afterwards(tx, place, case)


def _afterwards(tx: Transaction, place: Place, case: str) -> None:
    """Put in what the unit said to its result, what it handed in, and what is to be put right."""
    own: dict[str, Any] = {"sampled": item_of(place, case), "person": id_of(place.filler), "at": NOW}
    photo = replace(_photo(place, case), visit=None, sampled=item_of(place, case))
    evidence.add(tx.connection, replace(photo, id=material_of(place, case), title="花名册", person=id_of(place.filler)))
    state = "reported" if case == "objected" else "open"
    told: dict[str, Any] = {"words": f"{place.title}补做调查", "owner": "张三", "deadline": "2026-06-30", "problem": None}
    rectifications.add(tx.connection, RectificationRow(id=rectification_of(place, case), state=state, **own, **told))
    if case == "objected":
        objections.add(tx.connection, ObjectionRow(id=objection_of(place, case), **own, row="r1", words="花名册有一百人", proof="[]"))
    if case != "released":
        tx.connection.execute(update(tables.sampled).where(tables.sampled.c.id == item_of(place, case)).values(state=case))
