"""报告模板命令 - List, show, check, draft and try out templates, and fill any template with any data."""

from perfeval.cli import listing
from perfeval.cli.arguments import Chosen, Parser
from perfeval.cli.failures import DONE

_LONGEST = 40
_KINDS = ("form", "report", "review", "opinion", "notice", "summary", "yearly")


def add(parser: Parser) -> None:
    """加入命令 - Add the commands of this file."""
    templates = parser.command("templates", "报告模板：列出、查看、检查、起草、试填")
    templates.command("list", "列出全部报告模板").does(_list)
    _add_looking(templates)
    _add_making(templates)


def _add_looking(templates: Parser) -> None:
    """Add the commands that change nothing."""
    show = templates.command("show", "查看一个报告模板")
    show.places.add_argument("id", metavar="ID", help="模板编号")
    show.options.add_argument("--json", action="store_true", help="输出 JSON")
    show.does(_show)

    lint = templates.command("lint", "检查报告模板，指出段落、标签和改法")
    lint.places.add_argument("named", metavar="PATH|ID", nargs="*", help="模板目录或编号；不写则检查随程序提供的全部模板")
    lint.does(_lint)

    variables = templates.command("variables", "列出模板可用的变量、含义和示例")
    words = (
        "form：表式模板，变量写在 forms 的循环之内；report：只用于一份自评的报告模板；不写则两类都按报告模板的写法列出；"
        "复核文书：review 复核报告，opinion 复核意见书，notice 整改通知书，summary 汇总表，yearly 年度报告"
    )
    variables.options.add_argument("--kind", choices=_KINDS, metavar="KIND", help=words)
    variables.does(_variables)


def _add_making(templates: Parser) -> None:
    """Add the commands that write files."""
    new = templates.command("new", "以一个模板为底本，起草一个新的")
    new.places.add_argument("id", metavar="ID", help="新模板的编号，如 demo.project.form.2024")
    new.options.add_argument("--from", dest="base", metavar="TEMPLATE", required=True, help="底本的编号或目录")
    new.options.add_argument(
        "-o", "--output", metavar="DIR", help="放在哪个目录之下；不写则放在 report_templates/ 之下，没有源码的放在当前目录"
    )
    new.does(_new)

    sample = templates.command("sample", "用一份自评数据更新模板的样例 sample.json 和 expected.txt")
    sample.places.add_argument("template", metavar="ID|DIR", help="模板编号或目录")
    words = "自评数据文件（YAML 或 JSON），复核文书的为写法与 sample.json 相同的文件；- 表示标准输入"
    sample.options.add_argument("--data", metavar="FORM.yaml", required=True, help=words)
    sample.does(_sample)

    render = templates.command("render", "用任意 JSON 数据填充任意 Word 模板")
    render.places.add_argument("template", metavar="TEMPLATE.docx", help="带标签的 Word 文件")
    render.places.add_argument("data", metavar="DATA.json", help="数据文件（JSON 或 YAML）；- 表示标准输入")
    render.options.add_argument("-o", "--output", metavar="OUT.docx", required=True, help="输出的 Word 文件，以 .docx 结尾")
    render.does(_render)


def _list(_: Chosen) -> int:
    """Print one line for each template."""
    from perfeval.desks import steward

    return listing.entries(steward.templates())


def _show(chosen: Chosen) -> int:
    """Print what is known of one template."""
    from perfeval.desks import steward

    if chosen.json:
        return listing.tree(steward.template(chosen.id))
    return listing.text(steward.template_words(chosen.id))


def _lint(chosen: Chosen) -> int:
    """Print the defects of templates; defects are a failure."""
    from perfeval.desks import steward

    found = steward.lint_templates(chosen.named)
    for line in found.remarks:
        listing.text(f"提示：{line}")
    return listing.verdict(found.defects, "报告模板检查通过")


def _variables(chosen: Chosen) -> int:
    """Print what a template may print, a line for each variable."""
    from perfeval.cli.width import folded
    from perfeval.desks import template_author

    for group in template_author.variables(use=template_author.Use(chosen.kind) if chosen.kind else None):
        listing.text(f"{group.title}：")
        for each in group.variables:
            example = folded(each.example, _LONGEST)
            shown = f"　例：{example[0]}{'…' if len(example) > 1 else ''}" if each.example else ""
            listing.text(f"  {each.path}  {each.title}{shown}")
    return DONE


def _new(chosen: Chosen) -> int:
    """Write the folder of a new template, whole or not at all."""
    from perfeval.cli import files
    from perfeval.desks import template_author

    draft = template_author.draft(chosen.id, chosen.base)
    folder = template_author.home(draft.id, chosen.output)
    files.write_new({str(folder / name): data for name, data in draft.files.items()})
    return listing.steps(f"已起草 {folder}，底本是 {chosen.base}", list(draft.steps(folder)))


def _sample(chosen: Chosen) -> int:
    """Write the sample of a template anew; both files are made before one is written."""
    from perfeval.cli import files
    from perfeval.desks import template_author

    name = "标准输入" if chosen.data == "-" else f"“{chosen.data}”"
    made = template_author.sample_at(chosen.template, files.read(chosen.data), name)
    for path, data in made.items():
        files.write(str(path), data, source=chosen.data)
    return listing.text(f"已更新 {'、'.join(map(str, made))}，请逐行核对")


def _render(chosen: Chosen) -> int:
    """Fill a template; the document is written whole or not at all."""
    from perfeval.cli import files
    from perfeval.desks import steward

    files.refuse_other_than_word(chosen.output)
    document = steward.render(files.read(chosen.template), files.read(chosen.data), chosen.data)
    files.write(chosen.output, document, source=chosen.template)
    return listing.text(f"已生成 {chosen.output}")
