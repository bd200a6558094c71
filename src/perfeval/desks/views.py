"""常用筛选工作台 - Keep the filters of the list of evaluations under a name of one's own; a view is good in every round."""

import json
from collections.abc import Mapping
from uuid import uuid4

from perfeval.accounts import Asker
from perfeval.desks import bureau
from perfeval.errors import Conflict, Invalid, NotFound, Place
from perfeval.store import Transaction, views
from perfeval.store.scope import Slice
from perfeval.store.views import ViewRow

Json = dict[str, object]
FILTERS = ("state", "unit", "grade", "finding", "mark", "q", "sort")
"""筛选项 - What a list can be narrowed and ordered by, in the words of its address."""
MOST = 30
"""上限 - How many views one person keeps."""
_LONGEST = 60


def mine(tx: Transaction, asker: Asker, part: Slice) -> Json:
    """本人的常用筛选 - Return a page of what somebody keeps, by name."""
    items = listed(tx, asker)
    return {"items": items[part.skip : part.skip + part.size], "total": len(items)}


def listed(tx: Transaction, asker: Asker) -> list[Json]:
    """常用筛选各项 - Return the same as a list."""
    bureau.seen(asker)
    return [_told(each) for each in views.mine(tx.connection, asker.person)]


def keep(tx: Transaction, asker: Asker, title: str, filters: Mapping[str, str]) -> Json:
    """保存常用筛选 - Keep filters under a name, over those of the same name, and return them.

    Raises: Forbidden; Invalid, without a name or a filter; Conflict, when there are too many.
    """
    bureau.seen(asker)
    known = {name: filters[name] for name in FILTERS if filters.get(name)}
    faults = []
    if not 0 < len(title.strip()) <= _LONGEST:
        faults.append(Place(where="title", message=f"请写名称，不超过{_LONGEST}字"))
    if not known:
        faults.append(Place(where="filters", message="还没有筛选条件", suggestion="先筛选，再保存"))
    if faults:
        raise Invalid("view-invalid", "；".join(each.message for each in faults), tuple(faults))
    there = views.mine(tx.connection, asker.person)
    if len(there) >= MOST and title.strip() not in {each.title for each in there}:
        raise Conflict("view-limit", f"常用筛选至多{MOST}个，请先删除不用的")
    made = ViewRow(id=uuid4().hex, person=asker.person, title=title.strip(), filters=json.dumps(known, ensure_ascii=False), at=tx.at)
    views.keep(tx.connection, made)
    tx.record(asker.person, asker.address, "view.keep", f"people/{asker.person}", _told(made))
    return _told(made)


def drop(tx: Transaction, asker: Asker, view_id: str) -> None:
    """删除常用筛选 - Take one of one's own views away.

    Raises: Forbidden; NotFound.
    """
    bureau.seen(asker)
    if not views.drop(tx.connection, asker.person, view_id):
        raise NotFound("view-not-found", "没有这个常用筛选")
    tx.record(asker.person, asker.address, "view.drop", f"people/{asker.person}", {"id": view_id})


def _told(row: ViewRow) -> Json:
    return {"id": row.id, "title": row.title, "filters": json.loads(row.filters), "at": row.at}
