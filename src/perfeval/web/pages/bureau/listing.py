"""清单页 - The evaluations of a round: narrowed by what stands in the address, several of them dealt with at once, views kept."""

from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Path, Response
from fastapi.responses import RedirectResponse

from perfeval.desks import progress, steering, views
from perfeval.desks.meant import Meant
from perfeval.errors import Invalid
from perfeval.web.given import Page
from perfeval.web.pages.frame import Here, Post, Posted, page
from perfeval.web.pages.frame.filters import MARKS, Chosen, Filters, filters_in
from perfeval.workflow import State

router = APIRouter(include_in_schema=False)
Which = Annotated[str, Path()]
HOW = ("电话", "工作群", "书面")
"""告知方式 - What pages offer for how somebody was told."""
_ORDERS = {"unit": "单位", "title": "项目", "state": "状态", "total": "系统测算得分", "filed": "首次送审"}


@router.get("/rounds/{round_id}/evaluations")
async def evaluations(visit: Here, round_id: Which, chosen: Chosen, part: Page) -> Response:
    """自评清单 - Return a page of the evaluations of a round."""
    found = await visit.at.read(steering.listing, round_id, chosen.asked, part)
    return page(
        visit,
        "bureau/listing.html",
        found=found,
        head=found.head,
        chosen=chosen,
        part=part,
        states=[(state.value, state.label) for state in State],
        grades=[(grade, grade) for grade in found.grades],
        marks=MARKS,
        findings=steering.FINDINGS,
        orders=_ORDERS,
        hows=HOW,
    )


@router.post("/rounds/{round_id}/evaluations/approve")
async def approve(post: Posted, round_id: Which) -> Response:
    """成批通过 - Approve what was chosen, and say of each what came of it."""
    wanted = [_meant(each) for each in _chosen(post)]
    done = await post.at.write_long(steering.approve, round_id, wanted)
    return await _results(post, round_id, "财政审核通过", done)


@router.post("/rounds/{round_id}/evaluations/remind")
async def remind(post: Posted, round_id: Which) -> Response:
    """成批催报 - Keep that the units of what was chosen were told, and say of each what came of it."""
    units = [each.split(":")[2] for each in _chosen(post)]
    done = await post.at.write(progress.remind_each, round_id, list(dict.fromkeys(units)), _how(post))
    return await _results(post, round_id, "登记催报", done)


@router.post("/rounds/{round_id}/evaluations/views")
async def keep_view(post: Posted, round_id: Which) -> Response:
    """保存常用筛选 - Keep the filters that are chosen under a name."""
    chosen = _behind(post)
    await post.at.write(views.keep, post.word("title"), chosen.kept)
    return RedirectResponse(f"/rounds/{round_id}/evaluations?{chosen.address()}", 303)


@router.post("/rounds/{round_id}/evaluations/views/{view_id}/drop")
async def drop_view(post: Posted, round_id: Which, view_id: str) -> Response:
    """删除常用筛选 - Take a view away."""
    await post.at.write(views.drop, view_id)
    return RedirectResponse(f"/rounds/{round_id}/evaluations?{_behind(post).address()}", 303)


def _behind(post: Post) -> Filters:
    """Return the filters of the list that a form was sent from."""
    return filters_in(dict(parse_qsl(post.word("behind"))))


def _chosen(post: Post) -> list[str]:
    """Return what was ticked, each as id, version and unit.

    Raises: Invalid, when nothing was.
    """
    found = [each for each in post.words("chosen") if each.count(":") == 2]  # noqa: PLR2004 - the three parts of a tick
    if not found:
        raise Invalid("nothing-chosen", "没有选中任何一份，请先在清单左边打勾")
    return found


def _meant(tick: str) -> Meant:
    """Return the evaluation and the version that a tick means; a version that is none is the version of nothing."""
    own, version, _ = tick.split(":")
    return Meant(id=own, version=int(version) if version.isascii() and version.isdecimal() else -1)


def _how(post: Post) -> str:
    """Return how units were told: a word of their own before one of the offered ones.

    Raises: Invalid, when neither is there.
    """
    told = post.word("other") or post.word("how")
    if not told:
        raise Invalid("how-missing", "请写明怎样告知，如电话")
    return told[:200]


async def _results(post: Post, round_id: str, title: str, done: object) -> Response:
    head = await post.at.read(steering.head, round_id)
    return page(post.visit, "bureau/results.html", head=head, title=title, results=done, behind=_behind(post).address())
