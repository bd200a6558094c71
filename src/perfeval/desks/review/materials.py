"""补交材料工作台 - What a unit hands in after it saw its result: with an objection, or with what it has put right.

It proves nothing of the form that was filed and is not among its proofs; it belongs to the sampled item.
"""

from collections.abc import Collection
from dataclasses import replace
from uuid import uuid4

from perfeval.accounts import Asker
from perfeval.desks.proofs import Kept
from perfeval.desks.proving import ProofKind
from perfeval.desks.review import items
from perfeval.desks.review.items import Item
from perfeval.desks.standing import INSIDE
from perfeval.errors import Conflict, Forbidden, Place
from perfeval.store import Transaction, evidence
from perfeval.store.evidence import EvidenceRow
from perfeval.store.scope import Slice

Json = dict[str, object]
MOST = 200
"""上限 - How many materials a unit may hand in for one item."""


def page(tx: Transaction, asker: Asker, sampled_id: str, part: Slice) -> Json:
    """补交材料清单 - Return a page of what the unit handed in for an item.

    Raises: NotFound.
    """
    found = items.find(tx, asker, sampled_id)
    return items.paged([_told(each) for each in evidence.of_item(tx.connection, found.row.id)], part)


def prove(tx: Transaction, asker: Asker, sampled_id: str) -> None:
    """收件前 - Prove that somebody may hand a material in, before anything of it is read.

    Raises: NotFound, where nothing was released yet; Forbidden; Conflict.
    """
    found = items.find(tx, asker, sampled_id)
    if not INSIDE & found.roles or found.row.told is None:
        raise Forbidden("role-forbidden", "补交材料由本单位的填报人和审核人办理，在结果反馈以后")
    if len(evidence.of_item(tx.connection, sampled_id)) >= MOST:
        raise Conflict("too-many", f"一项至多补交 {MOST} 件材料，请合并后再上传")


def add(tx: Transaction, asker: Asker, sampled_id: str, title: str, kept: Kept) -> Json:
    """收件 - Keep a material and return it.

    Raises: as `prove` does.
    """
    prove(tx, asker, sampled_id)
    found = items.find(tx, asker, sampled_id)
    row = replace(file_of(found, title, ProofKind.OTHER, kept), sampled=found.row.id)
    evidence.add(tx.connection, row)
    items.record(found, "sampled.material", {"title": title, "file_name": kept.name, "sha256": kept.sha256})
    return _told(row)


def file_of(found: Item, title: str, kind: ProofKind, kept: Kept) -> EvidenceRow:
    """复核中的文件 - Return a file as it is kept with the evaluation that an item is about, which is no proof of its form."""
    return EvidenceRow(
        id=uuid4().hex,
        evaluation=found.row.evaluation,
        row=None,
        title=title,
        kind=kind,
        effective=None,
        pointer=None,
        file_name=kept.name,
        file_kind=kept.kind,
        sha256=kept.sha256,
        size=kept.size,
        restricted=False,
        person=found.asker.person,
        at=found.tx.at,
    )


def known(found: Item) -> frozenset[str]:
    """可引用的材料 - Return the ids of what a unit may refer to: what it handed in afterwards, and the proofs of its form."""
    tx, row = found.tx, found.row
    mine = (*evidence.of_item(tx.connection, row.id), *evidence.every(tx.connection, row.evaluation))
    return frozenset(each.id for each in mine)


def faults(missing: Collection[str]) -> list[Place]:
    """引用有误 - Return a place for every material that is not there."""
    return [Place(where="proof", message=f"没有这件材料：{each}", suggestion="请先上传，再写它的编号") for each in sorted(missing)]


def _told(row: EvidenceRow) -> Json:
    return {name: getattr(row, name) for name in ("id", "title", "file_name", "file_kind", "size", "sha256", "at")}
