"""页面 - Plain pages of our own for people: start, result, error. Nothing is fetched from other hosts."""

from collections.abc import Mapping
from pathlib import Path

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from perfeval import __version__
from perfeval.desks import department, fitting, showcase
from perfeval.desks.overview import HEAD, overview
from perfeval.errors import PerfevalError
from perfeval.web.edge import Run
from perfeval.web.evaluations import ANNEX, word
from perfeval.web.forms import Form

router = APIRouter(include_in_schema=False)
_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_PAGES.globals.update(version=__version__, head=HEAD)


@router.get("/")
async def start(run: Run, example: str = "") -> Response:
    """首页 - Return the start page, with one of the examples filled in where it was asked for."""
    return _page("start.html", examples=await run(showcase.examples), text=await run(showcase.text, example))


@router.post("/score")
async def score(form: Form, run: Run) -> Response:
    """评分页 - Return the score of what was pasted or chosen."""
    filled = await run(department.read, form.data, form.name)
    assessments = await run(department.assess_all, filled)
    views = [overview(each) for each in assessments]
    return _page("score.html", views=views, text=form.data.decode("utf-8-sig"), templates=await run(fitting.fitting, filled))


@router.post("/report")
async def report(form: Form, run: Run) -> Response:
    """Word 下载 - Return the Word of what was scored."""
    return word(await run(department.print_body, form.data, form.name, form.template, ANNEX[form.annex]))


def failure(status: int, title: str, error: PerfevalError, headers: Mapping[str, str]) -> HTMLResponse:
    """错误页 - Return a page that says what is wrong, where, and what to do."""
    response = _page("failure.html", status=status, title=title, error=error)
    response.status_code = status
    response.headers.update(headers)
    return response


def _page(name: str, **values: object) -> HTMLResponse:
    """Return a page."""
    return HTMLResponse(_PAGES.get_template(name).render(**values))
