"""自评表命令 - Score and print a form: what a unit does with what it filled in."""

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from perfeval.cli.arguments import Chosen, Parser
from perfeval.cli.failures import DONE, FAILED, FOUND

if TYPE_CHECKING:
    from perfeval.desks.department import Answer

_FILE = "自评数据文件（YAML 或 JSON）；- 表示标准输入"
_STRICT = "有“错误”级提示时以退出码 1 结束"
_JSON = "输出 JSON，供其他程序使用"


def add(parser: Parser) -> None:
    """加入命令 - Add the commands of this file."""
    score = parser.command("score", "给自评表评分，逐项说明得分来历")
    score.places.add_argument("file", metavar="FILE", help=_FILE)
    score.options.add_argument("--json", action="store_true", help=_JSON)
    score.options.add_argument("--lines", action="store_true", help="逐行处理：每行一份 JSON 自评数据，每行输出一份评分结果，次序不变")
    score.options.add_argument("--strict", action="store_true", help=_STRICT)
    score.does(lambda chosen: _score_lines(chosen) if chosen.lines else _score(chosen))

    report = parser.command("report", "由自评数据生成 Word 报告")
    report.places.add_argument("file", metavar="FILE", help=_FILE)
    report.options.add_argument("--template", metavar="ID", required=True, help="模板编号，见 perfeval templates list")
    report.options.add_argument("--annex", action="store_const", const="with", default="without", help="附上得分计算说明")
    report.options.add_argument("-o", "--output", metavar="OUT.docx", required=True, help="输出的 Word 文件，以 .docx 结尾")
    report.does(_report)


def _score(chosen: Chosen) -> int:
    """Score one file: a table for people, or a scorecard."""
    from perfeval.cli import files
    from perfeval.desks import department

    filled = department.read(files.read(chosen.file), file_name(chosen.file))
    assessments = department.assess_all(filled)
    if chosen.json:
        put(department.scorecard(filled, assessments))
    else:
        from perfeval.cli import table
        from perfeval.desks.overview import overview

        for at, assessment in enumerate(assessments):
            say(([""] if at else []) + list(table.lines(overview(assessment))))
    return verdict(chosen, blocked=any(each.blocks for each in assessments))


def _score_lines(chosen: Chosen) -> int:
    """Score line by line: a file on every core, standard input one line at a time, for who feeds it may wait for each answer."""
    from perfeval.cli import files
    from perfeval.cli.parallel import in_order

    lines = enumerate(files.lines(chosen.file), start=1)
    put, flush = sys.stdout.buffer.write, sys.stdout.buffer.flush
    count = unread = 0
    blocked = False
    for answer in map(_answer, lines) if chosen.file == "-" else in_order(_answer, lines):
        count += 1
        put(answer.line)
        flush()
        unread += not answer.read
        blocked = blocked or answer.blocks
    if unread:
        print(f"共{count}行，其中{unread}行有误、没有评分，原因见输出中相应的行", file=sys.stderr)
    return FAILED if unread and chosen.strict else verdict(chosen, blocked=blocked)


def _answer(numbered: tuple[int, bytes]) -> "Answer":
    """Answer one line; a function of the module, so that another process can be asked for it."""
    from perfeval.desks import department

    number, line = numbered
    return department.answer(line, number)


def _report(chosen: Chosen) -> int:
    """Print one file as Word; the document is written whole or not at all."""
    from perfeval.cli import files
    from perfeval.cli.width import safe
    from perfeval.desks import department, fitting
    from perfeval.desks.overview import outstanding

    files.refuse_other_than_word(chosen.output)
    filled = department.read(files.read(chosen.file), file_name(chosen.file))
    document = department.report(filled, chosen.template, department.Annex(chosen.annex))
    files.write(chosen.output, document.data, source=chosen.file)
    left = outstanding(document.findings)
    say([f"已生成 {chosen.output}", *([f"{left}，见 perfeval check"] if left else [])])
    remarks = [fitting.misfit(filled, chosen.template), *fitting.overlong(filled, chosen.template)]
    for remark in filter(None, remarks):
        print(safe(f"提示：{remark}"), file=sys.stderr)
    return DONE


def verdict(chosen: Chosen, *, blocked: bool) -> int:
    """退出码 - Return the exit code of a form: with --strict, findings that block count."""
    return FOUND if chosen.strict and blocked else DONE


def file_name(path: str) -> str:
    """文件称呼 - Return what messages call the file."""
    return "标准输入" if path == "-" else f"“{path}”"


def put(data: bytes) -> None:
    """输出字节 - Write bytes to standard output."""
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def say(lines: Iterable[str]) -> None:
    """输出文字 - Write lines to standard output."""
    from perfeval.cli.width import safe

    print(safe("\n".join(lines)))
