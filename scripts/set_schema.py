# Writes docs/indicator-set.schema.json, the JSON Schema of indicator sets for editors: after a change of what a set can say,
# or of a scoring method's parameters.

import json
from pathlib import Path

from perfeval import indicators
from perfeval.scoring import METHODS_BY_NAME

SCHEMA = Path(__file__).parents[1] / "docs" / "indicator-set.schema.json"


def schema_text() -> str:
    """Return the JSON Schema as the file holds it."""
    return json.dumps(indicators.schema(METHODS_BY_NAME), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(schema_text(), encoding="utf-8")
    print(f"已写 docs/{SCHEMA.name}")
