"""照管 - What the three administrators look after, counted without looking at any business: accounts, roles, sign-ins, the journal."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, ScalarSelect, Table, and_, exists, func, or_, select

from perfeval.store.tables import failures, grants, journal, people, sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """照管数 - Hold how many accounts there are, and how many of them wait for something.

    bare: business accounts without any role today. ending: roles that end within the month. fresh: nobody has signed in yet.
    locked: logins that too many failures lock somewhere. failed, done: sign-ins refused, and entries of the journal, since a day ago.
    """

    people: int
    disabled: int
    dormant: int
    bare: int
    ending: int
    fresh: int
    locked: int
    online: int
    failed: int
    done: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """界限 - Hold the days and times by which is counted; dormant_since is None where nobody sleeps."""

    today: str
    soon: str
    dormant_since: str | None
    failures: int
    failed_after: str
    since: str


def accounts(connection: Connection, limits: Limits) -> Accounts:
    """照管数 - Return the counts, all of them in one question."""
    working, recent = people.c.disabled.is_(False), journal.c.at >= limits.since
    locked = failures.c["count"] >= limits.failures, failures.c.at > limits.failed_after
    asked = {
        "people": _count(people, working),
        "disabled": _count(people, people.c.disabled.is_(True)),
        "dormant": _count(people, working, *_dormant(limits.dormant_since)),
        "bare": _count(people, working, ~exists().where(*_in_force(limits.today))),
        "ending": _count(grants, grants.c.valid_to.between(limits.today, limits.soon)),
        "fresh": _count(people, working, people.c.seen.is_(None)),
        "locked": select(func.count(failures.c.login.distinct())).where(*locked).scalar_subquery(),
        "online": select(func.count(sessions.c.person.distinct())).scalar_subquery(),
        "failed": _count(journal, journal.c.action == "session.fail", recent),
        "done": _count(journal, recent),
    }
    found = connection.execute(select(*(each.label(name) for name, each in asked.items()))).one()
    return Accounts(**{name: int(value or 0) for name, value in found._mapping.items()})  # noqa: SLF001 - rows as mappings have no public name


def _count(table: Table, *conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(table).where(*conditions).scalar_subquery()


def _in_force(today: str) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that a person holds a role today."""
    begun = or_(grants.c.valid_from.is_(None), grants.c.valid_from <= today)
    return grants.c.person == people.c.id, begun, or_(grants.c.valid_to.is_(None), grants.c.valid_to >= today)


def _dormant(since: str | None) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that an account sleeps; nobody does where no round lies far enough back."""
    if since is None:
        return (people.c.id.is_(None),)
    return (and_(people.c.duty == "business", func.coalesce(people.c.seen, "") < since, people.c.activated < since),)
