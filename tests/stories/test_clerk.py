"""财务人员 - A clerk scores her form, mends it, and takes the Word along; once at the shell, once over HTTP."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import docx
import httpx
import pytest

FORM = Path(__file__).with_name("school_meals.yaml")
PERFEVAL = [sys.executable, "-m", "perfeval"]


def perfeval(*words: object) -> subprocess.CompletedProcess[str]:
    """Run the command as a process of its own."""
    return subprocess.run([*PERFEVAL, *map(str, words)], capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Run the service on a free port and stop it the way a person would, with Ctrl-C."""
    with subprocess.Popen([*PERFEVAL, "serve", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as service:
        try:
            assert service.stdout is not None
            ready, _, where = service.stdout.readline().strip().partition(" ")
            assert ready == "READY"
            yield where
        finally:
            service.send_signal(signal.SIGINT)
        assert service.wait(timeout=30) == 0


def template() -> str:
    """Return the id of the central form's template, as the list names it."""
    lines = perfeval("templates", "list").stdout.splitlines()
    return next(line.split()[0] for line in lines if "项目支出绩效自评表" in line)


def words(document: bytes) -> str:
    """Return every word of a document, paragraphs and cells."""
    found = docx.Document(io.BytesIO(document))
    cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in found.paragraphs), *cells])


def test_at_the_shell_she_sees_why_points_are_lost_mends_the_form_and_prints_it(tmp_path: Path) -> None:
    form = tmp_path / "自评表.yaml"
    form.write_text(FORM.read_text(encoding="utf-8").replace('total: "96.8"', 'total: "97"'), encoding="utf-8")
    first = perfeval("check", form, "--strict")
    assert first.returncode == 1
    assert "【总分不符】" in first.stdout
    assert "total-mismatch" not in first.stdout

    form.write_text(FORM.read_text(encoding="utf-8"), encoding="utf-8")
    assert perfeval("check", form, "--strict").returncode == 0
    assert "总分 96.80　等级 优" in perfeval("score", form).stdout

    report = tmp_path / "自评表.docx"
    done = perfeval("report", form, "--template", template(), "--annex", "-o", report)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"已生成 {report}\n")
    text = words(report.read_bytes())
    assert "营养改善计划" in text
    assert "96.80" in text
    assert "10 × 98 ÷ 100 = 9.80" in text


def test_over_http_she_gets_the_same_card_and_the_same_document(address: str, tmp_path: Path) -> None:
    body = FORM.read_bytes()
    with httpx.Client(base_url=address, trust_env=False) as client:
        card = client.post("/api/v1/score", content=body)
        report = client.post("/api/v1/report", params={"template": template(), "annex": "1"}, content=body)
        assert client.get("/readyz").json()["status"] == "ready"
    assert card.content.decode() == perfeval("score", FORM, "--json").stdout
    assert report.status_code == 200
    assert "filename*=UTF-8''%E6%9F%90%E5%8E%BF" in report.headers["content-disposition"]
    printed = tmp_path / "x.docx"
    assert perfeval("report", FORM, "--template", template(), "--annex", "-o", printed).returncode == 0
    assert report.content == printed.read_bytes()


def test_many_forms_are_answered_in_their_order_by_one_command(tmp_path: Path) -> None:
    cards = [json.loads(perfeval("score", FORM, "--json").stdout)]
    form = {
        "format": "perfeval.evaluation/1",
        "set": cards[0]["set"]["id"],
        "year": 2022,
        "kind": "project",
        "money_unit": "元",
        "indicators": [],
    }
    lines = tmp_path / "forms.jsonl"
    lines.write_text("\n".join([json.dumps(form), '{"nonsense": 1}', json.dumps(form | {"year": 2023})]), encoding="utf-8")
    done = perfeval("score", "--lines", lines)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [answer.get("complete") for answer in answers] == [False, None, False]
    assert answers[1]["line"] == 2


def test_a_mistake_costs_her_one_sentence_and_no_file(tmp_path: Path) -> None:
    report = tmp_path / "x.docx"
    bad = tmp_path / "bad.yaml"
    bad.write_text("format: perfeval.evaluation/1\nset: cn/project/2020\nindicators: [{name: 1, target: ≥≥}]\n", encoding="utf-8")
    for words_ in (["report", bad, "--template", template(), "-o", report], ["report", FORM, "--template", "x", "-o", report]):
        done = perfeval(*words_)
        assert done.returncode == 2
        assert done.stderr.startswith("错误：")
        assert "Traceback" not in done.stderr
        assert not report.exists()


def test_the_service_says_only_that_it_is_ready_unless_more_is_asked_for() -> None:
    for level, loud in ((None, False), ("info", True)):
        environment = {name: value for name, value in os.environ.items() if name != "PERFEVAL_LOG_LEVEL"}
        environment |= {"PERFEVAL_LOG_LEVEL": level} if level else {}
        command = [*PERFEVAL, "serve", "--port", "0"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as service:
            assert service.stdout is not None
            where = service.stdout.readline().split()[1]
            assert httpx.get(f"{where}/healthz", trust_env=False).status_code == 200
            service.send_signal(signal.SIGINT)
            told = service.communicate(timeout=30)[1]
        assert ("INFO" in told) is loud


def test_two_services_cannot_stand_at_one_address(address: str) -> None:
    done = perfeval("serve", "--port", address.rpartition(":")[2])
    assert done.returncode == 2
    assert done.stderr == f"错误：端口 {address.rpartition(':')[2]} 已被占用，请用 --port 换一个\n"
