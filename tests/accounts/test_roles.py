from itertools import permutations

import pytest

from perfeval.accounts import ADMINISTRATORS, BUSINESS, Asker, Duty, Grant, Role


def asker(*grants: tuple[Role, str]) -> Asker:
    return Asker(person="p", login="l", name="n", grants=tuple(Grant(role=role, path=path) for role, path in grants))


def test_every_role_is_business_or_one_of_three_duties_and_has_a_name() -> None:
    assert {*BUSINESS, *ADMINISTRATORS} == set(Role)
    assert sorted(ADMINISTRATORS.values()) == sorted({*Duty} - {Duty.BUSINESS})
    assert len({role.label for role in Role}) == len(Role)
    assert {role.duty for role in BUSINESS} == {Duty.BUSINESS}


def test_a_role_counts_for_its_unit_and_all_below_and_nowhere_else() -> None:
    who = asker((Role.FILLER, "/a/b/"), (Role.AUDITOR, "/a/"))
    assert who.roles_at("/a/b/c/") == {Role.FILLER, Role.AUDITOR}
    assert who.roles_at("/a/bc/") == {Role.AUDITOR}
    assert who.roles_at("/x/") == frozenset()
    assert who.roles == {Role.FILLER, Role.AUDITOR}


@pytest.mark.parametrize("paths", list(permutations(["/a/", "/a/b/", "/c/d/", "/c/d/"])))
def test_a_scope_names_each_subtree_once(paths: tuple[str, ...]) -> None:
    who = asker(*((Role.FILLER, path) for path in paths), (Role.AUDITOR, "/x/"))
    assert who.scope([Role.FILLER]) == ("/a/", "/c/d/")
    assert who.scope([Role.THIRD_PARTY]) == ()
