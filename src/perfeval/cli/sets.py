"""指标体系命令 - List, show, compare, check and draft indicator sets."""

from perfeval.cli import listing
from perfeval.cli.arguments import Chosen, Parser

_NAMED = "指标体系编号，可写作 编号@版本；也可以是体系文件"


def add(parser: Parser) -> None:
    """加入命令 - Add the commands of this file."""
    sets = parser.command("sets", "指标体系：列出、查看、对照、检查、起草")
    sets.command("list", "列出全部指标体系").does(_list)

    show = sets.command("show", "查看一套指标体系")
    show.places.add_argument("id", metavar="ID|FILE", help=_NAMED)
    show.options.add_argument("--words", action="store_true", help="写成给填表人看的说明页：每条规则怎样得分，附算例")
    show.options.add_argument("--json", action="store_true", help="输出 JSON：继承已展开的全部内容")
    show.does(_show)

    diff = sets.command("diff", "对照两套指标体系，逐处列出不同")
    diff.places.add_argument("old", metavar="A", help=_NAMED)
    diff.places.add_argument("new", metavar="B", help="同上")
    diff.options.add_argument("--json", action="store_true", help="输出 JSON，供其他程序使用")
    diff.does(_diff)

    lint = sets.command("lint", "检查指标体系，指出文件、行和改法")
    lint.places.add_argument("named", metavar="PATH|ID", nargs="*", help="文件、目录或编号；不写则检查随程序提供的全部体系")
    lint.does(_lint)

    new = sets.command("new", "以一套体系为上级，起草一套新的")
    new.places.add_argument("id", metavar="ID", help="新体系的编号，如 demo/project/2024")
    new.options.add_argument("--from", dest="base", metavar="BASE", required=True, help="上级体系的编号，可写作 编号@版本")
    new.options.add_argument("-o", "--output", metavar="FILE", help="写到哪个文件，以 .yaml 结尾；不写则按编号存放")
    new.does(_new)


def _list(_: Chosen) -> int:
    """Print one line for each set."""
    from perfeval.desks import steward

    return listing.entries(steward.sets())


def _show(chosen: Chosen) -> int:
    """Print one set: a line for each rule, a page for clerks, or data."""
    from perfeval.desks import set_author

    if chosen.json:
        return listing.tree(set_author.tree(chosen.id))
    return listing.text(set_author.page(chosen.id) if chosen.words else set_author.words(chosen.id))


def _diff(chosen: Chosen) -> int:
    """Print in what two sets differ."""
    from perfeval.desks import set_author

    found = set_author.compare(chosen.old, chosen.new)
    return listing.tree(found.as_json()) if chosen.json else listing.text("\n".join(found.words()))


def _lint(chosen: Chosen) -> int:
    """Print the defects of set files; defects are a failure."""
    from perfeval.desks import steward

    return listing.verdict(steward.lint_sets(chosen.named), "指标体系检查通过")


def _new(chosen: Chosen) -> int:
    """Write the draft of a set and the skeleton of its worked examples, both or none."""
    from perfeval.cli import files
    from perfeval.desks import set_draft

    draft = set_draft.draft(chosen.id, chosen.base)
    path = set_draft.home(draft.id, chosen.output)
    cases = path.with_suffix(set_draft.CASES)
    files.write_new({str(path): draft.rules, str(cases): draft.cases})
    return listing.steps(f"已起草 {path}，以 {draft.base} 为上级；算例写在 {cases.name}", list(draft.steps(path)))
