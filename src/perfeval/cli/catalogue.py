"""目录命令 - List, show and lint sets and templates, and fill any template with any data."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from perfeval.cli.arguments import Chosen, Parser
from perfeval.cli.failures import DONE, FAILED

if TYPE_CHECKING:
    from perfeval.desks.steward import Entry


def add(parser: Parser) -> None:
    """加入命令 - Add the commands of this file."""
    sets = parser.command("sets", "指标体系：列出、查看、检查")
    sets.command("list", "列出全部指标体系").does(_list_sets)
    show = sets.command("show", "查看一套指标体系")
    show.places.add_argument("id", metavar="ID", help="指标体系编号，可写作 编号@版本")
    show.options.add_argument("--json", action="store_true", help="输出 JSON：继承已展开的全部内容")
    show.does(_show_set)
    lint = sets.command("lint", "检查指标体系，指出文件、行和改法")
    lint.places.add_argument("named", metavar="PATH|ID", nargs="*", help="文件、目录或编号；不写则检查随程序提供的全部体系")
    lint.does(_lint_sets)

    templates = parser.command("templates", "报告模板：列出、查看、检查、试填")
    templates.command("list", "列出全部报告模板").does(_list_templates)
    show = templates.command("show", "查看一个报告模板")
    show.places.add_argument("id", metavar="ID", help="模板编号")
    show.options.add_argument("--json", action="store_true", help="输出 JSON")
    show.does(_show_template)
    lint = templates.command("lint", "检查报告模板，指出段落、标签和改法")
    lint.places.add_argument("named", metavar="PATH|ID", nargs="*", help="模板目录或编号；不写则检查随程序提供的全部模板")
    lint.does(_lint_templates)
    render = templates.command("render", "用任意 JSON 数据填充任意 Word 模板")
    render.places.add_argument("template", metavar="TEMPLATE.docx", help="带标签的 Word 文件")
    render.places.add_argument("data", metavar="DATA.json", help="数据文件（JSON 或 YAML）；- 表示标准输入")
    render.options.add_argument("-o", "--output", metavar="OUT.docx", required=True, help="输出的 Word 文件，以 .docx 结尾")
    render.does(_render)


def _list_sets(_: Chosen) -> int:
    """Print one line for each set."""
    from perfeval.desks import steward

    return _list(steward.sets())


def _list_templates(_: Chosen) -> int:
    """Print one line for each template."""
    from perfeval.desks import steward

    return _list(steward.templates())


def _show_set(chosen: Chosen) -> int:
    """Print one set, in words or as data."""
    from perfeval.desks import steward

    if chosen.json:
        _print_json(steward.set_tree(chosen.id))
    else:
        print(steward.set_words(chosen.id))
    return DONE


def _show_template(chosen: Chosen) -> int:
    """Print what is known of one template."""
    from perfeval.desks import steward

    if chosen.json:
        _print_json(steward.template(chosen.id))
    else:
        print(steward.template_words(chosen.id))
    return DONE


def _lint_sets(chosen: Chosen) -> int:
    """Print the defects of set files; defects are a failure."""
    from perfeval.desks import steward

    return _verdict(steward.lint_sets(chosen.named), "指标体系检查通过")


def _lint_templates(chosen: Chosen) -> int:
    """Print the defects of templates; defects are a failure."""
    from perfeval.desks import steward

    return _verdict(steward.lint_templates(chosen.named), "报告模板检查通过")


def _render(chosen: Chosen) -> int:
    """Fill a template; the document is written whole or not at all."""
    from perfeval.cli import files
    from perfeval.desks import steward

    files.refuse_other_than_word(chosen.output)
    document = steward.render(files.read(chosen.template), files.read(chosen.data), chosen.data)
    files.write(chosen.output, document, source=chosen.template)
    print(f"已生成 {chosen.output}")
    return DONE


def _list(entries: Iterable["Entry"]) -> int:
    """Print the id first and the title after it."""
    for entry in entries:
        print(f"{entry.id}  {entry.title}")
    return DONE


def _verdict(defects: Sequence[str], praise: str) -> int:
    """Print each defect on a line, or say that there is none; return the exit code."""
    if defects:
        print("\n".join([*defects, f"共{len(defects)}处需要修改"]), file=sys.stderr)
        return FAILED
    print(praise)
    return DONE


def _print_json(tree: object) -> None:
    """Print a tree as JSON that people can read."""
    print(json.dumps(tree, ensure_ascii=False, indent=2))
