# Lists new versions of indicator sets in indicator_sets/PUBLISHED and writes the JSON Schema for editors.
# A version that is listed already never changes: where its content differs, nothing is written.

import json
import sys
from pathlib import Path

from perfeval import indicators, library
from perfeval.errors import PerfevalError
from perfeval.scoring import METHODS_BY_NAME

ROOT = Path(__file__).parents[1]
SCHEMA = ROOT / "docs" / "indicator-set.schema.json"


def references() -> list[str]:
    """Return every version of every set."""
    return [f"{set_id}@{version}" for set_id in library.set_ids() for version in library.set_versions(set_id)]


def published_text() -> str:
    """Return the list of published sets as it should be."""
    head = "# 已发布的指标体系：编号、版本、内容散列（继承之后）。已列出的一行不得改动，改动内容请提高版本号。\n"
    rules = [library.indicator_set(reference) for reference in references()]
    return head + "".join(f"{each.id} {each.version} {each.sha256}\n" for each in rules)


def schema_text() -> str:
    """Return the JSON Schema as the file holds it."""
    return json.dumps(indicators.schema(METHODS_BY_NAME), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main() -> int:
    try:
        if defects := library.lint_paths():
            print(*defects, sep="\n", file=sys.stderr)
            return 1
        published = published_text()
    except PerfevalError as error:
        print(error, file=sys.stderr)
        return 1
    (library.folder("indicator_sets") / library.PUBLISHED).write_text(published, encoding="utf-8")
    SCHEMA.write_text(schema_text(), encoding="utf-8")
    print(f"已列出 {len(references())} 个版本；{SCHEMA.name} 已更新")
    return 0


if __name__ == "__main__":
    sys.exit(main())
