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

from perfeval.accounts import Role, clock_of, written
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


def test_deadlines_fall_at_the_end_of_a_day(folder: Path) -> None:
    with sqlite3.connect(folder / "perfeval.db") as database:
        ends = database.execute("select deadline from rounds union select extended from round_units where extended is not null").fetchall()
    assert len(ends) > 1
    assert {clock_of(end) for (end,) in ends if clock_of(end)[11:] != "00:00:00"} == set()


def test_every_filler_of_a_unit_has_a_draft_that_could_be_submitted(folder: Path) -> None:
    with sqlite3.connect(folder / "perfeval.db") as database:
        asked = """select count(distinct e.unit) from evaluations e join units u on u.id = e.unit and u.kind = 'unit'
            where e.state = 'filling' and e.saved is not null and e.errors = 0 and e.warnings = 0"""
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
    newest = "round = (select id from rounds order by year desc limit 1)"
    with sqlite3.connect(folder / "perfeval.db") as database:
        assert database.execute(f"select count(*) from projects where {newest}").fetchone()[0] == 200  # noqa: S608 - our own words
        for asked in ("merged_into is not null", "part_of is not null", "id in (select evaluation from notes) and state = 'filling'"):
            (count,) = database.execute(f"select count(*) from evaluations where {newest} and {asked}").fetchone()  # noqa: S608
            assert count > 0, asked


def listed(client: httpx.Client, round_id: str, **asked: str) -> list[dict[str, Any]]:
    """Return the evaluations of a round, those that are asked for only."""
    pages = [client.get(f"/rounds/{round_id}/evaluations", params={**asked, "size": "200", "page": str(at)}).json() for at in (1, 2)]
    found: list[dict[str, Any]] = [item for page in pages for item in page["items"]]
    assert len(found) == pages[0]["total"]
    return found


def test_the_round_of_last_year_is_over_and_tells_who_was_late(address: str, folder: Path) -> None:
    with signed_in(address, accounts(folder, "审计人员")[0]) as auditor:
        this, last = auditor.get("/rounds").json()["items"]
        assert (last["year"], last["deadline"] < written(datetime.now(UTC))) == (this["year"] - 1, True)
        every = listed(auditor, last["id"])
        assert len(every) >= 40
        assert {each["state"] for each in every} == {"final", "exempt"}
        late = [each for each in every if each["late"]]
        assert len(late) >= 3
        assert all(each["filed"] > last["deadline"] for each in late)
        board = auditor.get(f"/rounds/{last['id']}/progress").json()["total"]
        assert (board["late"], board["overdue"], board["coverage"]["rate"]) == (len(late), 0, "100.00%")
        whole = next(each for each in every if auditor.get(f"/evaluations/{each['id']}/parts").json()["total"])
        parts = auditor.get(f"/evaluations/{whole['id']}/parts").json()["items"]
        assert (whole["state"], {each["relation"] for each in parts}, len(parts)) == ("final", {"part"}, 3)


def test_last_years_results_stand_beside_the_projects_that_go_on(folder: Path) -> None:
    with sqlite3.connect(folder / "perfeval.db") as database:
        asked = """select p.history, e.total, e.grade from projects p join rounds r on r.id = p.round
            join projects o on o.code = p.code and o.round <> p.round join evaluations e on e.project = o.id and e.part_of is null
            where r.year = (select max(year) from rounds) and e.state = 'final'"""
        found = [(json.loads(history), total, grade) for history, total, grade in database.execute(asked)]
    assert len(found) >= 40
    assert all((round(float(history["total"]) * 100), history["grade"]) == (total, grade) for history, total, grade in found)


def test_what_was_sent_back_was_answered_in_place_and_some_of_it_submitted_again(address: str, folder: Path) -> None:
    with signed_in(address, accounts(folder, "审计人员")[0]) as auditor:
        round_id = first_round(auditor)["id"]
        back, again = ([each for each in listed(auditor, round_id, state=state) if each["filed"]] for state in ("filling", "unit_check"))
        threads = {each["id"]: auditor.get(f"/evaluations/{each['id']}/notes").json()["items"] for each in (*back, *again)}
        answered = {key: notes for key, notes in threads.items() if any(note["answers"] for note in notes)}
        assert {each["id"] for each in back} <= answered.keys()
        asked = {note["id"]: note for notes in answered.values() for note in notes if note["reason_code"]}
        replies = [note for notes in answered.values() for note in notes if note["answers"]]
        assert all(asked[each["answers"]]["row"] == each["row"] for each in replies)
        twice = [each for each in again if auditor.get(f"/evaluations/{each['id']}/submissions").json()["total"] == 2]
        assert twice
        assert {each["id"] for each in twice} <= answered.keys()


def test_a_draft_has_adjustments_that_form_and_word_show(address: str, folder: Path) -> None:
    with sqlite3.connect(folder / "perfeval.db") as database:
        asked = "select distinct e.id, e.unit from adjustments a join evaluations e on e.id = a.evaluation where e.state = 'filling'"
        (draft, unit) = database.execute(asked).fetchone()
        (login,) = database.execute("select login from people where unit = ? and login like 'tianbao%'", (unit,)).fetchone()
    account = next(each for each in accounts(folder, "填报人") if each["login"] == login)
    with signed_in(address, account) as filler:
        told = filler.get(f"/evaluations/{draft}/adjustments").json()
        assert {each["cell"] for each in told["items"]} == {"indicators.r1.target", "funds.total.adjusted"}
        opened = filler.get(f"/evaluations/{draft}").json()
        row = opened["evaluation"]["indicators"][0]
        changed = next(each for each in told["items"] if each["cell"] == "indicators.r1.target")
        assert (row["target_original"], row["target"]) == (changed["old"], changed["new"])
        assert "target-changed" in {each["code"] for each in opened["scorecard"]["findings"]}
        assert filler.get(f"/evaluations/{draft}/report", params={"template": "cn.project.form.2020"}).status_code == 200


def test_there_is_evidence_of_every_kind_that_people_hand_in(address: str, folder: Path) -> None:
    with sqlite3.connect(folder / "perfeval.db") as database:
        kinds = {row[0] for row in database.execute("select distinct kind from evidence")}
        restricted, unit = database.execute(
            "select v.evaluation, e.unit from evidence v join evaluations e on e.id = v.evaluation where v.restricted limit 1"
        ).fetchone()
        (login,) = database.execute("select login from people where unit = ? and login like 'tianbao%'", (unit,)).fetchone()
        every = [row[0] for row in database.execute("select distinct evaluation from evidence")]
    assert kinds >= {"approval", "contract", "acceptance", "payment", "survey", "photo", "other"}
    with signed_in(address, next(each for each in accounts(folder, "填报人") if each["login"] == login)) as filler:
        proofs = filler.get(f"/evaluations/{restricted}/evidence").json()["items"]
        for each in proofs:
            assert filler.get(f"/evaluations/{restricted}/evidence/{each['id']}/file").status_code == 200, each
    with signed_in(address, accounts(folder, "审计人员")[0]) as auditor:
        found = [auditor.get(f"/evaluations/{each}/evidence").json()["items"] for each in every]
    notices = {notice["code"] for items in found for each in items for notice in each["notices"]}
    assert "approval-after-completion" in notices


def test_files_of_the_county_are_whole(folder: Path) -> None:
    done = perfeval("files", "verify", "--data", folder)
    assert done.code == 0
    assert "完好" in done.text


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
        newest = database.execute("select deadline from rounds order by year desc").fetchone()
        assert newest[0] > written(datetime.now(UTC))
