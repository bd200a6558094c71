"""一行页 - One row with all that belongs to it: the sum of its points, proofs, words about it, who stands for it.

With scripts it opens below its row; without, it is a page of its own.
"""

from dataclasses import replace

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from perfeval.desks import actions, proofs, row_sheet, threads
from perfeval.desks.actions import Given, Returned
from perfeval.desks.meant import Meant
from perfeval.desks.proving import ProofKind
from perfeval.desks.threads import Said
from perfeval.errors import Conflict, Invalid, PerfevalError
from perfeval.web.office import counter_of
from perfeval.web.pages.clerk.form import Which, shown
from perfeval.web.pages.frame import Here, Posted, Visit
from perfeval.web.posted import word
from perfeval.web.proofs import received
from perfeval.workflow import Action

router = APIRouter(include_in_schema=False)


@router.get("/evaluations/{evaluation}/rows/{row}")
async def row(visit: Here, evaluation: Which, row: str) -> Response:
    """一行 - Return one row, or what the money row comes to."""
    return await _row_page(visit, evaluation, row)


@router.post("/evaluations/{evaluation}/form/notes")
async def say(post: Posted, evaluation: Which) -> Response:
    """写批注 - Keep what is said about a row or the whole form."""
    said = Said(words=post.word("words"), row=post.word("row") or None, answers=post.word("answers") or None)
    try:
        await post.at.write(threads.say, evaluation, said)
    except Invalid as error:
        return await _row_page(post.visit, evaluation, said.row or "", error)
    return await _back(post.visit, evaluation, said.row)


@router.post("/evaluations/{evaluation}/evidence")
async def hand_in(request: Request, evaluation: Which) -> Response:
    """上传佐证 - Take a proof in and show the row that it is for."""
    at = await counter_of(request)
    visit, row = Visit(request, at), ""

    def _look(form: FormData) -> FormData:
        nonlocal row
        row = word(form, "row")
        at.credential = replace(at.credential, csrf=word(form, "csrf"))
        return FormData([each for each in form.multi_items() if each[0] != "csrf"])

    at.credential = replace(at.credential, csrf=None)  # the token against forgery is a field of the form, read with its file
    try:
        await at.write(proofs.add, evaluation, *await received(at, request, evaluation, _look))
    except (Invalid, Conflict) as error:
        return await _row_page(visit, evaluation, row, error)
    return await _back(visit, evaluation, row)


@router.post("/evaluations/{evaluation}/evidence/{proof}/remove")
async def take_back(post: Posted, evaluation: Which, proof: str) -> Response:
    """移去佐证 - Take a proof back that was handed in by mistake."""
    try:
        await post.at.write(proofs.remove, evaluation, proof)
    except Conflict as error:
        return await _row_page(post.visit, evaluation, post.word("row"), error)
    return await _back(post.visit, evaluation, post.word("row"))


@router.post("/evaluations/{evaluation}/confirm")
async def confirm(post: Posted, evaluation: Which) -> Response:
    """业务科室确认 - Keep that the sections stand for their rows."""
    rows = [Returned(row=each) for each in post.words("rows")]
    await post.at.write(actions.act, Meant(id=evaluation, version=post.version), Action.CONFIRM, Given(rows=rows))
    return RedirectResponse(f"/evaluations/{evaluation}/submit", 303)


async def _back(visit: Visit, evaluation: str, row: str | None) -> Response:
    """Return to where a row is shown: in place with scripts, else on its page."""
    if visit.is_partial and row:
        return await _row_page(visit, evaluation, row)
    return RedirectResponse(f"/evaluations/{evaluation}/{f'rows/{row}' if row else 'form'}", 303)


async def _row_page(visit: Visit, evaluation: str, row: str, error: PerfevalError | None = None) -> Response:
    found = await visit.at.read(row_sheet.row, evaluation, row)
    name = "row" if found.line else "money"
    part = {"money": "clerk/money-panel.html", "row": "clerk/panel.html"}[name]
    return shown(
        visit,
        found.sheet,
        part if visit.is_partial else f"clerk/{name}.html",
        200 if error is None else 422,
        line=found.line,
        step=found.step,
        proofs=found.proofs,
        partial=visit.is_partial,
        refusal=error.message if error else "",
        kinds=[(each.value, each.label) for each in ProofKind],
    )
