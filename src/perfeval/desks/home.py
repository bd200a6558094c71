"""首页工作台 - What is to be done now by whoever comes in: forms to file, forms to check, how far rounds are, accounts to look after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from perfeval.accounts import ADMINISTRATORS, Asker, Role, date_of, moved
from perfeval.desks import access, bureau
from perfeval.desks.policy import in_force
from perfeval.desks.review import assigning, items, rectifying
from perfeval.desks.standing import INSIDE
from perfeval.quantities import show_points
from perfeval.settings import Settings
from perfeval.store import Transaction, caretaking, rounds, tasks
from perfeval.store.caretaking import Accounts, Limits
from perfeval.store.rounds import RoundRow
from perfeval.store.samples import Sought as Reviewed
from perfeval.store.scope import Slice
from perfeval.store.tasks import SentBack, Sought, Task
from perfeval.workflow import (
    DRAFTS,
    RECTIFICATION,
    RETURN_REASONS,
    REVIEWERS,
    SELF_EVALUATION,
    Action,
    ItemState,
    RectificationState,
    State,
)

SEARCHERS = (Role.AUDITOR, Role.FINANCE_CHECKER, Role.FINANCE_REVIEWER, Role.FINANCE_HEAD)
"""可搜索的角色 - Who looks for one form among all: auditors and the bureau."""
CHECKERS = {State(each.source).value: each.roles for each in SELF_EVALUATION if each.action == Action.APPROVE}
"""各环节审核人 - Whose turn it is in each check, as the table of the workflow has it."""
_PAST_DAYS = 180
_MOST_ROUNDS = 5
_MOST = 20
_MOST_DUE = 100
_MOST_FOUND = 50
_ENDING_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """事项 - Hold a form with what to say of it: days left until it is due, points where they may be seen, why it came back."""

    task: Task
    days_left: int
    total: str | None
    back: SentBack | None = None

    @property
    def reason(self) -> str:
        """退回原因 - Return the kind of reason for which it came back, nothing where a county has a word of its own."""
        return RETURN_REASONS.get(self.back.reason_code, "") if self.back else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """若干事项 - Hold the first of several forms, and how many there are."""

    items: tuple[Item, ...] = ()
    total: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTally:
    """批次概况 - Hold a round with how many forms inside the scope are in each state, and the days left until its deadline."""

    round: RoundRow
    counts: dict[str, int]
    days_left: int
    begun: bool

    @property
    def wanted(self) -> int:
        """应报 - Return how many forms are to be filed."""
        return sum(count for state, count in self.counts.items() if state != State.EXEMPT)

    @property
    def filed(self) -> int:
        """已报 - Return how many are in the checks or through."""
        return sum(count for state, count in self.counts.items() if state not in {*DRAFTS, State.EXEMPT})

    @property
    def final(self) -> int:
        """审核通过 - Return how many are through."""
        return self.counts.get(State.FINAL, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """批次列表 - Hold a page of rounds, how many there are, and whether the asker makes rounds."""

    items: tuple[RoundTally, ...]
    total: int
    keeps: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """首页 - Hold what somebody's first page tells; what their roles have no business with is not there."""

    drafts: Batch | None = None
    done: Batch | None = None
    waiting: Batch | None = None
    rounds: tuple[RoundTally, ...] | None = None
    found: Batch | None = None
    searches: bool = False
    keeps: bool = False
    accounts: Accounts | None = None
    reviews: Mapping[str, object] | None = None
    results: Sequence[Mapping[str, object]] = ()
    to_report: Mapping[str, object] | None = None
    to_confirm: Mapping[str, object] | None = None


def home(tx: Transaction, asker: Asker, settings: Settings, words: str = "") -> Home:
    """首页 - Return what is to be done now, and what is found by some words where they look for something."""
    if not asker.scope(bureau.READERS):
        return Home(accounts=_accounts(tx, asker, settings), reviews=_reviews(tx, asker))
    scope = asker.scope(bureau.READERS)
    recent, _ = rounds.page(tx.connection, scope, Slice(size=_MOST_ROUNDS))
    running = [each.id for each in recent if each.deadline >= moved(tx.at, days=-_PAST_DAYS)]
    searches = bool(asker.scope(SEARCHERS))
    return Home(
        drafts=_drafts(tx, asker, running),
        done=_done(tx, asker, running),
        waiting=_waiting(tx, asker, running),
        rounds=_tallies(tx, recent, scope),
        found=_found(tx, asker, [each.id for each in recent], words) if searches and words else None,
        searches=searches,
        keeps=bool(asker.scope(bureau.KEEPERS)),
        reviews=_reviews(tx, asker),
        results=_results(tx, asker, running),
        to_report=_rectifications(tx, asker, RectificationState.OPEN),
        to_confirm=_rectifications(tx, asker, RectificationState.REPORTED),
    )


def round_list(tx: Transaction, asker: Asker, part: Slice) -> Rounds:
    """批次列表 - Return a page of the rounds that somebody's units take part in, newest first, each with how far it has come."""
    scope = bureau.seen(asker)
    found, total = rounds.page(tx.connection, scope, part)
    return Rounds(items=_tallies(tx, found, scope), total=total, keeps=bool(asker.scope(bureau.KEEPERS)))


def days_left(at: str, due: str) -> int:
    """剩余天数 - Return how many days are left until the day that a deadline falls on, 0 on the day itself; midnight ends a day."""
    last = date_of(moved(due, minutes=-1))
    return (date.fromisoformat(last) - date.fromisoformat(date_of(at))).days


def _drafts(tx: Transaction, asker: Asker, running: Sequence[str]) -> Batch | None:
    """Return what somebody who fills in has to file, what came back among it; None for those who do not fill in."""
    scope = asker.scope((Role.FILLER,))
    if not scope:
        return None
    found = _batch(tx, asker, Sought(rounds=running, places=dict.fromkeys(DRAFTS, scope), most=_MOST_DUE))
    back = tasks.sent_back(tx.connection, [each.task.id for each in found.items if each.task.returned])
    items = [replace(each, back=back.get(each.task.id)) for each in found.items]
    return Batch(items=tuple(sorted(items, key=lambda each: not each.task.returned)), total=found.total)


def _done(tx: Transaction, asker: Asker, running: Sequence[str]) -> Batch | None:
    """Return what somebody who fills in has filed, the last first."""
    scope = asker.scope((Role.FILLER,))
    states = [state for state in State if state not in DRAFTS]
    return _batch(tx, asker, Sought(rounds=running, places=dict.fromkeys(states, scope), most=_MOST, latest_first=True)) if scope else None


def _waiting(tx: Transaction, asker: Asker, running: Sequence[str]) -> Batch | None:
    """Return what waits for a check by somebody, what was filed first at the top; None for those who check nothing."""
    places = {state: asker.scope(roles) for state, roles in CHECKERS.items()}
    return _batch(tx, asker, Sought(rounds=running, places=places, most=_MOST)) if any(places.values()) else None


def _reviews(tx: Transaction, asker: Asker) -> Mapping[str, object] | None:
    """Return what was given to somebody for review, what is open first; None where nothing was."""
    mine = assigning.mine(tx, asker, Slice(size=_MOST)) if asker.roles & set(REVIEWERS) else {}
    return mine if mine.get("total") else None


def _results(tx: Transaction, asker: Asker, running: Sequence[str]) -> Sequence[Mapping[str, object]]:
    """Return the results of reviews that wait for an answer of somebody's own units."""
    if not asker.scope((Role.FILLER, Role.UNIT_CHECKER)):
        return ()
    part, state = Slice(size=_MOST), ItemState.RELEASED
    pages = [items.page(tx, asker, Reviewed(round=each, state=state), part)["items"] for each in running]
    return [each for listed in pages if isinstance(listed, list) for each in listed]


def _rectifications(tx: Transaction, asker: Asker, state: RectificationState) -> Mapping[str, object] | None:
    """Return what is to be put right and waits for somebody: to be reported, or to be confirmed; None where nothing does."""
    if not any(asker.scope(each.roles) for each in RECTIFICATION if each.source == state):
        return None
    found = rectifying.waiting(tx, asker, state, Slice(size=_MOST))
    return found if found["total"] else None


def _found(tx: Transaction, asker: Asker, recent: Sequence[str], words: str) -> Batch:
    scope = asker.scope(SEARCHERS)
    return _batch(tx, asker, Sought(rounds=recent, places=dict.fromkeys(State, scope), most=_MOST_FOUND, words=words))


def _batch(tx: Transaction, asker: Asker, sought: Sought) -> Batch:
    """Return the forms that are looked for, points of drafts only for those of the unit."""
    found, total = tasks.tasks(tx.connection, sought)
    return Batch(items=tuple(_item(tx, asker, each) for each in found), total=total)


def _item(tx: Transaction, asker: Asker, task: Task) -> Item:
    hidden = task.state in DRAFTS and not INSIDE & asker.roles_at(task.path)
    shown = None if hidden or task.total is None else show_points(task.total)
    return Item(task=task, days_left=days_left(tx.at, task.due), total=shown)


def _tallies(tx: Transaction, recent: Sequence[RoundRow], scope: Sequence[str]) -> tuple[RoundTally, ...]:
    counted = tasks.tallies(tx.connection, [each.id for each in recent], scope)
    return tuple(
        RoundTally(round=each, counts=counted[each.id], days_left=days_left(tx.at, each.deadline), begun=each.opening <= tx.at)
        for each in recent
    )


def _accounts(tx: Transaction, asker: Asker, settings: Settings) -> Accounts | None:
    """Return what the three administrators look after, without any business in it; None for everybody else."""
    if not asker.roles & ADMINISTRATORS.keys():
        return None
    policy = in_force(tx, settings)
    limits = Limits(
        today=date_of(tx.at),
        soon=date_of(moved(tx.at, days=_ENDING_DAYS)),
        dormant_since=access.dormant_since(tx, policy),
        failures=policy.lockout.failures,
        failed_after=moved(tx.at, minutes=-policy.lockout.minutes),
        since=moved(tx.at, hours=-24),
    )
    return caretaking.accounts(tx.connection, limits)
