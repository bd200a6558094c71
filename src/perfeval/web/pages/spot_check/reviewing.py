"""复核页 - One review, row by row: agree, another value, points, deductions; save, hand in; visits and problems beside it."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from fastapi.responses import RedirectResponse

from perfeval.desks.review import assigning, rescoring, reviewing
from perfeval.errors import Conflict, Invalid
from perfeval.web.given import Page
from perfeval.web.pages.frame import Here, Posted, Visit, page
from perfeval.web.pages.frame.taken import status_of
from perfeval.web.pages.spot_check import judging
from perfeval.web.pages.spot_check.refused import NOTHING, Refused, refused

router = APIRouter(include_in_schema=False)
Whose = Annotated[str, Path()]
_SEES_OTHER = 303
Tree = Mapping[str, Any]
_UNMARKED: Mapping[str, Mapping[str, str]] = {"typed": {}, "marks": {}, "faults": {}, "theirs": {}}
"""不加标记 - What the cells of a form are marked with where nothing stands against them."""
_WAYS = {"save": rescoring.save, "hand-in": reviewing.finish}


@router.get("/reviews")
async def mine(visit: Here, part: Page) -> Response:
    """分给我的复核 - Return what was given to whoever asks, what is open first."""
    return page(visit, "spot_check/mine.html", found=await visit.at.read(assigning.mine, part), part=part)


@router.get("/reviews/{review}")
async def one(visit: Here, review: Whose) -> Response:
    """一份复核意见 - Return the page on which an item is reviewed."""
    return await shown_review(visit, review)


@router.post("/reviews/{review}")
async def save(post: Posted, review: Whose) -> Response:
    """保存或交回 - Keep what is typed, and hand it in where that is the button; what is refused is shown with what was typed."""
    there: Tree = await post.at.read(rescoring.one, review)
    typed = judging.typed_in(post, [each["row"] for each in there["rows"]], there["document"])
    go = "hand-in" if post.word("go") == "hand-in" else "save"
    try:
        await post.at.write(_WAYS[go], review, post.version, judging.document(typed))
    except (Invalid, Conflict) as refusal:
        return await shown_review(post.visit, review, refused(post.visit.request, "review", refusal), typed)
    return RedirectResponse(f"/reviews/{review}?done={go}", _SEES_OTHER)


async def shown_review(visit: Visit, review: str, sent: Refused = NOTHING, typed: Tree | None = None) -> Response:
    """复核页 - Return the page of a review; where one of its forms was refused, with what was typed into it."""
    found = await visit.at.read(reviewing.sheet, review)
    saved, score = found.review["document"], found.review["score"]
    document = saved if typed is None else typed
    return page(
        visit,
        "spot_check/review.html",
        status_of(sent.refusal),
        found=found,
        review=found.review,
        score=score,
        changes={each["row"]: each for each in score["rows"]},
        judgements={each["row"]: each for each in document["judgements"]},
        sheet=judging.Cells(may_fill=found.writes, texts=reviewing.cells(document)),
        filed=found.filed,
        dated=True,
        revalued=judging.revalued(document),
        **_UNMARKED,
        words=document["words"],
        sent=sent,
        most=visit.at.office.settings.upload_megabytes,
        unsaved=judging.differing(saved, document),
        done=visit.request.query_params.get("done", ""),
    )
