"""地址 - Which pages are measured, and who looks: forms of 20, 40 and 200 rows, one that was sent in, lists of 5,000."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchmarks.service.county import Person, county
from benchmarks.service.house import House
from tests.service.pressing import MARK, OK, Form

LENGTHS = (20, 40, 200)
"""行数 - How many indicator rows the forms have; twenty are approved, the others the unit's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """页面 - Name a page, its address, and whose session it is asked with."""

    title: str
    path: str
    session: str
    chart: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """各页 - Hold the house, its forms by how many rows they have, one that was sent in, and for how long users press."""

    house: House
    forms: Mapping[int, Form]
    sent: Form
    seconds: float

    def form(self, rows: int) -> Page:
        """填表页 - Return the page of the form of so many rows."""
        return _page(f"填表，{rows} 行", f"/evaluations/{self.forms[rows].id}/form", self.forms[rows].session)

    def __iter__(self) -> Iterator[Page]:
        """各页 - Yield every kind of page: the clerk's, the bureau's, the auditor's."""
        yield _page("登录", "/", "")
        clerk, mine = self.forms[20].session, f"/evaluations/{self.forms[20].id}"
        yield _page("填报人首页", "/", clerk)
        yield from (self.form(rows) for rows in LENGTHS)
        for title, last in (("一行", "rows/r1"), ("预览", "preview"), ("送审前", "submit"), ("Excel", "workbook")):
            yield _page(title, f"{mine}/{last}", clerk)
        yield from _others(county().bureau, county().auditor, f"/evaluations/{self.sent.id}", f"/rounds/{county().round}")


def _others(bureau: Person, auditor: Person, sent: str, round_: str) -> Iterator[Page]:
    """Yield the pages of the bureau and of the auditor."""
    yield _page("财政首页", "/", bureau.session)
    yield _page("进度", round_, bureau.session, chart=True)
    for title, path in (("清单，共 5000 份", f"{round_}/evaluations"), ("一份自评", sent), ("批次设置", f"{round_}/setup")):
        yield _page(title, path, bureau.session)
    for title, path in (("催报", f"{round_}/reminders"), ("导入", f"{round_}/import/projects"), ("指标体系", "/sets")):
        yield _page(title, path, bureau.session)
    yield _page("查找", "/search?q=%E8%A1%A5%E5%8A%A9", auditor.session)
    yield _page("日志", "/journal", auditor.session)


def _page(title: str, path: str, session: str, *, chart: bool = False) -> Page:
    return Page(title=title, path=path, session=session, chart=chart)


def lay_out(house: House, seconds: float) -> Pages:
    """布置 - Return the pages, the longer forms saved and one form sent in by those whose they are."""
    whole, *drafts = house.forms[0], *house.forms[1:6:2]
    forms = dict(zip(LENGTHS, drafts, strict=True))
    asyncio.run(_prepare(house, forms, whole))
    return Pages(house=house, forms=forms, sent=whole, seconds=seconds)


async def _prepare(house: House, forms: Mapping[int, Form], whole: Form) -> None:
    press = house.press()
    for rows, form in forms.items():
        form.text = _longer(form.text, rows)
        assert await press.save(form) == OK
    assert await press.act(whole, "submit") == OK
    press.close()


def _longer(text: str, rows: int) -> str:
    """Return a form with rows of its own behind those that were approved, until there are so many."""
    form = json.loads(text.replace(MARK, "12"))
    lines = form["indicators"]
    own = [{**lines[at % len(lines)], "id": f"own{at}", "name": f"第{at}项自拟指标"} for at in range(len(lines), rows)]
    form["indicators"] = [*lines, *own]
    return json.dumps(form, ensure_ascii=False)
