"""演示 - The examples that ship are worked through, and the documents stand where the command says."""

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from perfeval.accounts import Role, written
from perfeval.desks import showcase
from perfeval.desks.county import show
from perfeval.settings import Settings
from perfeval.workflow import State
from tests.cli.shell import perfeval


def test_every_example_is_scored_and_printed(tmp_path: Path) -> None:
    done = perfeval("demo", "--no-serve", "--out", tmp_path / "a" / "b")
    examples = showcase.examples()
    assert (done.code, done.err) == (0, "")
    assert {path.name for path in (tmp_path / "a" / "b").iterdir()} == {f"{example.id}.docx" for example in examples}
    assert f"{len(examples)} 个示例已评分，Word 文件在 {tmp_path / 'a' / 'b'}" in done.text
    lines = done.text.splitlines()[: len(examples)]
    assert [line.startswith(example.title[:12]) for line, example in zip(lines, examples, strict=True)] == [True] * len(examples)
    told = re.compile(r"(总分 [\d.]+ 等级 (—|\w+)|\d+份：.+|(\d+份，)?不计分) +(错误\d+条（.+|警告\d+条（.+|没有错误和警告)")
    assert [line for line in lines if not told.search(line)] == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = perfeval("demo", "--no-serve", "--out", tmp_path / "file" / "out")
    assert done.code == 2
    assert "--out" in done.err


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demonstration, made once for all who only look at it."""
    made = tmp_path_factory.mktemp("demo") / "data"
    done = perfeval("demo", "--no-serve", "--data", made)
    assert (done.code, done.err) == (0, "")
    assert "示例县已造好" in done.text
    return made


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """The address of the demonstration, running in its folder a second time."""
    with running(folder) as found:
        yield found


@contextmanager
def running(folder: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "perfeval", "demo", "--data", str(folder), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            yield next(line.split()[1] for line in process.stdout if line.startswith("READY "))
        finally:
            process.terminate()


def accounts(folder: Path, role: str) -> list[dict[str, str]]:
    every = json.loads((folder / "demo-accounts.json").read_text(encoding="utf-8"))
    return [each for each in every if each["role"] == role]


@contextmanager
def signed_in(address: str, account: dict[str, str]) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{address}/api/v1", trust_env=False) as client:
        answer = client.post("/session", json={"login": account["login"], "password": account["password"]})
        assert (answer.status_code, answer.json()["tasks"]) == (200, [])
        client.headers["X-CSRF-Token"] = answer.json()["csrf"]
        yield client


def first_round(client: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/rounds").json()["items"][0]
    return found


def drafts(client: httpx.Client) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client.get(f"/rounds/{first_round(client)['id']}/evaluations", params={"state": "filling"}).json()[
        "items"
    ]
    return items


def test_a_data_folder_takes_the_documents_where_no_other_is_named(folder: Path) -> None:
    assert list((folder / "out").glob("*.docx"))


def test_the_accounts_are_told_and_written_with_every_role(folder: Path) -> None:
    every = json.loads((folder / "demo-accounts.json").read_text(encoding="utf-8"))
    assert {frozenset(each) for each in every} == {frozenset({"login", "password", "role", "unit"})}
    assert {each["role"] for each in every} == {role.label for role in Role}
    assert len({each["login"] for each in every}) == len(every)
    told = perfeval("demo", "--no-serve", "--data", folder)
    assert f"沿用已有的示例县：{folder}" in told.text
    assert all(f"  {accounts(folder, role.label)[0]['login']} " in told.text for role in Role)


def test_two_fillers_of_different_units_have_drafts_in_the_first_round_of_the_list(folder: Path, address: str) -> None:
    one, other = accounts(folder, "填报人")[:2]
    assert one["unit"] != other["unit"]
    with signed_in(address, one) as first, signed_in(address, other) as second:
        assert first_round(first)["deadline"] > written(datetime.now(UTC)) > first_round(first)["opening"]
        mine, theirs = drafts(first), drafts(second)
        assert mine
        assert theirs
        assert {each["unit_name"] for each in mine} == {one["unit"]}
        assert second.get(f"/evaluations/{mine[0]['id']}").status_code == 404
        draft = next(each for each in mine if not each["errors"] + each["warnings"])
        opened = first.get(f"/evaluations/{draft['id']}").json()
        saved = first.put(f"/evaluations/{draft['id']}", json=opened["evaluation"], headers={"If-Match": f'"{opened["version"]}"'})
        assert saved.status_code == 200
        assert [(each["action"], each["allowed"]) for each in saved.json()["actions"]] == [("confirm", True), ("submit", True)]


def test_every_filler_of_a_unit_has_a_draft_that_could_be_submitted(folder: Path) -> None:
    with sqlite3.connect(folder / "perfeval.db") as database:
        asked = "select count(distinct unit) from evaluations where state = 'filling' and saved is not null and errors = 0 and warnings = 0"
        ready = database.execute(asked).fetchone()[0]
    assert ready == len([each for each in accounts(folder, "填报人") if each["login"].startswith("tianbao")]) == 40


def test_an_account_serves_several_people_at_once(folder: Path, address: str) -> None:
    auditor = accounts(folder, "审计人员")[0]
    with signed_in(address, auditor) as first, signed_in(address, auditor) as second:
        assert first.get("/me").json()["login"] == second.get("/me").json()["login"] == auditor["login"]
    with signed_in(address, accounts(folder, "系统管理员")[0]) as administrator:
        assert administrator.get("/users").status_code == 200


def test_the_county_has_projects_in_every_state(folder: Path, address: str) -> None:
    with signed_in(address, accounts(folder, "审计人员")[0]) as auditor:
        found = f"/rounds/{first_round(auditor)['id']}/evaluations"
        totals = {state: auditor.get(found, params={"state": state, "size": 1}).json()["total"] for state in State}
        units = auditor.get("/units", params={"size": 200}).json()["items"]
    assert min(totals.values()) >= 5, totals
    assert [sum(unit["kind"] == kind for unit in units) for kind in ("bureau", "department", "unit")] == [1, 12, 40]
    with sqlite3.connect(folder / "perfeval.db") as database:
        assert database.execute("select count(*) from projects").fetchone()[0] == 200
        for asked in ("merged_into is not null", "part_of is not null", "id in (select evaluation from notes) and state = 'filling'"):
            assert database.execute(f"select count(*) from evaluations where {asked}").fetchone()[0] > 0, asked  # noqa: S608


def test_the_journal_of_the_county_is_whole(folder: Path) -> None:
    assert "日志完好" in perfeval("journal", "verify", "--data", folder).text


def test_serve_refuses_the_folder(folder: Path) -> None:
    done = perfeval("serve", "--port", "0", "--data", folder)
    assert done.code == 2
    assert "这是演示数据目录" in done.err


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").touch()
    done = perfeval("demo", "--no-serve", "--data", tmp_path)
    assert done.code == 2
    assert "请用 --data 写一个空目录" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_what_broke_off_is_begun_anew_and_a_round_that_is_over_is_opened_again(tmp_path: Path) -> None:
    show.claim(tmp_path)
    own = show.settings_of(Settings(), tmp_path)
    for done, _ in show.make(own, tmp_path):
        if done > 100:
            break
    assert not show.is_made(tmp_path)
    assert [whole - done for done, whole in show.make(own, tmp_path)][-1] == 0
    assert show.is_made(tmp_path)
    with sqlite3.connect(tmp_path / "perfeval.db") as database:
        database.execute("update rounds set deadline = '2020-01-01T00:00:00Z', opening = '2019-01-01T00:00:00Z'")
    show.open_up(own).close()
    with sqlite3.connect(tmp_path / "perfeval.db") as database:
        assert database.execute("select deadline from rounds").fetchone()[0] > written(datetime.now(UTC))
