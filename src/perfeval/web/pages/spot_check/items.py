"""抽查项页 - The items of a round by state; one item for the bureau, which assigns, decides, signs and releases, and for its unit."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from perfeval.desks.meant import Meant
from perfeval.desks.review import assigning, deciding, fieldwork, items, objections, rating, releasing, rescoring, showing
from perfeval.desks.review.fieldwork import FoundWrong, Photo, Visited
from perfeval.desks.review.objections import Objected, Replied
from perfeval.desks.review.rating import Answered, Answers
from perfeval.errors import Conflict, Invalid, Place
from perfeval.web.given import Page
from perfeval.web.pages.frame import Here, Post, Posted, Visit, page
from perfeval.web.pages.frame.taken import status_of, taken
from perfeval.web.pages.spot_check.refused import NOTHING, Refused, refused
from perfeval.web.pages.spot_check.reviewing import shown_review
from perfeval.web.posted import word
from perfeval.web.proofs import taken_in
from perfeval.web.review_bodies import GivenQuality, ItemDoings, NewObjection, NewProblem, NewVisit, ReviewDoings
from perfeval.web.reviews import Titled
from perfeval.workflow import ItemState

router = APIRouter(include_in_schema=False)
Which = Annotated[str, Path()]
_SEES_OTHER = 303
_WHOSE, _AGAINST, _REPLY, _WHY = "whose:", "against:", "reply:", "why:"
_DEEDS = {"sign": deciding.sign, "release": releasing.release, "accept": releasing.accept, "close": objections.close}
_TITLES = {
    "date": "日期",
    "place": "地点",
    "people": "参加人员",
    "words": "说明",
    "code": "问题类别",
    "row": "行",
    "title": "照片说明",
    "reason": "原因",
}


@router.get("/rounds/{round_id}/sampled")
async def sampled_items(visit: Here, round_id: str, part: Page, state: Annotated[str, Query(max_length=20)] = "") -> Response:
    """抽查项清单 - Return the items of a round that are for the asker."""
    chosen = state if state in {*ItemState} else None
    found = await visit.at.read(showing.sampled, round_id, chosen, part)
    return page(visit, "spot_check/items.html", found=found, head=found.head, part=part, state=chosen or "", states=tuple(ItemState))


@router.get("/rounds/{round_id}/review-rules")
async def rules(visit: Here, round_id: str) -> Response:
    """复核扣分标准 - Return by what the items of a round are reviewed, to be read and printed by every unit."""
    found = await visit.at.read(showing.rules, round_id)
    return page(visit, "spot_check/rules.html", found=found, head=found.head)


@router.get("/sampled/{sampled}")
async def one(visit: Here, sampled: Which) -> Response:
    """一个抽查项 - Return a sampled item: to the bureau all of it, to the unit its result."""
    return await shown_item(visit, sampled)


@router.post("/sampled/{sampled}/reviewers")
async def assign(post: Posted, sampled: Which) -> Response:
    """分派 - Give an item to a reviewer."""
    try:
        await post.at.write(assigning.assign, sampled, post.word("person"))
    except (Invalid, Conflict) as refusal:
        return await shown_item(post.visit, sampled, refused(post.visit.request, "assign", refusal))
    return _to(sampled, "assign")


@router.post("/sampled/{sampled}/actions/{action}")
async def act(
    post: Posted, sampled: Which, action: Literal["decide", "sign", "refuse", "release", "accept", "object", "answer", "close"]
) -> Response:
    """办理 - Do something to an item; what is refused is told on its page."""
    meant = Meant(id=sampled, version=post.version)
    try:
        brought = taken(ItemDoings, _doings(post), _TITLES)
        match action:
            case "decide":
                await post.at.write(deciding.decide_by_rows, meant, _whose(post), brought.words)
            case "refuse":
                await post.at.write(deciding.refuse, meant, brought.reason)
            case "object":
                await post.at.write(objections.object_to, meant, _objections(post))
            case "answer":
                replies = [Replied(**each.model_dump()) for each in brought.answers]
                await post.at.write(objections.answer, meant, replies, brought.to)
            case _:
                await post.at.write(_DEEDS[action], meant)
    except (Invalid, Conflict) as refusal:
        return await shown_item(post.visit, sampled, refused(post.visit.request, action, refusal))
    return _to(sampled, action)


@router.post("/sampled/{sampled}/problems")
async def problem(post: Posted, sampled: Which) -> Response:
    """登记问题 - Keep a problem."""
    try:
        given = taken(NewProblem, {name: post.word(name) for name in ("code", "words", "row")}, _TITLES)
        await post.at.write(fieldwork.find_wrong, sampled, FoundWrong(**given.model_dump()))
    except (Invalid, Conflict) as refusal:
        return await _again(post.visit, sampled, refused(post.visit.request, "problem", refusal))
    return await _back(post.visit, sampled)


@router.post("/sampled/{sampled}/problems/{problem}/drop")
async def drop_problem(post: Posted, sampled: Which, problem_id: Annotated[str, Path(alias="problem")]) -> Response:
    """删去问题 - Take back a problem that one has found oneself."""
    await post.at.write(fieldwork.drop_problem, sampled, problem_id)
    return await _back(post.visit, sampled)


@router.post("/sampled/{sampled}/visits")
async def visited(post: Posted, sampled: Which) -> Response:
    """登记现场核查 - Keep a field visit."""
    try:
        given = taken(NewVisit, {name: post.word(name) for name in ("date", "place", "people", "words")}, _TITLES)
        await post.at.write(fieldwork.visit, sampled, Visited(**given.model_dump()))
    except (Invalid, Conflict) as refusal:
        return await _again(post.visit, sampled, refused(post.visit.request, "visit", refusal))
    return await _back(post.visit, sampled)


@router.post("/sampled/{sampled}/visits/{visit}/photos")
async def photo(visit: Here, request: Request, sampled: Which, visit_id: Annotated[str, Path(alias="visit")]) -> Response:
    """上传现场照片 - Take a photo of a visit in, which is looked into as every file is."""
    at = visit.at
    at.credential = replace(at.credential, csrf=None)  # the token against forgery is a field of the form, read with its file
    try:
        await at.read(fieldwork.prove_photo, sampled, visit_id)
        title, kept = await taken_in(at.office, request, lambda form: titled(visit, form, _TITLES["title"]))
        await at.write(fieldwork.add_photo, sampled, Photo(visit=visit_id, title=title, kept=kept))
    except (Invalid, Conflict) as refusal:
        return await _again(visit, sampled, refused(request, f"photo:{visit_id}", refusal))
    return await _back(visit, sampled)


@router.post("/reviews/{review}/return")
async def give_back(post: Posted, review: Which) -> Response:
    """退回 - Give a review back to its reviewer."""
    there = await post.at.read(rescoring.one, review)
    try:
        given = taken(ReviewDoings, {"reason": post.word("reason")}, _TITLES)
        await post.at.write(rescoring.give_back, review, post.version, given.reason)
    except (Invalid, Conflict) as refusal:
        return await shown_item(post.visit, str(there["sampled"]), refused(post.visit.request, f"back:{review}", refusal))
    return _to(str(there["sampled"]), "return")


@router.post("/reviews/{review}/drop")
async def unassign(post: Posted, review: Which) -> Response:
    """取消分派 - Take an item back from a reviewer who has not begun."""
    there = await post.at.read(rescoring.one, review)
    try:
        await post.at.write(assigning.unassign, review)
    except Conflict as refusal:
        return await shown_item(post.visit, str(there["sampled"]), refused(post.visit.request, "drop", refusal))
    return _to(str(there["sampled"]), "drop")


@router.post("/sampled/{sampled}/quality")
async def rate(post: Posted, sampled: Which) -> Response:
    """评定自评工作质量 - Keep what is answered otherwise than was drafted, and confirm the whole where that is the button."""
    try:
        answers = [Answered(**each.model_dump()) for each in taken(GivenQuality, {"answers": list(_answers(post))}, _TITLES).answers]
        await post.at.write(rating.save, sampled, post.version, Answers(answers=answers, confirm=post.word("go") == "confirm"))
    except (Invalid, Conflict) as refusal:
        return await _again(post.visit, sampled, refused(post.visit.request, "quality", refusal))
    return await _back(post.visit, sampled, "quality")


def _doings(post: Post) -> dict[str, object]:
    """Return what comes with an action: words, reason, what is answered to objections."""
    replies = [{"objection": name.removeprefix(_REPLY), "words": post.word(name)} for name in _names(post, _REPLY)]
    return {**{name: post.word(name) for name in ("words", "reason", "to")}, "answers": replies}


def _objections(post: Post) -> list[Objected]:
    """Return what is said against rows, or the whole.

    Raises: Invalid, where a material is named without a word, or words cannot be read.
    """
    faults: list[Place] = []
    said: list[Objected] = []
    for name in dict.fromkeys(each.removeprefix("proof:") for each in (*_names(post, _AGAINST), *_names(post, f"proof:{_AGAINST}"))):
        own = {"row": name.removeprefix(_AGAINST), "words": post.word(name), "proof": list(post.words(f"proof:{name}"))}
        try:
            said.append(Objected(**taken(NewObjection, own, {"words": "异议"}).model_dump()))
        except Invalid as refusal:
            faults += [replace(each, where=name) for each in refusal.places]
    if faults:
        raise Invalid("objection-invalid", "异议不能提出", tuple(faults))
    return said


def _names(post: Post, prefix: str) -> list[str]:
    """Return the names of the fields of a kind in which something stands."""
    return [name for name, _ in post.form.multi_items() if name.startswith(prefix) and post.word(name)]


def _answers(post: Post) -> Iterator[dict[str, object]]:
    """Yield what is answered to each item of the rating."""
    for name in (name for name, _ in post.form.multi_items() if name.startswith(_WHY)):
        own = name.removeprefix(_WHY)
        key, _, item = own.partition("|")
        yield {"key": key, "item": item, "met": bool(post.word(f"met:{own}")), "words": post.word(name)}


def _whose(post: Post) -> dict[str, str]:
    """Return for each row whose review counts."""
    return {name.removeprefix(_WHOSE): post.word(name) for name in _names(post, _WHOSE)}


def _to(sampled: str, done: str) -> Response:
    return RedirectResponse(f"/sampled/{sampled}?done={done}", _SEES_OTHER)


async def _back(visit: Visit, sampled: str, part: str = "fieldwork") -> Response:
    """Return to where somebody works on an item: the page of their own review where they have one."""
    own = await _own(visit, sampled)
    return RedirectResponse(f"/reviews/{own}#{part}" if own else f"/sampled/{sampled}#{part}", _SEES_OTHER)


async def _again(visit: Visit, sampled: str, sent: Refused) -> Response:
    """Show a form that was refused where somebody works on the item."""
    own = await _own(visit, sampled)
    return await (shown_review(visit, own, sent) if own else shown_item(visit, sampled, sent))


async def _own(visit: Visit, sampled: str) -> str:
    """Return the id of somebody's own review of an item; nothing where they make none, or came from the page of the item."""
    if visit.request.query_params.get("at") == "item":
        return ""
    there = await visit.at.read(items.one, sampled)
    return str(there["review"] or "")


def titled(visit: Visit, form: FormData, name: str) -> str:
    """文件说明 - Return what a file is, as its form says in the field that people see by a name; the token that came along counts.

    Raises: Invalid, where it does not say.
    """
    visit.request.state.form = form  # should the file be refused, what was said of it is shown again
    visit.at.credential = replace(visit.at.credential, csrf=word(form, "csrf"))
    return taken(Titled, {"title": word(form, "title")}, {"title": name}).title


async def shown_item(visit: Visit, sampled: str, sent: Refused = NOTHING) -> Response:
    """抽查项页 - Return the page of an item; where one of its forms was refused, with what was typed into it."""
    found = await visit.at.read(showing.item, sampled)
    done = visit.request.query_params.get("done", "")
    most = visit.at.office.settings.upload_megabytes
    return page(visit, "spot_check/item.html", status_of(sent.refusal), found=found, item=found.item, sent=sent, done=done, most=most)
