"""应用 - Put everything together: addresses, errors, headers."""

from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from perfeval import __version__
from perfeval.settings import Settings
from perfeval.web import catalogue, errors, evaluations, health, pages, shapes
from perfeval.web.edge import Pool
from perfeval.web.headers import SafeHeaders

_ABOUT = """\
预算绩效自评：提交一份自评数据，得到每一分的来历、全部校验提示，以及财政要求的 Word 报告。

自评数据的格式是 `perfeval.evaluation/1`（JSON 或 YAML，UTF-8，至多 10 MB、5,000 行）；数字写成文字或数均可，逐字读取，不经浮点数。
出错时返回 `application/problem+json`：`code` 固定不变，`detail` 说明原因，`places` 逐处指出位置和改法。
"""


def create_app(settings: Settings) -> FastAPI:
    """创建应用 - Return the service as the settings want it."""
    app = FastAPI(
        title="perfeval 预算绩效自评",
        version=__version__,
        description=_ABOUT,
        openapi_tags=[
            {"name": "自评", "description": "评分与生成报告，不保存内容"},
            {"name": "目录", "description": "可用的指标体系和报告模板"},
            {"name": "运行", "description": "供监控使用"},
        ],
        docs_url=None,  # the two pages that FastAPI brings fetch their scripts from other hosts
        redoc_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # what people fill in leaves by no side door
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.pool = Pool(settings.threads)
    errors.install(app)
    app.add_middleware(SafeHeaders)
    for router in (evaluations.router, catalogue.router, health.router, pages.router):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    shapes.install(app)
    return app
