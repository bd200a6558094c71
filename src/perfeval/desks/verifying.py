"""查证工作台 - Prove that the journal is what was written, that a receipt is in it, and that what was submitted is what stands there.

A check of the whole journal is itself written into it: who checked when, how many entries there were and what came out; so that the
last result is there for everybody who may look.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

from perfeval.accounts import Asker, Role
from perfeval.desks import auditor, bureau, standing, submitting
from perfeval.desks.standing import Standing
from perfeval.errors import Forbidden, Invalid, Place
from perfeval.store import Entry, Transaction, evaluations, journal, people, submissions, trail
from perfeval.store.journal import Verdict
from perfeval.store.submissions import SubmissionRow

READERS = (*auditor.READERS, Role.AUDIT_ADMINISTRATOR)
"""可查证的角色 - Who has the journal checked: those who read it, whole or in outline."""
VERIFY = "journal.verify"
_RECEIPT = re.compile(r"(\d{1,9})\s*[-－—]\s*([0-9a-f]{12,64})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """查证记录 - Hold a check of the whole journal: when, by whom, how far it came, and what was wrong."""

    at: str
    who: str
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """回执查证 - Say whether a receipt is in the journal and what is wrong; of whose submission, only inside the asker's scope."""

    reference: str
    at: str | None
    why: str | None
    evaluation: str | None = None
    title: str | None = None
    submission: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """送审查证 - Say of one submission whether its hash, computed anew, and its receipt in the journal agree with it."""

    number: int
    reference: str
    sha256: str
    computed: str
    hash_matches: bool
    receipt_matches: bool
    why: str | None


def verify(tx: Transaction, asker: Asker) -> Verdict:
    """查证日志 - Prove the whole journal, entry by entry; takes longer than a moment.

    Raises: Forbidden.
    """
    _admit(asker)
    return journal.verify(tx.connection, tx.key)


def note(tx: Transaction, asker: Asker, verdict: Verdict) -> None:
    """记下查证 - Keep what a check of the whole journal came to.

    Raises: Forbidden.
    """
    _admit(asker)
    tx.record(asker.person, asker.address, VERIFY, None, asdict(verdict))


def last(tx: Transaction, asker: Asker) -> Checked | None:
    """最近一次查证 - Return the last check of the whole journal, None where there was none.

    Raises: Forbidden.
    """
    _admit(asker)
    entry = trail.last_entry(tx.connection, VERIFY)
    if entry is None:
        return None
    names = people.names(tx.connection, [entry.person or ""])
    return Checked(at=entry.at, who=names.get(entry.person or "", "系统"), verdict=Verdict(**json.loads(entry.detail)))


def receipt(tx: Transaction, asker: Asker, text: str) -> Found:
    """查证回执 - Look a receipt up as Word files print it: number of the entry and twelve digits or more.

    Raises: Forbidden; Invalid, when it is not written like one.
    """
    _admit(asker)
    read = _RECEIPT.fullmatch(text.strip().lower())
    if read is None:
        place = Place(where="receipt", message="请照回执写：日志序号-散列前十二位", suggestion="如 128-5f2c0a91be77")
        raise Invalid("receipt-invalid", "回执的写法不对", (place,))
    number, digits = int(read[1]), read[2]
    reference, found = f"{number}-{digits}", journal.proved(tx.connection, tx.key, number)
    if found is None:
        return Found(reference=reference, at=None, why=f"日志里没有第{number}条，后面的条目可能被删去，或回执不是本服务的")
    entry, why = found
    if why is None and not entry.hash.startswith(digits):
        why = f"第{number}条的散列是 {entry.hash[:12]}…，与回执不符，回执抄错，或日志被整条换过"
    return _told(tx, asker, entry, Found(reference=reference, at=entry.at, why=why))


def proofs_of(tx: Transaction, asker: Asker, evaluation_id: str) -> tuple[Proof, ...]:
    """送审查证 - Return for every submission of an evaluation whether hash and receipt agree with what stands there.

    Raises: NotFound; Forbidden, where nothing that was submitted stands and the asker is not of the unit.
    """
    found = standing.find(tx, asker, evaluation_id)
    number = submissions.last_number(tx.connection, evaluation_id)
    return tuple(proof(found, each) for each in _rows(found, number))


def proof(found: Standing, row: SubmissionRow) -> Proof:
    """一次送审的查证 - Compute the hash of a submission anew, and look its entry up in the journal."""
    named = submitting.receipt_of(found, row.number)
    entry, why = journal.proved(found.tx.connection, found.tx.key, named.number) or (None, "日志里没有这一条")
    kept = json.loads(entry.detail) if entry else {}
    if why is None and (kept.get("sha256"), kept.get("number")) != (row.sha256, row.number):
        why = "日志记下的送审内容散列与存档不同"
    computed = row.digest()
    return Proof(
        number=row.number,
        reference=f"{named.number}-{named.digits}",
        sha256=row.sha256,
        computed=computed,
        hash_matches=computed == row.sha256,
        receipt_matches=why is None,
        why=why,
    )


def one(tx: Transaction, asker: Asker, evaluation_id: str, number: int) -> Proof:
    """查证一次送审 - Return whether hash and receipt of one submission agree with what stands there.

    Raises: NotFound; Forbidden.
    """
    found = standing.find(tx, asker, evaluation_id)
    return proof(found, submitting.load(found, number))


def _rows(found: Standing, number: int) -> Iterator[SubmissionRow]:
    yield from (submitting.load(found, at) for at in range(1, number + 1))


def _told(tx: Transaction, asker: Asker, entry: Entry, found: Found) -> Found:
    """Return also which submission an entry is about, where it lies in the asker's scope; nothing else is told of an entry."""
    if entry.action != trail.SUBMIT or not asker.scope(bureau.READERS):
        return found
    row = evaluations.load(tx.connection, (entry.about or "").partition("/")[2], asker.scope(bureau.READERS))
    if row is None:
        return found
    return replace(found, evaluation=row.id, title=row.title, submission=json.loads(entry.detail)["number"])


def _admit(asker: Asker) -> None:
    if not asker.roles & set(READERS):
        raise Forbidden("role-forbidden", f"查证日志由{'、'.join(role.label for role in READERS)}办理")
