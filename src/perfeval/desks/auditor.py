"""审计工作台 - Read the journal: auditors the whole of it about what lies in their scope, the audit administrator who did what and when."""

import json

from perfeval.accounts import Asker, Role
from perfeval.desks.filing import is_claim
from perfeval.errors import Forbidden
from perfeval.store import Entry, Transaction, trail
from perfeval.store.scope import Slice
from perfeval.store.trail import Looked

Json = dict[str, object]
READERS = (Role.AUDITOR, Role.FINANCE_HEAD)
"""可读日志内容的角色 - Who reads what was done, inside their scope."""
_FROZEN = frozenset({"document", "card"})


def journal(tx: Transaction, asker: Asker, looked: Looked, part: Slice) -> Json:
    """日志 - Return a page of the journal in its order.

    The audit administrator sees every entry without its content. Auditors see those about evaluations in scope whole, but for what a unit
    gives itself in a form that it has not submitted; those about rounds too, where no unit outside their scope takes part, else only
    that they are there: an import tells of everybody's projects.

    Raises: Forbidden, for everybody else.
    """
    if scope := asker.scope(READERS):
        rows, total = trail.page(tx.connection, looked, scope, part)
        drafts, shared = trail.drafts(tx.connection, rows), trail.shared(tx.connection, rows, scope)
        items = [{**_outside(row), "about": row.about} for row in rows]
        for row, item in zip(rows, items, strict=True):
            if row.number not in shared:
                item["detail"] = _detail(row, drafts.get(row.number))
        return {"items": items, "total": total}
    if Role.AUDIT_ADMINISTRATOR in asker.roles:
        rows, total = trail.page(tx.connection, looked, None, part)
        return {"items": [_outside(row) for row in rows], "total": total}
    raise Forbidden("role-forbidden", f"日志由{'、'.join(role.label for role in (*READERS, Role.AUDIT_ADMINISTRATOR))}查看")


def _outside(row: Entry) -> Json:
    """Return what may be told of an entry to somebody who sees no content: who, when, from where, what kind."""
    return {
        "number": row.number,
        "at": row.at,
        "person": row.person,
        "address": row.address,
        "action": row.action,
        "about": (row.about or "").partition("/")[0] or None,
        "hash": row.hash,
        "previous": row.previous,
    }


def _detail(row: Entry, filed: bool | None) -> object:  # noqa: FBT001 - None, where the entry is about no draft
    """Return the content of an entry; of a draft without what nobody outside the unit sees, as long as nothing filed stands."""
    detail = json.loads(row.detail)
    if filed is None or not isinstance(detail, dict):
        return detail
    if "changes" in detail:
        detail["changes"] = [each for each in detail["changes"] if not is_claim(each["path"])]
    return detail if filed else {name: value for name, value in detail.items() if name not in _FROZEN}
