"""试算页 - Score what is pasted or chosen, and keep nothing: the page for those who have a file and want to know what it comes to."""

from fastapi import APIRouter, Response

from perfeval.desks import department, fitting, showcase
from perfeval.desks.overview import HEAD, overview
from perfeval.web.edge import Run
from perfeval.web.evaluations import ANNEX, word
from perfeval.web.pages.frame import Here, page
from perfeval.web.pages.tryout.sent import Form

router = APIRouter(include_in_schema=False)


@router.get("/score")
async def start(visit: Here, run: Run, example: str = "") -> Response:
    """试算 - Return the page that takes a file, with one of the examples filled in where it was asked for."""
    await visit.meet()
    return page(visit, "tryout/start.html", examples=await run(showcase.examples), text=await run(showcase.text, example))


@router.post("/score")
async def score(visit: Here, form: Form, run: Run) -> Response:
    """评分页 - Return the score of what was pasted or chosen."""
    await visit.meet()
    filled = await run(department.read, form.data, form.name)
    views = [overview(each) for each in await run(department.assess_all, filled)]
    text = form.data.decode("utf-8-sig")
    return page(visit, "tryout/score.html", head=HEAD, views=views, text=text, templates=await run(fitting.fitting, filled))


@router.post("/report")
async def report(visit: Here, form: Form, run: Run) -> Response:
    """Word 下载 - Return the Word of what was scored."""
    await visit.meet()
    return word(await run(department.print_body, form.data, form.name, form.template, ANNEX[form.annex]))
