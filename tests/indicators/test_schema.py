"""编辑器提示 - The JSON Schema beside the docs is what the model says today, and knows every method's parameters."""

import json
from pathlib import Path
from typing import Any

from perfeval import indicators
from perfeval.scoring import METHODS, METHODS_BY_NAME

PAGE = Path(__file__).parents[2] / "docs" / "indicator-set.schema.json"


def written() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(PAGE.read_text(encoding="utf-8"))
    return schema


def test_the_schema_in_the_docs_is_current() -> None:
    assert written() == json.loads(json.dumps(indicators.schema(METHODS_BY_NAME))), "run .venv/bin/python scripts/set_schema.py"


def test_the_schema_offers_every_method_with_its_own_parameters() -> None:
    indicator = written()["$defs"]["Indicator"]
    assert set(indicator["properties"]["method"]["enum"]) == set(METHODS_BY_NAME)
    offered = {
        branch["if"]["properties"]["method"]["const"]: branch["then"]["properties"]["parameters"]["$ref"] for branch in indicator["allOf"]
    }
    for method in METHODS:
        definition = written()["$defs"][offered[method.name].rpartition("/")[2]]
        names = {field.alias or name for name, field in method.parameters.model_fields.items()}
        assert set(definition.get("properties", {})) == names, method.name
        assert definition["additionalProperties"] is False


def test_every_reference_of_the_schema_leads_somewhere() -> None:
    schema = written()
    found = set[str]()

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            found.update(node[key] for key in ("$ref",) if key in node)
            for child in node.values():
                walk(child)
        elif isinstance(node, list):
            for child in node:
                walk(child)

    walk(schema)
    assert found
    assert {reference.removeprefix("#/$defs/") for reference in found} <= set(schema["$defs"])


def test_the_schema_knows_files_that_inherit() -> None:
    differences = written()["$defs"]["Differences"]
    assert {"based_on", "changes", "id", "title", "source"} <= set(differences["properties"])
    assert "categories" not in differences["properties"], "what differs stands in changes"
