"""本人账号页 - One's own password, second factor, sessions and tokens; and what somebody must do before everything else.

Who must first change the password or register a second factor is led here from wherever they wanted to go, and back afterwards. What
they had sent is carried along, so that nothing typed is lost.
"""

from collections.abc import Sequence
from urllib.parse import quote

import segno
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from perfeval import keys
from perfeval.accounts import BUSINESS
from perfeval.desks import own_account, unit_tree
from perfeval.desks.own_account import WantedToken
from perfeval.errors import Forbidden, Invalid, NotFound, PerfevalError
from perfeval.store.scope import Slice
from perfeval.web import access
from perfeval.web.access import Code, NewPassword, NewToken
from perfeval.web.office import Counter
from perfeval.web.pages.administration.lists import shown_units
from perfeval.web.pages.frame import Here, Post, Posted, Visit, page
from perfeval.web.pages.frame.taken import status_of, taken

router = APIRouter(prefix="/account", include_in_schema=False)
TASKS = {"password-change-required": "/account/password", "second-factor-required": "/account/second-factor"}
"""先办的事 - Where somebody is led who must do something first, by the code of the refusal."""
_SEES_OTHER = 303
_KEPT = "kept:"
_TITLES = {"current": "现在的口令", "new": "新口令", "code": "动态码", "purpose": "用途", "days": "有效天数", "unit": "单位"}


@router.get("")
async def account(visit: Here) -> Response:
    """本人账号 - Return one's own account."""
    return await _account(visit)


@router.get("/password")
async def password(visit: Here, back: str = "") -> Response:
    """改口令 - Return the form for a new password."""
    ready = await _met(visit)
    return _password(ready, back=back, kept=())


@router.post("/password")
async def change_password(post: Posted) -> Response:
    """改口令 - Change the password, and go on to where somebody wanted to go."""
    visit, back, kept = await _met(post.visit), post.word("back"), _kept(post.form, carried=True)
    try:
        await access.change_password(_new_password(post.form), access.unready(post.at))
    except (Invalid, Forbidden) as refusal:
        return _password(visit, back=back, kept=kept, refusal=refusal)
    return _onward(visit, back, kept, "password")


@router.get("/second-factor")
async def second_factor(visit: Here, back: str = "") -> Response:
    """登记手机动态码 - Return the page that begins with it."""
    ready = await _met(visit)
    return page(ready, "account/second-factor.html", mark=ready.csrf, back=back, kept=(), address="", secret="", picture="", refusal=None)


@router.post("/second-factor")
async def begin_second_factor(post: Posted) -> Response:
    """登记手机动态码 - Return the secret, as a picture and as text."""
    visit = await _met(post.visit)
    begun = await _unready(post).write(own_account.begin_second_factor, post.at.credential)
    return _scanned(visit, post, str(begun["address"]), str(begun["secret"]), None)


@router.post("/second-factor/confirm")
async def confirm_second_factor(post: Posted) -> Response:
    """确认手机动态码 - Have the second factor count, and go on to where somebody wanted to go."""
    visit = await _met(post.visit)
    try:
        code = taken(Code, {"code": post.word("code").replace(" ", "")}, _TITLES).code
        await _unready(post).write(own_account.confirm_second_factor, code)
    except Invalid as refusal:
        return _scanned(visit, post, post.word("otpauth"), post.word("secret"), refusal)
    return _onward(visit, post.word("back"), _kept(post.form, carried=True), "second-factor")


@router.post("/sessions/{session}/end")
async def end_session(post: Posted, session: str) -> Response:
    """结束会话 - End one of one's own sessions."""
    await post.at.write(own_account.end_session, session)
    return RedirectResponse("/account?done=session", _SEES_OTHER)


@router.post("/tokens")
async def make_token(post: Posted) -> Response:
    """签发令牌 - Make a token and show it, this once."""
    words = {"purpose": post.word("purpose"), "days": post.word("days"), "unit": post.word("unit")}
    try:
        given = taken(NewToken, {**words, "read_only": post.word("read_only") == "1"}, _TITLES)
        made = await post.at.write(own_account.make_token, post.at.credential, WantedToken(**given.model_dump()))
    except (Invalid, NotFound) as refusal:
        return await _account(post.visit, typed=dict(post.form), refusal=refusal)
    return await _account(post.visit, token=str(made["token"]))


@router.post("/tokens/{token}/revoke")
async def revoke_token(post: Posted, token: str) -> Response:
    """收回令牌 - Make one of one's own tokens good for nothing."""
    await post.at.write(own_account.revoke_token, token)
    return RedirectResponse("/account?done=revoke", _SEES_OTHER)


def lead(request: Request, error: PerfevalError) -> Response:
    """领去先办 - Lead somebody to what they must do first; what they had sent comes along."""
    query = request.url.query
    if request.method in {"GET", "HEAD"}:
        back = f"{request.url.path}{'?' if query else ''}{query}"
        return RedirectResponse(f"{TASKS[error.code]}?back={quote(back, safe='')}", _SEES_OTHER)
    counter: Counter = request.state.counter
    form: FormData = getattr(request.state, "form", FormData())
    mark = keys.forgery_token(counter.credential.session or "")
    given = {"mark": mark, "back": request.url.path, "kept": _kept(form, carried=False), "refusal": None}
    if error.code == "password-change-required":
        return page(None, "account/password.html", 403, **given)
    return page(None, "account/second-factor.html", 403, **given, address="", secret="", picture="")


async def _account(visit: Visit, typed: dict[str, object] | None = None, refusal: PerfevalError | None = None, token: str = "") -> Response:
    at, settings = visit.at, visit.at.office.settings
    me = await at.read(own_account.me, at.credential, settings)
    sessions = await at.read(own_account.open_sessions, at.credential, settings, Slice())
    tokens = await at.read(own_account.tokens, Slice())
    units = await at.read(shown_units) if _works_in_units(visit) else ()
    given = {"me": me, "sessions": sessions, "tokens": tokens, "units": units, "token": token, "refusal": refusal, "typed": typed or {}}
    done = visit.request.query_params.get("done", "")
    return page(visit, "account/account.html", status_of(refusal), **given, done=done)


def _works_in_units(visit: Visit) -> bool:
    """Tell whether a token may be narrowed to a unit of whoever is here; third parties and administrators look after none."""
    return bool(visit.asker and visit.asker.roles & set(unit_tree.READERS) & set(BUSINESS))


def _password(visit: Visit, *, back: str, kept: Sequence[tuple[str, str]], refusal: PerfevalError | None = None) -> Response:
    status = status_of(refusal)
    return page(visit, "account/password.html", status, mark=visit.csrf, back=back, kept=kept, refusal=refusal)


def _scanned(visit: Visit, post: Post, address: str, secret: str, refusal: PerfevalError | None) -> Response:
    """Return the page on which the secret is scanned and the first code is typed."""
    picture = segno.make(address, error="m").svg_inline(scale=5, light="#fff", border=3) if address else ""
    given = {"address": address, "secret": secret, "picture": picture, "refusal": refusal, "mark": visit.csrf}
    kept = _kept(post.form, carried=True)
    return page(visit, "account/second-factor.html", status_of(refusal), **given, back=post.word("back"), kept=kept)


def _onward(visit: Visit, back: str, kept: Sequence[tuple[str, str]], done: str) -> Response:
    """Return the way on: what was carried along is sent again, by whoever sent it first."""
    inside = back.startswith("/") and not back.startswith(("//", "/\\"))
    if kept and inside:
        names = [(name.removeprefix(_KEPT), value) for name, value in kept]
        return page(visit, "entrance/resume.html", back=back, kept=names, token=visit.csrf)
    return RedirectResponse(back if inside else f"/account?done={done}", _SEES_OTHER)


def _new_password(form: FormData) -> NewPassword:
    """Return the passwords of a form, the new one written twice."""
    current, new, again = (str(form.get(name, "")) for name in ("current", "new", "again"))
    if new != again:
        raise Invalid("password-differs", "两次填写的新口令不一样")
    return taken(NewPassword, {"current": current, "new": new}, _TITLES)


async def _met(visit: Visit) -> Visit:
    """Return the visit of somebody who may have to do this first."""
    ready = Visit(visit.request, access.unready(visit.at))
    await ready.at.read(own_account.own)
    return ready


def _unready(post: Post) -> Counter:
    return access.unready(post.at)


def _kept(form: FormData, *, carried: bool) -> list[tuple[str, str]]:
    """Return what is carried along: of a form that carries something already, or all that a form has but its token."""
    texts = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    if carried:
        return [(name, value) for name, value in texts if name.startswith(_KEPT)]
    return [(f"{_KEPT}{name}", value) for name, value in texts if name != "csrf"]
