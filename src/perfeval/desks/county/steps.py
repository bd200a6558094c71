"""示例县的各步 - What is done with an evaluation from the first paper to the end, each step by whoever's it is in a real county."""

import json

from perfeval import files, syntax
from perfeval.accounts import Role
from perfeval.desks import adjusting, proofs, showcase, threads
from perfeval.desks.actions import Given, Returned
from perfeval.desks.adjusting import Wanted
from perfeval.desks.county import filling, names
from perfeval.desks.county.county import Fate
from perfeval.desks.county.desk import Desk, Filed, act, open_form, save
from perfeval.desks.county.papers import Paper, papers
from perfeval.desks.imports.columns import yuan
from perfeval.desks.proofs import Kept
from perfeval.desks.threads import Said
from perfeval.store import Transaction
from perfeval.store.scope import Slice
from perfeval.workflow import Action

_EVERY = 6
_MOST = 10 * 1024 * 1024
_LOWER = 92


def hand_in(tx: Transaction, desk: Desk, each: Filed) -> None:
    """交材料 - Hand in what proves a project, for one in six; some do it before anything else."""
    if each.number % _EVERY:
        return
    asker = desk.asker(Role.FILLER, each.unit)
    for paper in papers(each.project, desk.year, each.number // _EVERY):
        proofs.add(tx, asker, each.id, paper.about, _kept(desk, paper))


def adjust(tx: Transaction, desk: Desk, each: Filed) -> None:
    """登记调整 - Change a target and the budget by a document, as the year went on."""
    if not each.project.adjusts:
        return
    number, approved_by, day = names.ADJUSTED
    target = each.project.targets[0]
    own = {"document_number": number.format(year=desk.year), "approved_by": approved_by, "date": day.format(year=desk.year)}
    lower = f"{target.sign}{int(target.value) * _LOWER // 100}{target.measure}"
    adjusting.adjust(tx, desk.head, each.id, Wanted(cell="indicators.r1.target", new=lower, **own))
    budget = max(each.project.spent, each.project.adjusted // 100 * 95)
    adjusting.adjust(tx, desk.head, each.id, Wanted(cell="funds.total.adjusted", new=yuan(budget), **own))


def begin(tx: Transaction, desk: Desk, each: Filed) -> None:
    """刚动笔 - Fill in the first two rows."""
    asker = desk.asker(Role.FILLER, each.unit)
    found = open_form(tx, asker, each.id)
    save(tx, asker, found, filling.begun(found["evaluation"], each.project))


def fill(tx: Transaction, desk: Desk, each: Filed) -> None:
    """填好 - Fill in a form, with points and answers to every warning; a public form is copied as it stood, faults and all."""
    asker = desk.asker(Role.FILLER, each.unit)
    found = open_form(tx, asker, each.id)
    if each.project.example:
        save(tx, asker, found, filling.copied(found["evaluation"], example(each.project.example)))
        return
    _finish(tx, desk, each, save(tx, asker, found, filling.filled(found["evaluation"], each.project)))


def fill_whole(tx: Transaction, desk: Desk, each: Filed) -> None:
    """汇总 - Finish what was computed from the parts: with reasons of its own where the whole fell short."""
    asker = desk.asker(Role.FILLER, each.unit)
    found = open_form(tx, asker, each.id)
    _finish(tx, desk, each, save(tx, asker, found, filling.reasoned(found["evaluation"], found["scorecard"]["findings"])))


def submit(tx: Transaction, desk: Desk, each: Filed) -> None:
    """送审 - Submit what can be submitted."""
    act(tx, desk.asker(Role.FILLER, each.unit), each, Action.SUBMIT)


def unit_approves(tx: Transaction, desk: Desk, each: Filed) -> None:
    """单位审核通过 - Have the unit's checker approve."""
    act(tx, desk.asker(Role.UNIT_CHECKER, each.unit), each, Action.APPROVE)


def unit_returns(tx: Transaction, desk: Desk, each: Filed) -> None:
    """单位审核退回 - Have the unit's checker send it back, with a word on the whole and one on a row."""
    rows = (Returned(row="r1", reason_code="evidence", reason=names.RETURNED[1]),)
    given = Given(reason_code="evidence", reason=names.RETURNED[0], rows=rows)
    act(tx, desk.asker(Role.UNIT_CHECKER, each.unit), each, Action.RETURN, given)


def answer(tx: Transaction, desk: Desk, each: Filed) -> None:
    """答复 - Answer in place what was said of a row."""
    asker = desk.asker(Role.FILLER, each.unit)
    asked = threads.page(tx, asker, each.id, Slice())["items"]
    for note in asked if isinstance(asked, list) else []:
        if note["row"]:
            threads.say(tx, asker, each.id, Said(words=names.ANSWERED, row=note["row"], answers=note["id"]))


def department_approves(tx: Transaction, desk: Desk, each: Filed) -> None:
    """主管部门审核通过 - Have the department approve."""
    act(tx, desk.asker(Role.DEPARTMENT_CHECKER, desk.above(each.project)), each, Action.APPROVE)


def exempt(tx: Transaction, desk: Desk, each: Filed) -> None:
    """免评 - Have the department leave it out, with a reason."""
    code, words = list(names.EXEMPT.items())[each.number % len(names.EXEMPT)]
    act(tx, desk.asker(Role.DEPARTMENT_CHECKER, desk.above(each.project)), each, Action.EXEMPT, Given(reason_code=code, reason=words))


def merge(tx: Transaction, desk: Desk, each: Filed) -> None:
    """并入 - Have the department merge it into the first draft of the same unit."""
    into = next(other for other in desk.filed if other.unit == each.unit and other.project.fate is Fate.DRAFT)
    given = Given(into=into.id, reason="与该项目同一实施内容，合并自评")
    act(tx, desk.asker(Role.DEPARTMENT_CHECKER, desk.above(each.project)), each, Action.MERGE, given)


def bureau_approves(tx: Transaction, desk: Desk, each: Filed) -> None:
    """财政审核通过 - Have the bureau approve."""
    act(tx, desk.asker(Role.FINANCE_CHECKER, desk.county.units[0].name), each, Action.APPROVE)


def example(name: str) -> filling.Tree:
    """示例 - Return the form of a shipped example as plain data."""
    tree: filling.Tree = json.loads(json.dumps(syntax.load(showcase.text(name).encode(), name)))
    return tree


def _finish(tx: Transaction, desk: Desk, each: Filed, saved: filling.Tree) -> None:
    """Save the points that the unit gives itself, and an answer to every warning."""
    asker = desk.asker(Role.FILLER, each.unit)
    saved = save(tx, asker, saved, filling.claimed(saved["evaluation"], saved["scorecard"]))
    if any(finding["severity"] == "warning" for finding in saved["scorecard"]["findings"]):
        save(tx, asker, saved, filling.answered(saved["evaluation"], saved["scorecard"]["findings"]))


def _kept(desk: Desk, paper: Paper) -> Kept:
    """Look into a paper and store it, as is done with every upload."""
    taken = files.inspect(paper.data, paper.name, most=_MOST)
    stored = desk.files.put_new(taken.data)
    return Kept(name=taken.name, kind=taken.kind.extension, sha256=stored.sha256, size=stored.size)
