"""表单取值 - Read a form by the same rules as the body of the address for programs, and say in words which field is wrong."""

from collections.abc import Mapping
from typing import TypeVar

from pydantic import ValidationError

from perfeval.errors import ErrorKind, Invalid, PerfevalError, Place
from perfeval.web.given import Given

_STATUSES = {ErrorKind.CONFLICT: 409, ErrorKind.FORBIDDEN: 403}
_INVALID = 422
Shape = TypeVar("Shape", bound=Given)
_WORDS = {
    "missing": "请填写",
    "string_too_short": "请填写",
    "string_too_long": "过长",
    "string_pattern_mismatch": "写法不对",
    "int_parsing": "应为整数",
}
_BOUNDS = {"greater_than_equal": ("不能小于", "ge"), "less_than_equal": ("不能大于", "le")}


def status_of(refusal: PerfevalError | None) -> int:
    """状态码 - Return the status of a page that shows again what was refused, 200 where nothing was."""
    return 200 if refusal is None else _STATUSES.get(refusal.kind, _INVALID)


def taken(shape: type[Shape], values: Mapping[str, object], titles: Mapping[str, str]) -> Shape:
    """表单取值 - Return what a form holds; what is empty counts as not written.

    Raises: Invalid `request-invalid`, naming every field that is wrong by its name on the page.
    """
    try:
        return shape.model_validate({name: value for name, value in values.items() if value not in ("", None)})
    except ValidationError as error:
        places = tuple(_place(fault["loc"], fault["type"], fault.get("ctx", {}), titles) for fault in error.errors())
        raise Invalid("request-invalid", "；".join(place.message for place in places), places) from None


def _place(path: tuple[int | str, ...], kind: str, limits: Mapping[str, object], titles: Mapping[str, str]) -> Place:
    name = str(path[0]) if path else ""
    title, told = titles.get(name, name), _WORDS.get(kind, "写法不对")
    if kind in _BOUNDS:
        words, bound = _BOUNDS[kind]
        told = f"{words}{limits[bound]}"
    return Place(where=name, message=f"{told}{title}" if told == "请填写" else f"{title}{told}")
