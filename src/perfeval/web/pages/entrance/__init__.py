"""入口页 - Sign in and out: for those who are not known yet, and for those whose session ended while they were writing.

What somebody had written when their session ended is carried through the sign-in and sent again, with nothing lost; so nobody needs
scripts for that.
"""

from collections.abc import Sequence

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError
from starlette.datastructures import FormData

from perfeval import keys
from perfeval.errors import Forbidden, PerfevalError
from perfeval.web import access
from perfeval.web.office import COOKIE, SAFE_COOKIE, office_of
from perfeval.web.pages.frame import page
from perfeval.web.pages.frame.visit import MOST_BYTES, Posted
from perfeval.web.posted import read_form, word

router = APIRouter(include_in_schema=False)
_OWN = frozenset({"login", "password", "code", "csrf", "back"})


@router.post("/sign-in")
async def sign_in(request: Request) -> Response:
    """登录页 - Open a session for the browser and go on to where it came from, or say why not."""
    form = await read_form(request, MOST_BYTES)
    login, back = word(form, "login"), _inside(word(form, "back"))
    wanted = {"login": login, "password": str(form.get("password", "")), "code": word(form, "code") or None}
    try:
        opened = await access.sign_in(access.SignIn.model_validate(wanted), request, await office_of(request))
    except (Forbidden, ValidationError) as refusal:
        told = refusal.message if isinstance(refusal, Forbidden) else "请填写登录名和口令"
        return _page(form, back, login=login[:200], refusal=told)
    kept = _kept(form)
    onward: Response = RedirectResponse(back, 303)
    if kept:
        session = opened.headers["set-cookie"].partition("=")[2].partition(";")[0]
        onward = page(None, "entrance/resume.html", back=back, kept=kept, token=keys.forgery_token(session))
    onward.headers["set-cookie"] = opened.headers["set-cookie"]
    return onward


@router.post("/sign-out")
async def sign_out(post: Posted) -> Response:
    """退出 - End the session and show the sign-in page."""
    onward = RedirectResponse("/", 303)
    try:
        await access.sign_out(access.unready(post.at))
    except Forbidden as refusal:
        if refusal.code != "sign-in-required":
            raise
    for name in (COOKIE, SAFE_COOKIE):
        onward.delete_cookie(name, path="/", secure=name == SAFE_COOKIE, httponly=True, samesite="lax")
    return onward


def sign_in_page(request: Request, error: PerfevalError) -> Response:
    """请登录 - Return the sign-in page in the place of one that needs a session, with what was sent to it."""
    form: FormData = getattr(request.state, "form", FormData())
    query = request.url.query
    back = f"{request.url.path}{'?' if query else ''}{query}" if request.method in {"GET", "POST"} else "/"
    if request.url.path == "/":
        return _page(form, back, status=200)
    return _page(form, back, refusal=error.message)


def _page(form: FormData, back: str, *, login: str = "", refusal: str = "", status: int = 401) -> Response:
    return page(None, "entrance/sign-in.html", status, login=login, refusal=refusal, back=back, kept=_kept(form))


def _kept(form: FormData) -> Sequence[tuple[str, str]]:
    """Return what somebody had written, but what belongs to the sign-in itself; files cannot be carried through."""
    return [(name, value) for name, value in form.multi_items() if isinstance(value, str) and name not in _OWN]


def _inside(back: str) -> str:
    """Return an address of our own to go back to, whatever was asked for."""
    return back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/"
