import json
import subprocess
import sys
from pathlib import Path

from tests.cli.shell import perfeval
from tests.cli.test_score import school, several

PERFEVAL = [sys.executable, "-m", "perfeval"]


def test_each_line_is_answered_in_its_order_and_a_bad_one_does_not_stop_the_rest(tmp_path: Path) -> None:
    file = tmp_path / "forms.jsonl"
    file.write_bytes(b"\n".join([school(), b'{"nonsense": 1}', b"not json", b"", several(), school(claimed=None)]))
    done = perfeval("score", "--lines", file)
    answers = [json.loads(line) for line in done.out.splitlines()]
    assert done.code == 0
    assert [answer.get("format") for answer in answers] == [
        "perfeval.scorecard/1",
        None,
        None,
        None,
        "perfeval.scorecards/1",
        "perfeval.scorecard/1",
    ]
    assert [answer["line"] for answer in answers if "error" in answer] == [2, 3, 4]
    assert answers[1]["error"]["code"] == "evaluation-invalid"
    assert ("nonsense", "没有名为“nonsense”的项目") in [(place["where"], place["message"]) for place in answers[1]["error"]["places"]]
    assert "共6行，其中3行有误" in done.err


def test_a_line_gives_the_bytes_that_the_form_alone_gives() -> None:
    assert perfeval("score", "--lines", "-", given=school()).out == perfeval("score", "--json", "-", given=school()).out


def test_a_file_that_begins_with_a_byte_order_mark_and_ends_lines_as_windows_does_is_read() -> None:
    given = b"\xef\xbb\xbf" + school() + b"\r\n" + school() + b"\r\n"
    assert [json.loads(line)["total"] for line in perfeval("score", "--lines", "-", given=given).out.splitlines()] == ["96.80", "96.80"]


def test_a_line_over_the_limit_is_refused_and_the_next_one_is_scored() -> None:
    huge = b'{"narrative": {"text": "' + b"x" * (11 * 1024 * 1024) + b'"}}\n'
    first, second = (json.loads(line) for line in perfeval("score", "--lines", "-", given=huge + school()).out.splitlines())
    assert "10 MB" in str(first["error"])
    assert second["total"] == "96.80"


def test_strict_answers_2_when_a_line_could_not_be_read() -> None:
    assert perfeval("score", "--lines", "-", "--strict", given=b"{}\n" + school()).code == 2


def test_an_empty_file_gives_nothing() -> None:
    done = perfeval("score", "--lines", "-")
    assert (done.code, done.out, done.err) == (0, b"", "")


def test_each_answer_comes_before_the_next_line_is_written() -> None:
    with subprocess.Popen([*PERFEVAL, "score", "--lines", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for _ in range(3):
            process.stdin.write(school() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["total"] == "96.80"
        process.stdin.close()
        assert process.wait() == 0


def test_a_reader_that_goes_away_ends_the_work_without_a_word(tmp_path: Path) -> None:
    file = tmp_path / "forms.jsonl"
    file.write_bytes((school() + b"\n") * 500)
    with subprocess.Popen([*PERFEVAL, "score", "--lines", file], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(10) == b'{"format":'
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141
