"""页面 - Pages for people, in folders by who uses them; they call the same desks as the addresses for programs.

Nothing is fetched from other hosts, and nothing that stands in a page is run.
"""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import Request, Response

from perfeval.errors import PerfevalError
from perfeval.web.pages import account, administration, auditor, bureau, clerk, entrance, home, review, spot_check, tryout
from perfeval.web.pages.frame import page

routers = (
    entrance.router,
    home.router,
    *clerk.routers,
    *bureau.routers,
    tryout.router,
    review.router,
    *spot_check.routers,
    auditor.router,
    *administration.routers,
    account.router,
)
"""全部页面 - The routes of every page."""


def failure(request: Request, status: int, title: str, error: PerfevalError, headers: Mapping[str, str]) -> Response:
    """错误页 - Return a page that says what is wrong, where, and what to do; whoever must sign in first can do so on it."""
    if error.code == "sign-in-required":
        return entrance.sign_in_page(request, error)
    if error.code in account.TASKS:
        return account.lead(request, error)
    number, visit = getattr(request.state, "number", ""), getattr(request.state, "visit", None)
    mend = request.method == "POST" and status < HTTPStatus.INTERNAL_SERVER_ERROR
    response = page(visit, "frame/failure.html", status, title=title, error=error, number=number, mend=mend)
    response.headers.update(headers)
    return response
