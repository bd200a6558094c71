"""校验命令 - Check a form, a report beside its form, or reports by themselves: one, several, a folder."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from perfeval.cli.arguments import Chosen, Parser
from perfeval.cli.evaluations import file_name, put, say, verdict
from perfeval.cli.failures import FAILED

if TYPE_CHECKING:
    from perfeval.checks.texts import Report
    from perfeval.desks.texts import Checked
    from perfeval.errors import PerfevalError


def add(parser: Parser) -> None:
    """加入命令 - Add the command of this file."""
    check = parser.command("check", "核对自评表和报告文字，列出全部校验提示")
    check.places.add_argument("file", metavar="FILE", nargs="?", help="自评数据文件（YAML 或 JSON）；- 表示标准输入；只核对报告时不写")
    check.options.add_argument("--text", metavar="REPORT", nargs="+", default=[], help="报告（.docx 或纯文本），可以写多份或目录")
    check.options.add_argument("--earlier", metavar="REPORT", nargs="+", default=[], help="上年的报告或目录，只用来比对雷同的段落")
    check.options.add_argument("--json", action="store_true", help="输出 JSON，供其他程序使用；多份报告一份一行")
    check.options.add_argument("--strict", action="store_true", help="有“错误”级提示时以退出码 1 结束")
    check.does(lambda chosen: _check(check, chosen))


def _check(parser: Parser, chosen: Chosen) -> int:
    """Check what the arguments name."""
    if chosen.file is not None:
        if len(chosen.text) > 1 or chosen.earlier:
            parser.error("写了 FILE 时，--text 只能写一份报告，不能写 --earlier")
        return _form(chosen)
    if not chosen.text:
        parser.error("the following arguments are required: FILE 或 --text")
    return _reports(chosen)


def _form(chosen: Chosen) -> int:
    """Check one file, and the report that belongs to it: findings for people, or as JSON."""
    from perfeval.cli import files
    from perfeval.desks import department

    filled = department.read(files.read(chosen.file), file_name(chosen.file))
    assessments = department.assess_all(filled)
    common = department.common_findings(filled, assessments)
    if chosen.text:
        report = files.read(chosen.text[0], files.MOST_REPORT_BYTES)
        common = (*common, *department.findings_beside(filled, assessments, report, file_name(chosen.text[0])))
    if chosen.json:
        put(department.as_bytes(department.findings(filled, assessments, common)))
    else:
        from perfeval.cli import table
        from perfeval.desks.overview import grouped, overview

        for assessment in assessments:
            view = overview(assessment)
            say([view.title, *table.findings(view.findings)])
        if common:
            say(["报告文字", *table.findings(grouped(common))])
    return verdict(chosen, blocked=any(each.blocks for each in assessments))


def _reports(chosen: Chosen) -> int:
    """Check reports by themselves; several are compared with one another, and one that cannot be read does not keep the others."""
    from perfeval.cli import files
    from perfeval.desks import texts

    names = [name for path in chosen.text for name in files.reports(path)]
    alone = len(names) == 1 and names == chosen.text
    if alone and not chosen.earlier:
        found = texts.alone(files.read(names[0], files.MOST_REPORT_BYTES), file_name(names[0]))
        checked = texts.Checked(name=names[0], findings=found)
        _show(chosen, checked, several=False)
        return verdict(chosen, blocked=checked.blocks)
    reports, earlier = _read(names), _read([name for path in chosen.earlier for name in files.reports(path)])
    unread, blocked = 0, False
    for checked in texts.side_by_side(reports, earlier):
        _show(chosen, checked, several=not alone)
        unread += checked.error is not None
        blocked = blocked or checked.blocks
    if unread:
        print(f"共{len(reports)}份报告，其中{unread}份不能读取，原因见输出", file=sys.stderr)
    return FAILED if unread and chosen.strict else verdict(chosen, blocked=blocked)


def _read(names: Sequence[str]) -> "dict[str, Report | PerfevalError]":
    """Read reports, each or why it cannot be read."""
    from perfeval.cli import files
    from perfeval.desks import texts

    return {name: texts.read_or_error(files.read(name, files.MOST_REPORT_BYTES), file_name(name)) for name in dict.fromkeys(names)}


def _show(chosen: Chosen, checked: "Checked", *, several: bool) -> None:
    """Show what was found in one report."""
    from perfeval.desks import department

    if chosen.json:
        named: dict[str, object] = {"file": checked.name} if several else {}
        if checked.error:
            put(department.as_bytes({**named, "error": department.problem(checked.error)}))
        else:
            put(department.as_bytes({**named, "findings": [each.as_json() for each in checked.findings]}))
        return
    from perfeval.cli import table
    from perfeval.desks.overview import grouped

    lines = [f"{checked.error}"] if checked.error else list(table.findings(grouped(checked.findings)))
    say([f"报告 {checked.name}", *lines])
