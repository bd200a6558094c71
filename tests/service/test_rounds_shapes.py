"""应答的样子 - What the addresses of rounds answer is what their documentation says."""

from collections.abc import Callable

from perfeval.web.round_bodies import Board, ImportAnswer, KeptReminders, OwingList, RoundList, WholeRound
from tests.service.client import Client
from tests.service.county import ROUND, UNITS
from tests.service.lists import Rows, bring

At = Callable[[str], Client]
ADDRESS = f"/api/v1/rounds/{ROUND}"


def test_answers_about_rounds_and_progress_have_their_shape(at: At) -> None:
    finance = at("finance")
    assert RoundList.model_validate_json(finance.get("/api/v1/rounds").content).total == 1
    WholeRound.model_validate_json(finance.get(ADDRESS).content)
    Board.model_validate_json(finance.get(f"{ADDRESS}/progress").content)
    KeptReminders.model_validate_json(finance.post(f"{ADDRESS}/reminders", json={"units": [UNITS["farm1"].id], "how": "电话"}).content)
    OwingList.model_validate_json(finance.get(f"{ADDRESS}/reminders").content)


def test_answers_about_imports_have_their_shape(at: At) -> None:
    finance = at("finance")
    lists: dict[str, Rows] = {
        "projects": (("项目编码", "项目名称", "单位编码", "全年预算数"), ("P1", "甲", "farm1", 100), ("P2", "", "nowhere", "x")),
        "targets": (("项目编码", "三级指标", "指标值", "分值"), ("P1", "指标", "≥1", 90)),
        "execution": (("项目编码", "执行数"), ("P1", 90)),
        "history": (("项目编码", "上年得分", "三级指标", "完成值"), ("P1", 90, "指标", "1")),
    }
    changed: dict[str, Rows] = {
        "projects": (lists["projects"][0], ("P1", "甲二", "farm2", 200)),
        "targets": (lists["targets"][0], ("P1", "指标", "≥2", 90)),
        "execution": (lists["execution"][0], ("P1", 95)),
        "history": (lists["history"][0], ("P1", 95, "指标", "2")),
    }
    for kind, rows in lists.items():
        ImportAnswer.model_validate_json(bring(finance, ROUND, kind, rows, dry=True).content)
        assert bring(finance, ROUND, kind, rows[:2]).status_code == 200
    for kind, rows in changed.items():
        answer = ImportAnswer.model_validate_json(bring(finance, ROUND, kind, rows).content)
        assert (answer.changed, answer.applied) == (1, True), kind
        assert answer.items[0].changes
