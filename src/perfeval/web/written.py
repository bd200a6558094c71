"""自评数据的样子 - Describe what an evaluation file may hold, derived from the classes that it is read into."""

import inspect
from enum import StrEnum
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from perfeval.evaluation import Evaluation, Evaluations, IndicatorRow

Piece = dict[str, Any]
_CELL: Piece = {"type": ["string", "number", "null"]}
_TARGET: Piece = {
    "type": "object",
    "properties": {"sign": _CELL, "value": _CELL, "unit": _CELL},
    "additionalProperties": False,
    "examples": [{"sign": ">=", "value": "735", "unit": "人次"}],
}


def schemas(reference: str) -> dict[str, Piece]:
    """全部样子 - Return the JSON Schema of every object that a file may hold, by name."""
    found: dict[str, Piece] = {}
    _object(Evaluations, reference, found)
    for kind, name in ((Evaluation, "perfeval.evaluation/1"), (Evaluations, "perfeval.evaluations/1")):
        schema = found[kind.__name__]
        schema["properties"] = {"format": {"const": name}, **schema["properties"]}
        schema["required"] = ["format", *schema["required"]]
    form, row = found[Evaluation.__name__]["properties"], found[IndicatorRow.__name__]
    form["payout"] = {"type": ["object", "null"], "properties": {"inputs": form["payout"]}, "additionalProperties": False}
    row["required"] = []  # an id that is not written is given by position
    row["properties"] |= {"id": _CELL, "target": {"anyOf": [_CELL, _TARGET]}, "band": {"enum": [1, 2, 3, "1", "2", "3", None]}}
    return found


def _object(kind: type, reference: str, found: dict[str, Piece]) -> None:
    """Describe one class and those inside it; what has a default need not be written, and null means the same."""
    required = [name for name, field in inspect.signature(kind).parameters.items() if field.default is field.empty]
    schema: Piece = {"type": "object", "description": (kind.__doc__ or "").partition(" - ")[0]}
    found[kind.__name__] = schema
    schema["properties"] = {
        name: _value(hint, reference, found, optional=name not in required) for name, hint in get_type_hints(kind).items()
    }
    schema |= {"required": required, "additionalProperties": False}


def _value(hint: object, reference: str, found: dict[str, Piece], *, optional: bool) -> Piece:
    """Describe one value; numbers may be written as text or not, and text as a number."""
    parts = [part for part in get_args(hint) if part is not NoneType]
    if NoneType in get_args(hint):
        return _value(parts[0], reference, found, optional=True)
    if hint in (str, int):
        return {"type": ["string", "number", *(["null"] if optional else [])]}
    made = _whole(hint, parts, reference, found)
    return {"anyOf": [made, {"type": "null"}]} if optional else made


def _whole(hint: object, parts: list[object], reference: str, found: dict[str, Piece]) -> Piece:
    """Describe a value that is more than a cell."""
    if hint is bool:
        return {"type": "boolean"}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _value(parts[0], reference, found, optional=False)}
    if get_origin(hint) is dict:
        return {"type": "object", "additionalProperties": _value(parts[1], reference, found, optional=True)}
    if not isinstance(hint, type):
        message = f"no schema for {hint}"
        raise TypeError(message)
    if issubclass(hint, StrEnum):
        return {"enum": [member.value for member in hint]}
    if hint.__name__ not in found:
        _object(hint, reference, found)
    return {"$ref": reference.format(model=hint.__name__)}
