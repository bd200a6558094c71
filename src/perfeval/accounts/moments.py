"""时刻 - Times are kept as text in UTC (`2026-03-01T08:00:00Z`); this file reads, moves and names them, and never asks the clock."""

from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

_FORMAT = "%Y-%m-%dT%H:%M:%SZ"
_OFFICE = timezone(timedelta(hours=8))  # one time zone for the whole country


def moment(text: str) -> datetime:
    """读时刻 - Return the time that a text tells."""
    return datetime.fromisoformat(text)


@lru_cache(maxsize=4096)
def moved(text: str, *, days: int = 0, hours: int = 0, minutes: int = 0) -> str:
    """推移 - Return a time so much later, or earlier where the numbers are negative."""
    return written(moment(text) + timedelta(days=days, hours=hours, minutes=minutes))


def day_begins(day: str) -> str:
    """一天之始 - Return the moment at which a day of the office begins."""
    return written(datetime.fromisoformat(day).replace(tzinfo=_OFFICE))


def day_ends(day: str) -> str:
    """一天之终 - Return the moment at which a day of the office ends."""
    return moved(day_begins(day), days=1)


def written(time: datetime) -> str:
    """写时刻 - Return a time as it is kept."""
    return time.astimezone(UTC).strftime(_FORMAT)


def clock_of(text: str) -> str:
    """钟表时刻 - Return a time as the clock of the office shows it, to the second."""
    return f"{moment(text).astimezone(_OFFICE):%Y-%m-%d %H:%M:%S}"


@lru_cache(maxsize=4096)
def date_of(text: str) -> str:
    """日期 - Return the date of a time as the clerk's calendar shows it."""
    return moment(text).astimezone(_OFFICE).strftime("%Y-%m-%d")
