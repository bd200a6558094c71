# Lists rules for texts and for reviews in PUBLISHED of their folder: those that the command line names, and no other.
# A version that is listed already never changes: the library does not hand it out once its content is another.

import sys
from collections.abc import Callable
from pathlib import Path

from perfeval import library
from perfeval.checks.texts import TextRules
from perfeval.errors import PerfevalError
from perfeval.review import DeductionTable, QualityRules, RiskTable

sys.path.insert(0, str(Path(__file__).parents[1]))

from scripts.publish_sets import write

HEAD = "# 已发布的规则：编号、版本、内容散列。已列出的一行不得改动，改动内容请提高版本号，原来的内容另存为“编号@版本.yaml”。\n"
KINDS: dict[str, Callable[[str], TextRules | DeductionTable | QualityRules | RiskTable]] = {
    library.TEXT_RULES: library.text_rules,
    library.DEDUCTIONS: library.deductions,
    library.QUALITY: library.quality_rules,
    library.RISKS: library.risks,
}
USAGE = f"用法：.venv/bin/python scripts/publish_rules.py 目录/编号 …，目录是 {'、'.join(KINDS)}；发布之后该版本不再改动"


def publish(name: str) -> None:
    """Write the list of a folder with one version added."""
    kind, _, reference = name.rpartition("/")
    rules, top = KINDS[kind](reference), library.folder(kind)
    write(top, HEAD, library.published_sets(top) | {f"{rules.id}@{rules.version}": rules.sha256})


def main(names: list[str]) -> int:
    if not names or any(name.rpartition("/")[0] not in KINDS for name in names):
        print(USAGE, file=sys.stderr)
        return 1
    try:
        for name in names:
            publish(name)
    except PerfevalError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"已列出 {'、'.join(names)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
