"""起草体系 - Write the first draft of an indicator set that follows another one, with a skeleton of worked examples beside it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from perfeval import evaluation, library, scoring
from perfeval.desks import lookup
from perfeval.errors import Invalid, PerfevalError, Place
from perfeval.indicators import Category, IndicatorSet, Weights
from perfeval.quantities import Points, plain_points, show_points
from perfeval.syntax import Tree

SUFFIX, CASES = ".yaml", library.CASES
"""文件名的结尾 - How the names of a set file, and of the worked examples beside it, end."""
TRIED = ".venv/bin/pytest -q tests/indicators/test_cases.py"
"""核对算例 - The command that proves the worked examples of every set."""
_PLAIN = re.compile(r"[a-z0-9/-]+")
_YEAR = re.compile(r"(?:199|20\d)\d")
_ODD = re.compile(r"""[,:#{}\[\]"'&*?|<>=!%@`-]|^\d""")
_MOVED = Points(1000)
_SET = """\
# 待填：一句话说明这套体系与上级有什么不同。
# 由 {base}（{title}）起草；带“待填”的地方都要填写或删去，写法见 docs/sets.md。
format: perfeval.indicator-set/1
id: {id}
version: "1" # 发布以后不再改动；要改，另写新版本
title: 待填：体系名称
years: {{from: {year}}} # 待填：适用年度；只用到某年的，写成 {{from: {year}, to: {year}}}
source:
  # number: 待填：文号，如 某财绩〔{year}〕1号；没有文号的删去这一行
  title: 待填：文件或表的名称
  clause: 待填：第几条、哪张表、哪一列
  read: 待填：在哪里读到，如网址、文件、公开的表
  unverified: true # 原文在手并逐字核对过的，删去这一行和下一行
  why: 待填：哪些内容没有核对原文，为什么
based_on: {base} # 没有写进 changes 的，都与它相同
# 与上级不同的地方，去掉行首的“# ”照样子写：at 写位置（列表里的成员用名称），set 改、add 加、remove: true 删，why 写依据。
# changes:
{changes}"""
_CASES = """\
# 算例：表怎样填，就应得几分；先抄公开的自评表，再写自编的数字（source 写“算例”）。写法见 docs/sets.md。
# 去掉下面各行行首的“# ”，删去这一行的 []，改成自己的数字；运行 {tried} 核对。
[]
{case}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDraft:
    """体系草稿 - Hold the text of a new set file and of its worked examples, and what it is based on."""

    id: str
    base: str
    rules: bytes
    cases: bytes

    def steps(self, path: Path) -> Iterator[str]:
        """下一步 - Yield what the author does next with the file."""
        top = library.source_folder("indicator_sets")
        own = "" if top is None else ".venv/bin/"
        yield f"打开 {path}，填写或删去带“待填”的地方；与上级不同的写进 changes，每条写明依据（写法见 docs/sets.md）"
        yield f"{own}perfeval sets lint {path}　检查写法、分值合计和依据；还没有填写的“待填”，一行一处列出"
        yield f"{own}perfeval sets diff {self.base} {path}　看与上级有什么不同；{own}perfeval sets show {path} --words 看整页说明"
        if top is None or not path.resolve().is_relative_to(top.resolve()):
            yield f"两个文件放进源码的 indicator_sets/，存为 {self.id}{SUFFIX} 和 {self.id}{CASES}，才能用来评分"
        yield f"在 {path.with_suffix(CASES).name} 中写好算例，运行 {TRIED} 逐个核对"
        first = "" if self.base in library.published_sets(library.folder("indicator_sets")) else f"先发布上级 {self.base}，再"
        yield f"请别人对照原表读一遍，{first}运行 .venv/bin/python scripts/publish_sets.py {self.id} 发布"
        yield ".venv/bin/python scripts/set_pages.py　更新说明页；从表到模板的全部步骤见 docs/add-a-county.md"


def home(set_id: str, output: str | None) -> Path:
    """存放位置 - Return where the file of a new set goes: where it is asked to, else among the sources, else in the folder one is in.

    Raises: Invalid, when the name is not that of a set file, or when it stands among the sources in the place of another id.
    """
    top = library.source_folder("indicator_sets")
    usual = top / f"{set_id}{SUFFIX}" if top else Path(f"{set_id.rpartition('/')[2]}{SUFFIX}")
    if output is None:
        return usual
    path = Path(output)
    if not output.endswith(SUFFIX) or output.endswith(CASES) or path.name == SUFFIX:
        place = Place(where=output, message="写出的是体系文件", suggestion=f"请以 {SUFFIX} 结尾，如 {usual.name}")
        raise Invalid("file-unwritable", f"不能写入文件 {output}", (place,))
    if top and path.resolve().is_relative_to(top.resolve()) and path.resolve() != usual.resolve():
        place = Place(where=output, message="体系目录中的文件按编号存放", suggestion=f"请写成 {usual}，或不写 -o")
        raise Invalid("file-unwritable", f"不能写入文件 {output}", (place,))
    return path


def draft(set_id: str, base: str) -> SetDraft:
    """起草 - Return the draft of a set with this id that follows another one, whose version is pinned.

    Raises: NotFound, with the sets nearest to the base; Invalid, when the id may not be used.
    """
    above = lookup.rules(base)
    if set_id in library.set_ids():
        advice = "请换一个编号；要修改它，先把原文件另存为 编号@版本.yaml，再提高 version（见 docs/sets.md）"
        raise Invalid("set-exists", f"已经有编号为 {set_id} 的指标体系", (Place(where=set_id, message=_title(set_id), suggestion=advice),))
    pinned = f"{above.id}@{above.version}"
    written = set_id if _PLAIN.fullmatch(set_id) else json.dumps(set_id, ensure_ascii=False)
    text = _SET.format(base=pinned, title=above.title, id=written, year=_year(set_id, above), changes=_commented(_changes(above)))
    _refuse_bad_id(set_id, text, above)
    cases = _CASES.format(tried=TRIED, case=_commented(_case(above)))
    return SetDraft(id=set_id, base=pinned, rules=text.encode(), cases=cases.encode())


def _title(set_id: str) -> str:
    """Return the title of a set, nothing where its file cannot be read."""
    try:
        return library.indicator_set(set_id).title
    except PerfevalError:
        return "文件还有问题，见 perfeval sets lint"


def _refuse_bad_id(set_id: str, text: str, above: IndicatorSet) -> None:
    """Refuse an id that no set may have; the draft is read as the file will be."""
    try:
        library.set_from(text.encode(), "编号")
    except Invalid as error:
        parts = [part for each in re.split(r"[/\\.]", set_id.lower()) if (part := re.sub(r"[^a-z0-9]+", "-", each).strip("-"))]
        tidy = "/".join(parts if len(parts) > 1 else [*parts, above.kinds[0]])
        near = f"；可以写成 {tidy}" if parts and parts[0][0].isalpha() else ""
        places = tuple(Place(where="ID", message=each.message, suggestion=f"{each.suggestion}{near}") for each in error.places)
        raise Invalid("set-id-invalid", f"“{set_id}”不能作指标体系的编号", places) from None


def _year(set_id: str, above: IndicatorSet) -> int:
    """Return the year that an id ends in, else the one in which the base begins."""
    last = set_id.rpartition("/")[2]
    return int(last) if _YEAR.fullmatch(last) else above.years.start


def _commented(lines: Iterator[str]) -> str:
    """Return lines that say nothing to the program until the author takes the mark away."""
    return "".join(f"# {line}\n" for line in lines)


def _changes(above: IndicatorSet) -> Iterator[str]:
    """Yield differences as examples, made from what stands in the base; with all of them the weights still make 100."""
    money, first = above.execution.weight, next(iter(above.categories), None)
    if money and first and first.weight and _stands_alone(above, first):
        yield from ("  - at: execution.weight", f'    set: "{plain_points(Points(money + _MOVED))}"', "    why: 待填：依据表上哪一处")
        yield f"  - at: categories.{first.name}.weight"
        yield from (f'    set: "{plain_points(Points(first.weight - _MOVED))}"', "    why: 待填：依据表上哪一处")
    yield from ("  - at: notes", "    add: 待填：对填表人的一句说明", "    why: 待填：依据表上哪一处")


def _stands_alone(above: IndicatorSet, first: Category) -> bool:
    """Tell whether points can move from a level-1 part to the money row without anything else having to follow."""
    shared = any(first.name in name.split("+") for alternative in above.alternatives for name in alternative)
    divided = any([*(each.weight for each in first.aspects), *(each.weight for each in above.indicators)])
    return (first.weight or 0) > _MOVED and above.execution.category is None and not shared and not divided


def _case(above: IndicatorSet) -> Iterator[str]:
    """Yield a worked example whose figures are scored by the base."""
    row: dict[str, Tree] = {"name": "培训期数", "target": "≥4期", "actual": "3期"}
    if above.scored:
        row["weight"] = "10"
    if above.categories:
        first = above.categories[0]
        row = {"category": first.name, **({"aspect": first.aspects[0].name} if first.aspects else {}), **row}
    cells = ", ".join(f'{key}: "{value}"' if key in {"weight", "target"} else f"{key}: {_quoted(value)}" for key, value in row.items())
    yield "- name: 待填：用一句话说明算的是哪条规则"
    yield "  source: 待填：公开表的名称；自编数字的写“算例”"
    yield "  form:"
    yield '    funds: [{source: total, adjusted: "40", spent: "37"}]'
    yield f"    indicators:\n#       - {{{cells}}}"
    yield from _expected(above, row)


def _quoted(value: Tree) -> str:
    """Return a text as it may stand between commas."""
    return json.dumps(value, ensure_ascii=False) if _ODD.search(str(value)) else str(value)


def _expected(above: IndicatorSet, row: dict[str, Tree]) -> Iterator[str]:
    """Yield what the worked example must give."""
    form: dict[str, Tree] = {
        "format": "perfeval.evaluation/1",
        "set": above.id,
        "year": str(above.years.start),
        "kind": above.kinds[0],
        "money_unit": "元",
        "funds": [{"source": "total", "adjusted": "40", "spent": "37"}],
        "indicators": [row],
    }
    card = scoring.score(above, evaluation.from_tree(form))
    money, first = card.execution.computed, card.rows[0].computed
    yield "  expect:"
    if money is not None:
        yield f'    execution: {{computed: "{show_points(money)}"}}'
    points = "null" if first is None else f'"{show_points(first)}"'
    yield f"    rows: {{培训期数: {{computed: {points}}}}}"
    if above.weights is Weights.NONE:
        yield "    total: null"
