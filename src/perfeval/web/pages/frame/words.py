"""页面用字 - How pages write times, amounts and states: as on the forms, in the time of the office."""

from datetime import timedelta

from perfeval.accounts import clock_of, moment
from perfeval.review import in_wan
from perfeval.workflow import State

_EAST = timedelta(hours=8)
_TONES = {
    State.NOT_STARTED: "secondary",
    State.FILLING: "primary",
    State.UNIT_CHECK: "info",
    State.DEPARTMENT_CHECK: "info",
    State.FINANCE_CHECK: "info",
    State.FINAL: "success",
    State.EXEMPT: "secondary",
}


def clock(at: str | None) -> str:
    """时刻 - Return a time in UTC as the clock on the wall shows it, to the minute; 0:00 is 24:00 of the day before, as deadlines are."""
    if not at:
        return "—"
    local = moment(at) + _EAST
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return f"{local - timedelta(days=1):%Y-%m-%d} 24:00"
    return f"{local:%Y-%m-%d %H:%M}"


def begin(at: str | None) -> str:
    """开始时刻 - Return the day on which something opens, with the time where that is not the day's beginning."""
    return clock_of(at).removesuffix(":00").removesuffix(" 00:00") if at else "—"


def day(at: str | None) -> str:
    """日期 - Return the day of a time in UTC."""
    return clock(at).partition(" ")[0]


def money(amount: str | None) -> str:
    """金额 - Return an amount with thousands marked, every digit kept; what is not a plain number stays as it is."""
    if amount is None or not amount.strip():
        return "—"
    sign, digits = ("-", amount[1:]) if amount.startswith("-") else ("", amount)
    whole, dot, rest = digits.partition(".")
    if not whole.isdecimal():
        return amount
    return f"{sign}{int(whole):,}{dot}{rest}"


def wan(fen: int) -> str:
    """万元 - Return an amount in 分 as 万元, every digit kept, with thousands marked."""
    return money(in_wan(fen).removesuffix("万元"))


def state(code: str) -> str:
    """状态 - Return the Chinese name of a state."""
    return State(code).label


def tone(code: str) -> str:
    """色调 - Return the colour in which the badge of a state is shown."""
    return _TONES[State(code)]
