from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from perfeval.accounts import LockoutPolicy, date_of, delay_after, locked_until, moment, moved, written

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def test_two_slips_cost_nothing_and_then_every_failure_costs_more_up_to_eight_seconds() -> None:
    assert [delay_after(failures) for failures in range(10)] == [0, 0, 0, 1, 2, 4, 8, 8, 8, 8]


def test_an_account_is_locked_from_the_fifth_failure_on() -> None:
    policy = LockoutPolicy(failures=5, minutes=30)
    assert locked_until(4, NOON, policy) is None
    assert locked_until(5, NOON, policy) == NOON + timedelta(minutes=30)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(lambda time: time.replace(microsecond=0, tzinfo=UTC)))  # noqa: DTZ001
def test_a_time_is_read_back_as_written_and_sorts_as_text(time: datetime) -> None:
    assert moment(written(time)) == time
    assert moved(written(time), minutes=-1) < written(time) < moved(written(time), days=1)


def test_the_date_is_that_of_the_clerks_calendar() -> None:
    assert date_of("2026-12-31T15:59:59Z") == "2026-12-31"
    assert date_of("2026-12-31T16:00:00Z") == "2027-01-01"
