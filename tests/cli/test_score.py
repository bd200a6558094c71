import json
import shutil
from pathlib import Path

import pytest

from tests.cli.shell import SCHOOL, perfeval


def school(**changes: object) -> bytes:
    """Return the school's form as one line of JSON, with some keys of the top level changed."""
    from perfeval import syntax

    tree = syntax.load(SCHOOL.read_bytes())
    assert isinstance(tree, dict)
    return json.dumps({**tree, **changes}, ensure_ascii=False).encode()


def several() -> bytes:
    return json.dumps(
        {
            "format": "perfeval.evaluations/1",
            "year": "2022",
            "evaluations": [json.loads(school()), json.loads(school(claimed={"total": "90"}))],
        }
    ).encode()


def test_the_table_tells_points_sums_losses_and_findings() -> None:
    done = perfeval("score", SCHOOL)
    assert done.code == 0
    assert "某县第一中学 · 营养改善计划（2022年度，项目支出）" in done.text
    assert "总分 96.80　等级 优" in done.text
    assert "未达到指标值，按完成比例计分：10 × 98 ÷ 100 = 9.80" in done.text
    assert "自评 7.00 低于系统测算 10.00，按自评计入" in done.text
    assert "偏差原因：两批次食材抽检不合格" in done.text
    assert "【自评得分偏低】第3行" in done.text
    assert "claimed-below-rule" not in done.text


def test_every_column_of_the_table_ends_at_the_same_place() -> None:
    from perfeval.cli.width import width

    lines = perfeval("score", SCHOOL).text.splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("─"))
    end = next(at for at, line in enumerate(lines) if at > start and line.startswith("─"))
    rows = [line for line in lines[start + 1 : end] if not line.startswith("【")]
    assert len(rows) == 7
    assert {width(row) for row in [lines[start], *rows]} == {width(lines[start])}


def test_a_long_name_goes_on_in_the_next_line_and_nothing_of_it_is_lost(tmp_path: Path) -> None:
    name = "全县义务教育阶段农村学校学生营养改善计划受益学生总人数（含教学点）"
    form = json.loads(school())
    form["indicators"][0]["name"] = name
    file = tmp_path / "form.json"
    file.write_text(json.dumps(form), encoding="utf-8")
    text = perfeval("score", file).text
    table = text[: text.index("小计")].splitlines()
    first = next(at for at, line in enumerate(table) if line.startswith("1 "))
    assert "".join(line[6:22].strip() for line in table[first : first + 4]).startswith(name[:14])
    assert all(part in "".join(line.split()[0] if line.split() else "" for line in table) + text for part in (name[:5], "（含教学点）"))


def test_json_is_one_scorecard_in_one_line() -> None:
    done = perfeval("score", SCHOOL, "--json")
    card = done.json()
    assert done.out.count(b"\n") == 1
    assert (card["format"], card["total"], card["grade"]) == ("perfeval.scorecard/1", "96.80", "优")
    assert [row["points"] for row in card["rows"]] == ["20.00", "9.80", "7.00", "10.00", "30.00", "10.00"]


def test_the_same_form_gives_the_same_bytes_as_yaml_as_json_and_from_standard_input() -> None:
    from_file = perfeval("score", SCHOOL, "--json").out
    assert perfeval("score", "-", "--json", given=SCHOOL.read_bytes()).out == from_file
    assert perfeval("score", "--json", "-", given=school()).out == from_file


def test_several_forms_make_several_scorecards() -> None:
    done = perfeval("score", "-", "--json", given=several())
    assert done.json()["format"] == "perfeval.scorecards/1"
    assert [card["claimed"]["total"] for card in done.json()["scorecards"]] == ["96.8", "90"]
    assert perfeval("score", "-", given=several()).text.count("总分 96.80") == 2


def test_check_lists_the_findings_alone() -> None:
    done = perfeval("check", SCHOOL, "--json")
    assert set(done.json()) == {"findings"}
    assert [finding["code"] for finding in done.json()["findings"]] == [
        f["code"] for f in perfeval("score", SCHOOL, "--json").json()["findings"]
    ]
    assert "【自评得分偏低】" in perfeval("check", SCHOOL).text


def test_check_of_several_forms_names_the_form_of_each_finding() -> None:
    found = perfeval("check", "-", "--json", given=several()).json()["findings"]
    assert {"evaluations[0].indicators[2]", "evaluations[1].indicators[2]", "evaluations[1].claimed.total"} <= {
        each["where"] for each in found
    }


@pytest.mark.parametrize("command", [["score"], ["score", "--json"], ["check"], ["check", "--json"], ["score", "--lines"]])
def test_strict_answers_1_only_when_a_finding_is_an_error(command: list[str]) -> None:
    wrong = school(claimed={"total": "90", "grade": "优"}) + b"\n"
    assert perfeval(*command, "-", given=wrong).code == 0
    assert perfeval(*command, "-", "--strict", given=wrong).code == 1
    assert perfeval(*command, "-", "--strict", given=school() + b"\n").code == 0


def test_a_set_that_does_not_exist_is_told_with_the_nearest_one(tmp_path: Path) -> None:
    file = tmp_path / "form.json"
    file.write_bytes(school(set="cn/projct/2020"))
    done = perfeval("score", file)
    assert done.code == 2
    assert done.err.count("没有名为“cn/projct/2020”的指标体系") == 1
    assert "set：是不是 cn/project/2020  项目支出绩效自评" in done.err
    assert "set：或者 " in done.err


def test_a_copy_under_a_chinese_name_with_blanks_is_read_like_any_other(tmp_path: Path) -> None:
    file = tmp_path / "自评 表.yaml"
    shutil.copy(SCHOOL, file)
    assert perfeval("score", file, "--json").out == perfeval("score", SCHOOL, "--json").out


def test_what_was_typed_cannot_steer_the_terminal(tmp_path: Path) -> None:
    form = json.loads(school())
    form["indicators"][0]["name"] = "甲\x1b[31m\u202e乙"
    form["subject"]["unit"] = "丙\x07"
    done = perfeval("score", "-", given=json.dumps(form).encode())
    assert "甲[31m乙" in done.text
    assert not {"\x1b", "\u202e", "\x07"} & set(done.text)
    file = tmp_path / "form.json"
    file.write_text(json.dumps({"\x1b[2J": 1}), encoding="utf-8")
    assert "\x1b" not in perfeval("score", file).err
