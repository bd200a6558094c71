"""登录策略 - How failures slow a sign-in down, when an account is locked for an address, and how long a session lasts.

Dormancy and age never lock anybody out here: people come once a year. Failures lock the account for the address they came from only.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class LockoutPolicy:
    """锁定策略 - Hold after how many failures an account is locked for an address, for how long, and the limit of one address."""

    failures: int = 5
    minutes: int = 30
    per_address: int = 60
    window: int = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPolicy:
    """会话策略 - Hold after how many minutes an idle session ends, after how many hours any does, and whether one may have several."""

    idle_minutes: int = 30
    hours: int = 10
    several: bool = False


def delay_after(failures: int) -> int:
    """递增延时 - Return how many seconds the next answer waits after so many failures: nothing for two, then 1, 2, 4, at most 8."""
    return 0 if failures <= 2 else min(8, 2 ** (failures - 3))  # noqa: PLR2004 - two slips are everybody's


def locked_until(failures: int, last: datetime, policy: LockoutPolicy) -> datetime | None:
    """锁定至 - Return until when an account is locked for an address, None where it is not."""
    return last + timedelta(minutes=policy.minutes) if failures >= policy.failures else None
