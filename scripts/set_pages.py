# Writes docs/sets/: for every indicator set the page that tells its rules in words, and the list of them all. Run it after a change of
# a set, of a scoring method or of their words. A set that the linter refuses has no page; pages of sets that are gone are removed.

import sys
from pathlib import Path

from perfeval import library
from perfeval.desks import set_author
from perfeval.errors import PerfevalError
from perfeval.indicators import IndicatorSet, phrases

FOLDER = Path(__file__).parents[1] / "docs" / "sets"
INDEX = "README.md"
HEAD = """# 指标体系说明

每套指标体系一页：适用于谁、依据是什么、每一行怎样得分（附算例）、与上级体系有什么不同。各页由程序按体系文件生成，与
`perfeval sets show 编号 --words` 相同；规则本身在 [indicator_sets/](../../indicator_sets/)，写法见[体系作者手册](../sets.md)。
两套体系有什么不同，用 `perfeval sets diff 甲 乙` 查看。

| 编号 | 名称 | 适用 | 上级体系 | 核对 |
|---|---|---|---|---|
"""


def place(set_id: str) -> Path:
    """Return where the page of a set stands."""
    return FOLDER / f"{set_id}.md"


def pages() -> dict[Path, str]:
    """Return every page by its place, the list of them among these; a set that cannot be handed out has none."""
    sets = [rules for set_id in library.set_ids() if (rules := sound(set_id)) is not None]
    index = HEAD + "".join(f"| {' | '.join(row(rules))} |\n" for rules in sets)
    return {FOLDER / INDEX: index} | {place(rules.id): set_author.page_of(rules) for rules in sets}


def sound(set_id: str) -> IndicatorSet | None:
    """Return a set, nothing where the linter refuses it."""
    try:
        return library.indicator_set(set_id)
    except PerfevalError as error:
        print(f"{set_id} 没有说明页：{error.message}", file=sys.stderr)
        return None


def row(rules: IndicatorSet) -> tuple[str, ...]:
    """Return the line of a set in the list."""
    base = rules.based_on.partition("@")[0] if rules.based_on else ""
    return (
        f"[{rules.id}]({rules.id}.md)",
        rules.title,
        f"{phrases.kinds(rules.kinds)}，{phrases.years(rules.years)}",
        f"[{base}]({base}.md)" if base else "—",
        "未核对原文" if rules.source.unverified else "已核对原文",
    )


def main() -> int:
    written = pages()
    for path, text in written.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for path in set(FOLDER.rglob("*.md")) - set(written):
        path.unlink()
    print(f"已写 docs/sets/ 的{len(written)}页")
    return 0


if __name__ == "__main__":
    sys.exit(main())
