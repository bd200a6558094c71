"""说明页的版面 - Read the page of a set, as its authors' desk writes it, into headings, tables, lists and paragraphs.

Only what that page is made of is known here: `##`, `|`, `- ` with lines that go on, and plain lines.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """段 - Hold a paragraph, a table with its head as the first row, or a list whose items may have further lines."""

    kind: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """节 - Hold a heading and what stands below it; the first section has none."""

    title: str
    blocks: tuple[Block, ...] = field(default=())

    @property
    def anchor(self) -> str:
        """锚点 - Return the name by which a link leads to it."""
        return f"s-{self.title}"


def sections(page: str) -> tuple[Section, ...]:
    """分节 - Return the sections of a page, without its main heading."""
    _, _, body = page.partition("\n")
    parts = f"\n{body}".split("\n## ")
    return tuple(_section(part, "" if at == 0 else part.partition("\n")[0]) for at, part in enumerate(parts))


def _section(part: str, title: str) -> Section:
    text = part.removeprefix(title)
    return Section(title=title, blocks=tuple(_blocks(text)))


def _blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a section: lines of one kind that stand together."""
    for kind, lines in groupby(text.split("\n"), _kind):
        match kind:
            case "table":
                rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]
                yield Block(kind=kind, rows=tuple(row for row in rows if set("".join(row)) != {"-"}))
            case "list":
                yield Block(kind=kind, rows=tuple(_items(list(lines))))
            case "text":
                yield from (Block(kind=kind, rows=((line,),)) for line in lines)
            case _:
                pass


def _kind(line: str) -> str:
    """Return what a line belongs to."""
    if line.startswith("|"):
        return "table"
    if line.startswith(("- ", "  ")):
        return "list"
    return "text" if line.strip() else ""


def _items(lines: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield the items of a list, each with the lines that go on with it."""
    item: list[str] = []
    for line in lines:
        if line.startswith("- ") and item:
            yield tuple(item)
            item = []
        item.append(line.removeprefix("- ").strip())
    yield tuple(item)
