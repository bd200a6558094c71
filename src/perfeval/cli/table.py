"""评分一览的排版 - Lay out an overview for a terminal: a table, then words."""

from collections.abc import Iterator

from perfeval.cli.width import folded, padded, right, width
from perfeval.desks.overview import HEAD, Loss, Overview, Part, Remarks

WIDEST = (4, 28, 16, 16, 5, 8, 7, 7)
"""列宽 - How wide each column may become; a longer text goes on in the next line."""
NUMBERS_FROM = 4
_INDENT = "  "
_LINE = 100


def lines(view: Overview) -> Iterator[str]:
    """逐行 - Yield the lines of an overview."""
    yield view.title
    yield f"指标体系：{view.rules}"
    yield ""
    yield from _table(view.parts)
    if view.sums:
        yield f"{_INDENT}小计：{'；'.join(view.sums)}"
    yield ""
    yield from _losses(view.losses)
    yield from findings(view.findings)
    yield f"总分 {view.total}　等级 {view.grade}"
    for remark in view.remarks:
        yield from _paragraph(remark, _INDENT)


def findings(groups: tuple[Remarks, ...]) -> Iterator[str]:
    """逐条提示 - Yield the lines of findings, by severity."""
    if not groups:
        yield "没有校验提示"
        yield ""
    for group in groups:
        yield f"■ {group.title}"
        for remark in group.remarks:
            yield from _paragraph(str(remark), _INDENT)
            if remark.suggestion:
                yield from _paragraph(f"→ {remark.suggestion}", _INDENT * 2)
        yield ""


def _table(parts: tuple[Part, ...]) -> Iterator[str]:
    """Yield the table: head, then each part with its title above its rows."""
    rows = [row for part in parts for row in part.rows]
    columns = [min(most, max(width(row[at]) for row in (HEAD, *rows))) for at, most in enumerate(WIDEST)]
    rule = "─" * (sum(columns) + 2 * (len(columns) - 1))
    yield from _cells(HEAD, columns)
    yield rule
    for part in parts:
        yield f"【{part.title}】"
        for row in part.rows:
            yield from _cells(row, columns)
    yield rule


def _cells(row: tuple[str, ...], columns: list[int]) -> Iterator[str]:
    """Yield the one or more lines of one row: words to the left, numbers to the right."""
    cells = [folded(text, most) for text, most in zip(row, columns, strict=True)]
    for at in range(max(len(cell) for cell in cells)):
        texts = [cell[at] if at < len(cell) else "" for cell in cells]
        aligned = [
            right(text, most) if column >= NUMBERS_FROM else padded(text, most)
            for column, (text, most) in enumerate(zip(texts, columns, strict=True))
        ]
        yield "  ".join(aligned).rstrip()


def _losses(losses: tuple[Loss, ...]) -> Iterator[str]:
    """Yield how the lost points came about."""
    if losses:
        yield "■ 失分说明"
    for loss in losses:
        yield f"{_INDENT}{loss.title}"
        for words in loss.words:
            yield from _paragraph(words, _INDENT * 2)
    if losses:
        yield ""


def _paragraph(text: str, indent: str) -> Iterator[str]:
    """Yield a text in lines that fit, each indented."""
    for line in folded(text, _LINE - len(indent)):
        yield indent + line
