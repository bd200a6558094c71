from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from perfeval.settings import Settings
from perfeval.store import Entry, Transaction, entries, people, policies, units
from perfeval.store.people import EVERYWHERE, PersonRow
from perfeval.store.units import UnitRow
from tests.cli.shell import Done, perfeval

AT = "2026-03-10T08:00:00Z"
SCHOOL = UnitRow(id="a" * 32, code="school1", name="某县第一中学", kind="bureau", parent=None, path=f"/{'a' * 32}/")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of data with an empty database and one unit."""
    folder = tmp_path / "data"
    assert perfeval("migrate", "--data", folder).code == 0
    for tx in opened(folder):
        units.add(tx.connection, [SCHOOL])
    return folder


def opened(folder: Path) -> Iterator[Transaction]:
    from perfeval.desks import opening

    with opening.opened(Settings(data=folder)) as premises, premises.store.writing(AT) as tx:
        yield tx


def person(folder: Path, login: str) -> tuple[PersonRow, list[tuple[str, str | None]]]:
    """Return an account and what was granted to it."""
    for tx in opened(folder):
        row = people.by_login(tx.connection, login, [EVERYWHERE])
        assert row is not None
        return row, [(each.role, each.unit) for each, _ in people.grants_of(tx.connection, [row.id])]
    raise AssertionError


def journal(folder: Path) -> tuple[Entry, ...]:
    for tx in opened(folder):
        return entries(tx.connection)
    raise AssertionError


def user(folder: Path, *words: str, given: bytes = b"") -> Done:
    return perfeval("user", *words, "--data", folder, given=given)


def password_in(done: Done) -> str:
    assert done.code == 0, done.err
    return done.text.rstrip("\n").rpartition("：")[2]


def test_the_first_administrators_are_made_at_the_machine(data: Path) -> None:
    from perfeval import keys

    made = password_in(user(data, "add", "Xitong", "--name", "系统员", "--role", "系统管理员"))
    row, held = person(data, "xitong")
    assert (row.name, row.duty, row.must_change, row.unit) == ("系统员", "system", True, None)
    assert held == [("system_administrator", None)]
    assert keys.matches(made, row.password)
    assert made not in str(journal(data))


def test_a_business_person_works_at_a_unit(data: Path) -> None:
    assert user(data, "add", "tianbao", "--role", "填报人", "--unit", "school1").code == 0
    assert person(data, "tianbao")[1] == [("filler", SCHOOL.id)]
    assert user(data, "role", "tianbao", "unit_checker").text == "已授权 tianbao（tianbao）：单位审核人\n"
    assert user(data, "role", "tianbao", "审计人员", "--until", "2026-12-31").code == 0
    assert sorted(person(data, "tianbao")[1]) == [("auditor", SCHOOL.id), ("filler", SCHOOL.id), ("unit_checker", SCHOOL.id)]
    assert user(data, "role", "tianbao", "填报人", "--remove").text == "已收回 1 项授权\n"
    assert user(data, "role", "tianbao", "填报人", "--remove").code == 2


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["add", "a b", "--role", "系统管理员"], "登录名须为"),
        (["add", "tianbao", "--role", "填报人"], "须写明所在单位"),
        (["add", "tianbao", "--role", "填报人", "--unit", "nowhere"], "没有编码为“nowhere”的单位"),
        (["add", "tianbao", "--role", "校长"], "可用的有：填报人"),
        (["add", "tianbao", "--role", "审计人员", "--unit", "school1"], "须有截止日期"),
        (["add", "tianbao", "--role", "审计人员", "--until", "31.12.2026"], "--until 的值不对"),
        (["add", "anquan"], "须写明所在单位"),
        (["add", "Xitong", "--role", "审计管理员"], "已被使用"),
        (["role", "xitong", "安全管理员"], "互不兼任"),
        (["role", "xitong", "填报人", "--unit", "school1"], "互不兼任"),
        (["lock", "nobody"], "没有账号“nobody”"),
    ],
)
def test_what_cannot_be_done_is_told_and_leaves_nothing_behind(data: Path, words: list[str], why: str) -> None:
    user(data, "add", "xitong", "--role", "系统管理员")
    before = journal(data)
    done = user(data, *words)
    assert done.code == 2
    assert why in done.err
    assert journal(data) == before


def test_a_password_may_come_from_standard_input_and_keeps_the_rules(data: Path) -> None:
    weak = user(data, "add", "xitong", "--role", "系统管理员", "--password-stdin", given=b"weak\n")
    assert "口令至少10位" in weak.err
    done = user(data, "add", "xitong", "--role", "系统管理员", "--password-stdin", given=b"Chunfeng-2026\n")
    assert done.text == "已建立账号 xitong，首次登录须修改口令\n"


def test_a_password_from_standard_input_is_held_against_the_policy_that_was_set(data: Path) -> None:
    for tx in opened(data):
        row = policies.load(tx.connection)
        policies.save(tx.connection, replace(row, password_length=20), row.version)
    weak = user(data, "add", "xitong", "--role", "系统管理员", "--password-stdin", given=b"Chunfeng-2026\n")
    assert "口令至少20位" in weak.err
    empty = user(data, "add", "xitong", "--role", "系统管理员", "--password-stdin", given=b"\n")
    assert "口令至少20位" in empty.err


def test_an_account_is_locked_unlocked_and_reset(data: Path) -> None:
    first = password_in(user(data, "add", "xitong", "--role", "系统管理员"))
    assert user(data, "lock", "XITONG").code == 0
    assert person(data, "xitong")[0].disabled
    assert user(data, "unlock", "xitong").code == 0
    assert not person(data, "xitong")[0].disabled
    assert password_in(user(data, "reset", "xitong")) != first
    told = journal(data)
    assert [each.action for each in told] == ["person.create", "grant.create", "person.change", "person.unlock", "password.reset"]
    assert {(each.person, each.address) for each in told} == {(None, "本机")}
    assert all('"operator":"' in each.detail for each in told)


def test_a_token_is_printed_alone_and_kept_as_a_hash(data: Path) -> None:
    user(data, "add", "tianbao", "--role", "填报人", "--unit", "school1")
    done = perfeval("token", "create", "--user", "tianbao", "--days", "3", "--data", data)
    token = done.text.strip()
    assert len(token) == 43
    assert token not in str(journal(data))
    assert journal(data)[-1].action == "token.make"
    for wrong in ("0", "367", "x"):
        assert "--days 的值不对" in perfeval("token", "create", "--user", "tianbao", "--days", wrong, "--data", data).err
