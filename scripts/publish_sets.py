# Lists indicator sets in indicator_sets/PUBLISHED: those that the command line names, and no other.
# A version that is listed already never changes: where anything is wrong, nothing is written.

import sys
from collections.abc import Iterator
from pathlib import Path

from perfeval import library, syntax
from perfeval.errors import PerfevalError
from perfeval.indicators import IndicatorSet

HEAD = "# 已发布的指标体系：编号、版本、内容散列（继承之后）。已列出的一行不得改动，改动内容请提高版本号。\n"


def drafts(listed: dict[str, str]) -> Iterator[str]:
    """Yield every set that is not listed yet, or cannot even be loaded."""
    for set_id in library.set_ids():
        try:
            references = [f"{set_id}@{version}" for version in library.set_versions(set_id)]
        except PerfevalError:
            yield f"{set_id}（还有问题，请先运行 .venv/bin/perfeval sets lint）"
        else:
            yield from (reference for reference in references if reference not in listed)


def place(reference: str) -> tuple[str, int]:
    """Return where a version stands in the list: by id, the newest first."""
    set_id, _, version = reference.partition("@")
    return set_id, -int(version)


def obstacles(rules: IndicatorSet, listed: dict[str, str]) -> list[str]:
    """Return what keeps a set from being published, beside defects, which keep it from loading."""
    top, found = library.folder("indicator_sets"), []
    rule_file, cases = top / f"{rules.id}.yaml", top / f"{rules.id}{library.CASES}"
    if not cases.is_file():
        found.append(f"{rules.id} 缺少算例：请在同一目录写 {cases.name}，写法见 docs/sets.md")
    if any(syntax.unfilled(path.read_bytes(), path.name) for path in (rule_file, cases) if path.is_file()):
        found.append(f"{rules.id} 中还有“{syntax.TO_FILL_IN}”的地方，请先填写，逐处见 .venv/bin/perfeval sets lint {rules.id}")
    if rules.based_on is not None and rules.based_on not in listed:
        found.append(f"{rules.id} 继承的 {rules.based_on} 尚未发布：请先发布它，或在同一条命令里写上它")
    return found


def publish(names: list[str]) -> list[str]:
    """Write the list with these sets added; return what is in the way, and then write nothing."""
    top = library.folder("indicator_sets")
    asked = [library.indicator_set(name) for name in names]
    listed = library.published_sets(top) | {f"{rules.id}@{rules.version}": rules.sha256 for rules in asked}
    if wrong := [line for rules in asked for line in obstacles(rules, listed)]:
        return wrong
    write(top, HEAD, listed)
    return []


def write(top: Path, head: str, listed: dict[str, str]) -> None:
    """Write the list of a folder."""
    lines = (f"{' '.join(reference.split('@'))} {listed[reference]}\n" for reference in sorted(listed, key=place))
    (top / library.PUBLISHED).write_text(head + "".join(lines), encoding="utf-8")


def usage() -> str:
    """Return how to call this, with the sets that are not published yet."""
    left = "、".join(drafts(library.published_sets(library.folder("indicator_sets")))) or "无"
    return f"用法：.venv/bin/python scripts/publish_sets.py 编号 …；发布之后该版本不再改动\n尚未发布的：{left}"


def main(names: list[str]) -> int:
    try:
        wrong = publish(names) if names else [usage()]
    except PerfevalError as error:
        wrong = [str(error)]
    if wrong:
        print(*wrong, sep="\n", file=sys.stderr)
        return 1
    print(f"已列出 {'、'.join(names)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
