"""安全管理员工作台 - Set the policy that protects accounts; the other two administrators look at it, and the journal keeps every change.

It counts from the next request on: whoever is asked anything reads it anew. That administrators need a second factor is not for them to
set, and how the service runs is for the settings.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from perfeval.accounts import ADMINISTRATORS, Asker, Role
from perfeval.desks import policy
from perfeval.desks.access import scope_of
from perfeval.errors import Conflict
from perfeval.settings import Settings
from perfeval.store import Transaction, policies
from perfeval.store.policies import NAMES, PolicyRow

Json = dict[str, object]
KEEPERS = (Role.SECURITY_ADMINISTRATOR,)
"""策略制定人 - Who sets the policy."""
READERS = tuple(ADMINISTRATORS)
"""可查看的角色 - Who sees it."""


def show(tx: Transaction, who: Asker, settings: Settings) -> Json:
    """现行策略 - Return the policy that counts now, and what of it was set here.

    Raises: Forbidden.
    """
    scope_of(who, READERS)
    return _told(policies.load(tx.connection), settings)


def change(tx: Transaction, who: Asker, changes: Mapping[str, Any], version: int, settings: Settings) -> Json:
    """修改策略 - Set what is written, leave to the settings again what is written as nothing, and return the policy.

    Raises: Forbidden; Conflict `version-conflict`, with the policy as it is now.
    """
    scope_of(who, KEEPERS)
    before = policies.load(tx.connection)
    told = _told(before, settings)
    if before.version != version:
        raise Conflict("version-conflict", "策略刚被别人改过，请取最新内容后再保存", more={"current": told})
    after = _told(policies.save(tx.connection, replace(before, **changes), version), settings)
    tx.record(who.person, who.address, "policy.change", "policy", {"before": told, "after": after})
    return after


def _told(row: PolicyRow, settings: Settings) -> Json:
    """Return a policy as JSON has it."""
    counting = policy.over(settings, row.chosen)
    return {**{name: getattr(counting, name) for name in NAMES}, "set_here": list(row.chosen), "version": row.version}
