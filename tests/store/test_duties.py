"""三员分立 - The database itself keeps the three administrators apart from one another and from business, and knows no other role.

Every statement here is written by hand, past all code of the service, with the rights of whoever owns the tables.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from perfeval.accounts import ADMINISTRATORS, BUSINESS, Duty, Role
from perfeval.store.transaction import writing
from tests.service import county
from tests.service.county import UNITS, id_of
from tests.service.databases import Databases

GRANT = text(
    "insert into grants (id, person, duty, role, unit, valid_to, granted_by)"
    " values ('new', :person, :duty, :role, :unit, '2026-12-31', 'somebody')"
)
HOLDERS = {Duty.SYSTEM: "system", Duty.SECURITY: "security", Duty.AUDIT: "audit", Duty.BUSINESS: "filler1"}
SCHOOL = UNITS["school1"].id


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """所要授权 - Hold a grant as somebody would write it into the table."""

    person: str
    duty: str
    role: str
    unit: str | None


def fitting(role: Role) -> Wanted:
    """Return a grant of a role to somebody whose duty it is of."""
    return Wanted(person=HOLDERS[role.duty], duty=role.duty, role=role, unit=SCHOOL if role in BUSINESS else None)


@pytest.fixture
def address(databases: Databases, kind: str) -> Iterator[str]:
    """The address of a database with the county in it."""
    with databases.fresh(kind, "county", county.fill) as made:
        yield made


def granted(engine: Engine, wanted: Wanted) -> None:
    """Write a grant into the table."""
    values = {"person": id_of(wanted.person), "duty": wanted.duty, "role": wanted.role, "unit": wanted.unit}
    with writing(engine) as connection:
        connection.execute(GRANT, values)


def refused(engine: Engine, *wanted: Wanted) -> list[Wanted]:
    """Return the grants that the database takes although it should not."""
    taken = []
    for each in wanted:
        try:
            granted(engine, each)
        except IntegrityError:
            continue
        taken.append(each)
    return taken


def test_each_role_is_taken_from_somebody_whose_duty_it_is(engine: Engine) -> None:
    for role in Role:
        granted(engine, fitting(role))
        with writing(engine) as connection:
            assert connection.execute(text("delete from grants where id = 'new'")).rowcount == 1


def test_nobody_holds_a_role_of_another_duty_than_their_own(engine: Engine) -> None:
    others = [replace(fitting(role), person=holder) for role in Role for duty, holder in HOLDERS.items() if duty != role.duty]
    assert refused(engine, *others) == []


def test_no_role_passes_for_one_of_another_duty(engine: Engine) -> None:
    passing = [
        Wanted(person=holder, duty=duty, role=role, unit=unit)
        for role in Role
        for duty, holder in HOLDERS.items()
        for unit in (None, SCHOOL)
        if duty != role.duty
    ]
    assert refused(engine, *passing) == []


@pytest.mark.parametrize("role", ["super_user", "root", "", "FILLER", "filler "])
def test_there_is_no_role_beside_the_twelve(engine: Engine, role: str) -> None:
    asked = [Wanted(person=holder, duty=duty, role=role, unit=unit) for duty, holder in HOLDERS.items() for unit in (None, SCHOOL)]
    assert refused(engine, *asked) == []


def test_administrators_have_no_units_and_everybody_else_has(engine: Engine) -> None:
    wrong = [replace(fitting(role), unit=SCHOOL if role in ADMINISTRATORS else None) for role in Role]
    assert refused(engine, *wrong) == []


@pytest.mark.parametrize(
    "deed",
    [
        "update people set duty = '{other}' where id = '{person}'",
        "update people set duty = 'all' where id = '{person}'",
        "update grants set duty = '{other}' where person = '{person}'",
        "update grants set role = '{role}' where person = '{person}'",
        "update grants set role = '{role}', duty = '{other}' where person = '{person}'",
        "update grants set person = '{holder}' where person = '{person}'",
    ],
)
def test_what_is_held_is_not_turned_into_something_else(engine: Engine, deed: str) -> None:
    roles = {Duty.BUSINESS: Role.FILLER, **{duty: role for role, duty in ADMINISTRATORS.items()}}
    done = []
    for duty, holder in HOLDERS.items():
        for other in set(Duty) - {duty}:
            statement = deed.format(other=other, person=id_of(holder), role=roles[other], holder=id_of(HOLDERS[other]))
            try:
                with writing(engine) as connection:
                    connection.execute(text(statement))
            except IntegrityError:
                continue
            done.append(statement)
    assert done == []


def test_an_audit_has_an_end(engine: Engine) -> None:
    with pytest.raises(IntegrityError), writing(engine) as connection:
        connection.execute(text("update grants set valid_to = null where role = 'auditor'"))
