"""版面 - Turn a template and its values into a page or a part of one."""

from pathlib import Path

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from perfeval import __version__
from perfeval.web.pages.frame import words
from perfeval.web.pages.frame.links import static
from perfeval.web.pages.frame.places import places
from perfeval.web.pages.frame.visit import Visit

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parents[1]), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_ENVIRONMENT.globals.update(version=__version__, static=static)
_ENVIRONMENT.filters.update(
    begin=words.begin, clock=words.clock, day=words.day, money=words.money, wan=words.wan, state=words.state, tone=words.tone
)


def page(visit: Visit | None, name: str, status: int = 200, **values: object) -> HTMLResponse:
    """页面 - Return a whole page; without a visit it is one for those who have not signed in."""
    return HTMLResponse(_ENVIRONMENT.get_template(name).render(**_about(visit), **values), status)


def fragment(visit: Visit, name: str, status: int = 200, **values: object) -> HTMLResponse:
    """局部 - Return a part of a page, for a page that is there already."""
    return HTMLResponse(_ENVIRONMENT.get_template(name).render(visitor=visit.asker, csrf=visit.csrf, **values), status)


def _about(visit: Visit | None) -> dict[str, object]:
    """Return what the base layout needs to know of the visitor."""
    asker = visit.asker if visit else None
    if visit is None or asker is None:
        return {"visitor": None, "csrf": "", "places": ()}
    return {"visitor": asker, "csrf": visit.csrf, "places": places(asker, visit.path)}
