"""接口说明 - The pieces of the OpenAPI document: what goes in, what comes out, how errors look."""

from functools import cache
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from perfeval.web import bodies, written

Piece = dict[str, Any]
_REFERENCE = "#/components/schemas/{model}"
_DOCUMENTED: tuple[type[BaseModel], ...] = (
    bodies.Scorecard,
    bodies.Scorecards,
    bodies.Sets,
    bodies.Templates,
    bodies.Health,
    bodies.Ready,
    bodies.Problem,
)
EXAMPLE = """\
format: perfeval.evaluation/1
set: cn/project/2020
year: 2022
kind: project
money_unit: 元
subject: {project: 营养改善计划, unit: 某县第一中学}
funds:
  - {source: total, adjusted: "387664.62", spent: "387664.62"}
execution: {claimed: "10", claimed_rate: "100%"}
indicators:
  - {category: 产出指标, aspect: 数量指标, name: 学生受资助人数, target: "≥735人", actual: "735", weight: "50", claimed: "50"}
  - {category: 效益指标, aspect: 社会效益指标, name: 政策知晓率, target: "≥100%", actual: "98%", weight: "30", claimed: "29.4",
     reason: 新生知晓率低}
  - {category: 满意度指标, aspect: 服务对象满意度指标, name: 家长满意度, target: "≥95%", actual: "96%", weight: "10", claimed: "10"}
claimed: {total: "99.4", grade: 优}
"""
"""示例 - A small evaluation, shown in the documentation and scored by a test."""


def _json(*names: str) -> Piece:
    """Return the JSON content of one of these schemas."""
    references: list[Piece] = [{"$ref": _REFERENCE.format(model=name)} for name in names]
    return {"application/json": {"schema": references[0] if len(references) == 1 else {"oneOf": references}}}


def problems(*statuses: int) -> dict[int | str, Piece]:
    """错误应答 - Return the documentation of the errors that an address may answer with."""
    content = {"application/problem+json": {"schema": {"$ref": _REFERENCE.format(model="Problem")}}}
    return {status: {"description": _PROBLEMS[status], "content": content} for status in (*statuses, 500)}


_PROBLEMS = {
    401: "没有登录、登录已超时，或登录名、口令、动态码不对",
    403: "角色不能办理，或须先改口令、登记手机动态码",
    409: "与当前状态冲突，如别人已先改过",
    404: "没有所要的指标体系、模板或地址",
    413: "内容过大",
    415: "不支持的内容类型",
    422: "内容或参数无效，逐处说明",
    428: "没有写 If-Match",
    429: "失败次数过多",
    500: "程序内部错误",
    503: "暂时不能提供服务",
}
_EVALUATION = {"oneOf": [{"$ref": _REFERENCE.format(model=name)} for name in ("Evaluation", "Evaluations")]}
EVALUATION_BODY: Piece = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": _EVALUATION},
            "application/yaml": {"schema": _EVALUATION, "examples": {"项目支出自评": {"value": EXAMPLE}}},
        },
    }
}
"""自评数据 - The body of the two addresses that take one."""
SCORECARD: Piece = {"description": "评分结果", "content": _json("Scorecard", "Scorecards")}
WORD: Piece = {
    "description": "Word 文件",
    "content": {
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": {"schema": {"type": "string", "format": "binary"}}
    },
    "headers": {"Content-Disposition": {"description": "文件名", "schema": {"type": "string"}}},
}
SETS: Piece = {"description": "指标体系目录", "content": _json("Sets")}
SET: Piece = {"description": "指标体系的全部内容", "content": {"application/json": {"schema": {"type": "object"}}}}
TEMPLATES: Piece = {"description": "报告模板目录", "content": _json("Templates")}
HEALTH: Piece = {"description": "进程在运行", "content": _json("Health")}
READY: Piece = {"description": "可以提供服务", "content": _json("Ready")}


def install(app: FastAPI) -> None:
    """装配 - Have the application describe itself with these pieces."""

    @cache
    def _openapi() -> Piece:
        document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes, tags=app.openapi_tags)
        document["components"] = {"schemas": _schemas(document.get("components", {}).get("schemas", {}))}
        for methods in document["paths"].values():
            for operation in methods.values():
                _tidy(operation)
        return document

    app.openapi = _openapi  # type: ignore[method-assign]


def _tidy(operation: Piece) -> None:
    """Take out what FastAPI says about errors that are answered in another shape here."""
    for answer in operation["responses"].values():
        if answer.get("description") == "Successful Response":  # what FastAPI says where nothing is said
            answer["description"] = "办理成功"
    if "HTTPValidationError" in str(operation["responses"].get("422")):
        operation["responses"].update({str(status): piece for status, piece in problems(422).items()})


def _schemas(bodies_of_routes: Piece) -> Piece:
    """Return every schema, sorted by name; of a docstring the Chinese term stays, for those who call the service."""
    _, answers = models_json_schema([(model, "serialization") for model in _DOCUMENTED], by_alias=True, ref_template=_REFERENCE)
    found: Piece = written.schemas(_REFERENCE)
    own = {name: schema for name, schema in bodies_of_routes.items() if name not in {"HTTPValidationError", "ValidationError"}}
    for name, schema in (own | answers["$defs"]).items():
        found[name] = {**schema, "description": schema.get("description", "").partition(" - ")[0]}
    return dict(sorted(found.items()))
