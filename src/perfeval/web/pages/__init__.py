"""页面 - Plain pages of our own for people: sign-in, start, result, error. Nothing is fetched from other hosts."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import ValidationError

from perfeval import __version__
from perfeval.desks import department, fitting, showcase
from perfeval.desks.overview import HEAD, overview
from perfeval.errors import Forbidden, PerfevalError
from perfeval.web import access
from perfeval.web.edge import Run, read_body
from perfeval.web.evaluations import ANNEX, word
from perfeval.web.forms import Form
from perfeval.web.office import office_of, signed_in

router = APIRouter(include_in_schema=False)
entrance = APIRouter(include_in_schema=False)
"""入口 - The pages for those who have not signed in yet."""
_MOST_SIGN_IN = 8 * 1024
_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_PAGES.globals.update(version=__version__, head=HEAD)


@entrance.get("/")
async def start(request: Request, run: Run, example: str = "") -> Response:
    """首页 - Return the start page, with one of the examples filled in where it was asked for; to a stranger the sign-in page."""
    try:
        await signed_in(request)
    except Forbidden as refusal:
        if refusal.code != "sign-in-required":
            raise
        return _page("sign-in.html", login="", refusal="")
    return _page("start.html", examples=await run(showcase.examples), text=await run(showcase.text, example))


@entrance.post("/sign-in")
async def sign_in(request: Request) -> Response:
    """登录页 - Open a session for the browser and go on to the start page, or say why not."""
    sent = parse_qs((await read_body(request, _MOST_SIGN_IN)).decode("utf-8", "replace"))
    login, password, code = (sent.get(name, [""])[0] for name in ("login", "password", "code"))
    try:
        opened = await access.sign_in(access.SignIn(login=login, password=password, code=code or None), request, await office_of(request))
    except (Forbidden, ValidationError) as refusal:
        told = refusal.message if isinstance(refusal, Forbidden) else "请填写登录名和口令"
        page = _page("sign-in.html", login=login[:200], refusal=told)
        page.status_code = 401
        return page
    onward = RedirectResponse("/", 303)
    onward.headers["set-cookie"] = opened.headers["set-cookie"]
    return onward


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
