"""示例 - The shipped examples, worked through one after the other as a unit would do it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from perfeval import library, syntax
from perfeval.checks import TITLES
from perfeval.desks import department
from perfeval.desks.department import Annex, Assessment, Document
from perfeval.desks.overview import MISSING
from perfeval.errors import Broken
from perfeval.indicators import Severity
from perfeval.quantities import show_points

INDEX = "index.yaml"
_GRAVE = {Severity.ERROR: "错误", Severity.WARNING: "警告"}
_NAMED = 3
_KEYS = {"file", "template", "title"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """示例 - Name one example, its file and the template that prints it."""

    title: str
    path: Path
    template: str

    @property
    def id(self) -> str:
        """编号 - Return the name by which addresses and files call the example."""
        return self.path.stem


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """做完的示例 - Hold one example, scored and printed."""

    example: Example
    assessments: tuple[Assessment, ...]
    document: Document

    @property
    def result(self) -> str:
        """评分结果 - Return total and grade of one form; of several, how many have which grade."""
        cards = [each.card for each in self.assessments]
        if len(cards) > 1 and all(card.total is None for card in cards):
            return f"{len(cards)}份，不计分"
        if len(cards) > 1:
            grades = Counter(card.grade or "未评定" for card in cards)
            return f"{len(cards)}份：{' '.join(f'{grade}{count}' for grade, count in grades.items())}"
        if cards[0].total is None:
            return "不计分"
        return f"总分 {show_points(cards[0].total)} 等级 {cards[0].grade or MISSING}"

    @property
    def found(self) -> str:
        """发现 - Return in one line what was found: how many errors and warnings, and which, those of most rows first."""
        told = [_counted(self.assessments, severity, title) for severity, title in _GRAVE.items()]
        return "；".join(filter(None, told)) or "没有错误和警告"


def _counted(assessments: tuple[Assessment, ...], severity: Severity, title: str) -> str:
    """Return how many findings of one severity there are, and of which kinds."""
    codes = Counter(finding.code for each in assessments for finding in each.findings if finding.severity is severity)
    kinds = "、".join(TITLES[code] for code, _ in codes.most_common(_NAMED))
    more = "等" if len(codes) > _NAMED else ""
    return f"{title}{codes.total()}条（{kinds}{more}）" if codes else ""


def examples() -> tuple[Example, ...]:
    """全部示例 - Return the shipped examples in the order of their index.

    Raises: Broken, when the index does not name file, template and title of each.
    """
    folder = library.folder("examples")
    return tuple(_example(folder, entry) for entry in _index(folder / INDEX))


def work(all_of_them: tuple[Example, ...]) -> Iterator[Worked]:
    """逐个完成 - Yield the examples, each scored, checked and printed with its annex."""
    for example in all_of_them:
        filled = department.read(example.path.read_bytes(), example.path.name)
        yield Worked(
            example=example,
            assessments=department.assess_all(filled),
            document=department.report(filled, example.template, Annex.WITH),
        )


def text(example_id: str) -> str:
    """示例内容 - Return the text of the example with this id, nothing for a name that no example has."""
    found = (each for each in examples() if each.id == example_id)
    return next((each.path.read_text(encoding="utf-8") for each in found), "")


def _index(path: Path) -> list[syntax.Tree]:
    """Return the entries of the index."""
    tree = syntax.load(path.read_bytes(), path.name) if path.is_file() else None
    if not isinstance(tree, list):
        raise Broken("examples-broken", f"示例目录 {path} 不存在或不是列表，请重新安装")
    return tree


def _example(folder: Path, entry: syntax.Tree) -> Example:
    """Return one example of the index."""
    texts = {key: text for key, text in entry.items() if isinstance(text, str)} if isinstance(entry, dict) else {}
    if not texts.keys() >= _KEYS:
        raise Broken("examples-broken", f"示例目录 {folder / INDEX} 中有一项没有写全 {'、'.join(sorted(_KEYS))}")
    return Example(title=texts["title"], path=folder / texts["file"], template=texts["template"])
