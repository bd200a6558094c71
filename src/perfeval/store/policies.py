"""策略 - What the security administrator has set, in one row; what is empty there is left to the settings of the service."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, select, update

from perfeval.errors import Conflict
from perfeval.store.tables import policy

_NOT_CHOSEN = frozenset({"version"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRow:
    """策略记录 - Hold what was set, None where it was not."""

    password_length: int | None
    password_classes: int | None
    password_remembered: int | None
    password_days: int | None
    lockout_failures: int | None
    lockout_minutes: int | None
    lockout_per_address: int | None
    lockout_window: int | None
    session_idle_minutes: int | None
    session_hours: int | None
    several_sessions: bool | None
    dormant_days: int | None
    version: int

    @property
    def chosen(self) -> dict[str, int]:
        """已设定的 - Return what was set, by the names of the settings that it stands in for."""
        return {name: value for name in NAMES if (value := getattr(self, name)) is not None}


NAMES = tuple(name for name in PolicyRow.__dataclass_fields__ if name not in _NOT_CHOSEN)
"""策略各项 - What can be set, by the names of the settings."""
_COLUMNS = [policy.c[name] for name in PolicyRow.__dataclass_fields__]


def load(connection: Connection) -> PolicyRow:
    """读取 - Return what was set."""
    return PolicyRow(**connection.execute(select(*_COLUMNS)).one()._mapping)  # noqa: SLF001 - rows as mappings have no public name


def save(connection: Connection, row: PolicyRow, version: int) -> PolicyRow:
    """保存 - Write over the version that was read, and return the row with the next one.

    Raises: Conflict `version-conflict`, when somebody else was quicker.
    """
    values = {**asdict(row), "version": version + 1}
    if connection.execute(update(policy).where(policy.c.version == version).values(values)).rowcount != 1:
        raise Conflict("version-conflict", "策略刚被别人改过，请取最新内容后再保存")
    return PolicyRow(**values)
