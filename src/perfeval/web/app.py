"""应用 - Put everything together: addresses, errors, headers, logs and, where there is a database, the office."""

from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute
from fastapi.staticfiles import StaticFiles

from perfeval import __version__
from perfeval.settings import Settings
from perfeval.web import (
    access,
    aftermath,
    catalogue,
    errors,
    evaluations,
    filings,
    health,
    journal,
    pages,
    papers,
    people,
    policy,
    proofs,
    reviews,
    rounds,
    samples,
    shapes,
    units,
    views,
    workbooks,
)
from perfeval.web.edge import Pool
from perfeval.web.headers import SafeHeaders
from perfeval.web.office import Office, signed_in
from perfeval.web.squeezing import Squeezed
from perfeval.web.watching import Watched, figures_of

_ABOUT = """\
预算绩效自评：提交一份自评数据，得到每一分的来历、全部校验提示，以及财政要求的 Word 报告。

自评数据的格式是 `perfeval.evaluation/1`（JSON 或 YAML，UTF-8，至多 10 MB、5,000 行）；数字写成文字或数均可，逐字读取，不经浮点数。
出错时返回 `application/problem+json`：`code` 固定不变，`detail` 说明原因，`places` 逐处指出位置和改法。

连接了数据库的服务须先登录（`POST /api/v1/session`），浏览器用会话，程序用令牌（`Authorization: Bearer …`）；
没有数据库的服务只有“自评”“目录”“运行”三组地址，其余返回 503 `no-database`。
"""
_TAGS = (
    ("自评", "评分与生成报告，不保存内容"),
    ("目录", "可用的指标体系和报告模板"),
    ("出入", "登录、退出、自己的口令、手机动态码和令牌"),
    ("单位", "单位树"),
    ("人员", "账号和角色"),
    ("策略", "口令、登录、会话和休眠"),
    ("批次", "年度批次、导入、进度、催报"),
    ("填报", "填写、送审、审核、批注、调整"),
    ("佐证", "佐证材料"),
    ("复核", "抽查、复核、定分、反馈"),
    ("日志", "谁在何时何处做了什么"),
    ("运行", "供监控使用"),
)
_PLAIN = (evaluations, catalogue, health)
# What people ask for most stands first: addresses are tried one after the other, and all of them cost as much as half a query.
_SERVICE = (filings, rounds, proofs, workbooks, reviews, samples, aftermath, papers, access, units, people, policy, views, journal)


def create_app(settings: Settings, office: Office | None = None) -> FastAPI:
    """创建应用 - Return the service as the settings want it; without an office it keeps nothing, scores and prints."""
    app = FastAPI(
        title="perfeval 预算绩效自评",
        version=__version__,
        description=_ABOUT,
        openapi_tags=[{"name": name, "description": words} for name, words in _TAGS],
        docs_url=None,  # the two pages that FastAPI brings fetch their scripts from other hosts
        redoc_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # what people fill in leaves by no side door
        generate_unique_id_function=_own_name,
    )
    app.state.office = office
    app.state.pool = office.pool if office else Pool(settings.threads)
    app.state.figures = figures_of(app)
    errors.install(app)
    app.add_middleware(Squeezed)
    app.add_middleware(SafeHeaders)
    app.add_middleware(Watched, figures=app.state.figures)
    for each in _SERVICE:
        app.include_router(each.router, responses=shapes.problems(503))
    app.include_router(health.router)
    for page in pages.routers:
        app.include_router(page)
    for open_to_all in (evaluations, catalogue):
        app.include_router(open_to_all.router, dependencies=[Depends(signed_in)])
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    shapes.install(app)
    return app


def _own_name(route: APIRoute) -> str:
    """Return the name of an operation; those of the service bear their file's too."""
    file = route.endpoint.__module__.rpartition(".")[2]
    return route.name if any(each.__name__.endswith(file) for each in _PLAIN) else f"{file}_{route.name}"
