"""编辑器提示 - Write the JSON Schema of set files, generated from the model, with the parameters of every method."""

from collections.abc import Sequence

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema

from perfeval.indicators.inherit import KEYS, OWN
from perfeval.indicators.model import IndicatorSet
from perfeval.indicators.parts import Methods, Part
from perfeval.quantities import Fraction, plain

Schema = dict[str, object]
_MODE: JsonSchemaMode = "validation"
_PATH = r"^[^\s].*$"


class _ExactNumbers(GenerateJsonSchema):
    """Write exact numbers that are defaults as the text that a set file would hold."""

    def encode_default(self, dft: object) -> object:
        """缺省值 - Return a default value as JSON has it."""
        return plain(dft) if isinstance(dft, Fraction) else super().encode_default(dft)


def schema(methods: Methods) -> Schema:
    """编辑器提示 - Return the JSON Schema for files that hold a whole set, or differences from another one."""
    models: list[type[Part]] = [IndicatorSet, *(entry.parameters for entry in methods.values())]
    references, shared = models_json_schema([(model, _MODE) for model in models], by_alias=True, schema_generator=_ExactNumbers)
    definitions: Schema = dict(shared["$defs"])
    whole = _name(references[IndicatorSet, _MODE])
    of_method = {name: references[entry.parameters, _MODE] for name, entry in methods.items()}
    definitions["Differences"] = _differences(_properties(definitions[whole]))
    for name, found in definitions.items():
        if "parameters" in (properties := _properties(found)):
            definitions[name] = _with_parameters(found, properties, of_method)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "指标体系 perfeval.indicator-set/1",
        "if": {"required": ["based_on"]},
        "then": {"$ref": "#/$defs/Differences"},
        "else": {"$ref": f"#/$defs/{whole}"},
        "$defs": definitions,
    }


def _name(reference: Schema) -> str:
    """Return the name that a reference points to."""
    return str(reference["$ref"]).rpartition("/")[2]


def _properties(found: object) -> Schema:
    """Return the properties of an object's schema, empty where it has none."""
    properties = found.get("properties") if isinstance(found, dict) else None
    return properties if isinstance(properties, dict) else {}


def _with_parameters(found: object, properties: Schema, of_method: dict[str, Schema]) -> Schema:
    """Return the schema of a part that names a method: known methods only, and each with its own parameters."""
    whole: Schema = dict(found) if isinstance(found, dict) else {}
    named: Schema = {"enum": sorted(of_method), "title": "评分方法"}
    whole["properties"] = {**properties, "method": named, "parameters": {"type": "object", "title": "评分参数"}}
    whole["allOf"] = [
        {
            "if": {"properties": {"method": {"const": name}}, "required": ["method"]},
            "then": {"properties": {"parameters": reference}},
        }
        for name, reference in of_method.items()
    ]
    return whole


def _differences(properties: Schema) -> Schema:
    """Return the schema of a file that lists differences from another set."""
    own: Schema = {key: properties[key] for key in OWN}
    text: Schema = {"type": "string", "pattern": _PATH}
    deeds: Sequence[Schema] = [{"required": ["set"]}, {"required": ["add"]}, {"required": ["remove"]}]
    change: Schema = {
        "type": "object",
        "properties": {"at": text, "set": True, "add": True, "remove": {"const": True}, "why": text},
        "required": ["at", "why"],
        "oneOf": deeds,
        "additionalProperties": False,
    }
    return {
        "description": "继承 - A set that is based on another one and lists what differs.",
        "type": "object",
        "properties": {**own, "based_on": {"type": "string", "pattern": "^.+@[0-9]+$"}, "changes": {"type": "array", "items": change}},
        "required": [key for key in KEYS if key != "changes"],
        "additionalProperties": False,
    }
