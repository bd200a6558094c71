"""生效故事 - What an import changes is seen by nobody until all of it counts; who saves meanwhile loses nothing and waits for nobody."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Event, Thread

import pytest
from sqlalchemy import event, select

from perfeval.desks import standing
from perfeval.desks.imports import Kind, Plan, carrying
from perfeval.desks.imports.carrying import Overtaken
from perfeval.errors import Conflict
from perfeval.store import entries, evaluations, projects, tables
from perfeval.store.evaluations import EvaluationRow
from perfeval.web.office import Office
from tests.service.client import Client, Clients
from tests.service.county import EVALUATIONS, NOW, ROUND
from tests.service.filing_rows import row
from tests.service.lists import bring
from tests.service.staging import FINANCE, At, begin, begun, broken_off, in_force, kept, listed, ordered, planned, superseded

HEAD = ("项目编码", "执行数")
PAID: list[tuple[object, ...]] = [HEAD, *((f"53000025000{at}", 97000 + at) for at in range(1, 5))]
MINE, ADDRESS = EVALUATIONS["school1"], f"/api/v1/evaluations/{EVALUATIONS['school1']}"


def spent(client: Client) -> dict[str, str]:
    """Return what every evaluation of the round says was spent, as the bureau sees it."""
    items = client.get(f"/api/v1/rounds/{ROUND}/evaluations").json()["items"]
    forms = {each["title"]: client.get(f"/api/v1/evaluations/{each['id']}").json()["evaluation"] for each in items}
    return {title: form["funds"][0].get("spent", "") for title, form in forms.items()}


def paid(office: Office, rows: list[tuple[object, ...]] = PAID) -> tuple[Plan, str]:
    """Plan treasury figures and write all that they change, unseen."""
    plan = planned(office, Kind.EXECUTION, rows)
    mark = begin(office, plan)
    superseded(office, plan, mark)
    return plan, mark


def leaving(office: Office) -> int:
    """Return how many rows an import replaces or has replaced."""
    with office.store.reading(NOW) as tx:
        asked = (select(table.c.id).where(table.c.replaced_by.is_not(None)) for table in (tables.projects, tables.evaluations))
        return sum(len(tx.connection.execute(each).all()) for each in asked)


def saved(office: Office, known: EvaluationRow, words: str) -> EvaluationRow:
    """Save an evaluation over a version as one of the desks does."""
    with office.store.writing(NOW) as tx:
        return evaluations.save(tx.connection, with_words(known, words), known.version)


def with_words(known: EvaluationRow, words: str) -> EvaluationRow:
    """Return an evaluation in which a unit wrote something."""
    return replace(known, document=json.dumps({**json.loads(known.document), "objective": {"actual": words}}, ensure_ascii=False))


def everything(office: Office) -> list[str]:
    """Return the ids of all evaluations of projects."""
    with office.store.reading(NOW) as tx:
        return [each.id for found in projects.filings(tx.connection, ROUND, ("/",)).values() for each in found]


@contextmanager
def just_before(office: Office, deed: Callable[[], object]) -> Iterator[None]:
    """Do something in the very moment before an import in which everything is written comes into force."""
    clock, waiting, done = office.clock, len(everything(office)), Event()
    replaced = select(tables.evaluations.c.id).where(tables.evaluations.c.replaced_by.is_not(None))

    def _clock() -> str:
        with office.store.reading(NOW) as tx:
            ready = len(tx.connection.execute(replaced).all())
        if ready == waiting and not done.is_set():
            done.set()
            deed()
        return clock()

    office.clock = _clock
    yield
    assert done.is_set()


def test_what_an_import_changes_is_seen_all_at_once(at: At, office: Office) -> None:
    finance = at("finance")
    plan, mark = paid(office)
    assert set(spent(finance).values()) == {"96000.00"}
    assert finance.get(f"/api/v1/rounds/{ROUND}/progress").json()["total"]["coverage"]["projects"] == len(EVALUATIONS)
    in_force(office, plan, mark)
    assert sorted(spent(finance).values()) == ["97001.00", "97002.00", "97003.00", "97004.00"]
    assert finance.get(f"/api/v1/rounds/{ROUND}/progress").json()["total"]["coverage"]["projects"] == len(EVALUATIONS)
    assert finance.get(f"/api/v1/rounds/{ROUND}/evaluations").json()["total"] == len(EVALUATIONS)
    assert {row(office, each).version for each in EVALUATIONS.values()} == {2}


def test_coming_into_force_takes_the_same_few_statements_for_four_evaluations_and_for_forty(at: At, office: Office) -> None:
    assert bring(at("finance"), ROUND, "projects", listed(40)).status_code == 200
    counted: list[int] = []
    forty: list[tuple[object, ...]] = [HEAD, *((f"P{number:05d}", 1) for number in range(40))]
    for rows in (PAID, forty):
        plan, mark = paid(office, rows)
        statements: list[str] = []
        note = lambda *given, told=statements: told.append(given[2])  # noqa: E731 - what is done at each statement
        event.listen(office.store.engine, "before_cursor_execute", note)
        in_force(office, plan, mark)
        event.remove(office.store.engine, "before_cursor_execute", note)
        counted.append(len(statements))
    assert counted[0] == counted[1] < 10


def test_more_saves_than_a_few_send_an_import_back_to_its_work(at: At, office: Office) -> None:
    assert bring(at("finance"), ROUND, "projects", listed(8)).status_code == 200
    ids = everything(office)
    plan, mark = paid(office, [*PAID, *((f"P{number:05d}", 1) for number in range(8))])
    for each in ids[:6]:
        saved(office, row(office, each), "刚刚写的")
    with pytest.raises(Overtaken) as told:
        in_force(office, plan, mark)
    assert sorted(told.value.ids) == sorted(ids[:6])
    assert "97001.00" not in spent(at("finance")).values(), "nothing counts yet"
    made = ordered(office, plan).work_out(told.value.ids)
    with office.store.writing(NOW) as tx:
        carrying.supersede(tx, FINANCE, made, mark)
    in_force(office, plan, mark)
    forms = [json.loads(row(office, each).document) for each in ids[:6]]
    assert {form["objective"]["actual"] for form in forms} == {"刚刚写的"}
    assert {form["funds"][0]["spent"] for form in forms} <= {"1.00", "97001.00", "97002.00", "97003.00", "97004.00"}


def test_a_rush_of_saves_in_the_last_moment_is_in_what_comes_into_force(at: At, office: Office) -> None:
    finance = at("finance")
    assert bring(finance, ROUND, "projects", listed(8)).status_code == 200
    ids = everything(office)

    def _rush() -> None:
        for each in ids:
            saved(office, row(office, each), "最后一刻写的")

    with just_before(office, _rush):
        answer = bring(finance, ROUND, "execution", [*PAID, *((f"P{number:05d}", 1) for number in range(8))])
    assert (answer.status_code, answer.json()["changed"]) == (200, 12)
    forms = [json.loads(row(office, each).document) for each in ids]
    assert {form["objective"]["actual"] for form in forms} == {"最后一刻写的"}
    assert all(form["funds"][0]["spent"] in {"1.00", "97001.00", "97002.00", "97003.00", "97004.00"} for form in forms)
    assert (leaving(office), kept(office)["uploads"]) == (0, 0)


def test_an_import_that_is_overtaken_in_the_last_moment_leaves_nothing(at: At, office: Office) -> None:
    finance = at("finance")
    before, codes = kept(office), [f"53000025000{number}" for number in range(1, 5)]
    head = ("项目编码", "项目名称", "单位编码", "年初预算数（元）")
    rows = [head, *((code, "新名称", unit, 5) for code, unit in zip(codes, ("school1", "school2", "farm1", "farm2"), strict=True))]

    def _begin() -> None:
        known = row(office, MINE)
        with office.store.writing(NOW) as tx:
            evaluations.save(
                tx.connection, EvaluationRow(**{name: getattr(known, name) for name in known.__slots__} | {"state": "filling"}), 1
            )

    with just_before(office, _begin):
        answer = bring(finance, ROUND, "projects", rows)
    assert (answer.status_code, answer.json()["code"]) == (409, "import-overtaken")
    assert (kept(office), leaving(office)) == (before, 0)
    assert "新名称" not in {each["title"] for each in finance.get(f"/api/v1/rounds/{ROUND}/evaluations").json()["items"]}


def test_a_save_that_is_under_way_is_waited_for_and_kept(office: Office) -> None:
    plan, mark = paid(office)
    known = row(office, MINE)
    publishing = Thread(target=in_force, args=(office, plan, mark))
    with office.store.writing(NOW) as tx:
        evaluations.save(tx.connection, with_words(known, "同时写的"), known.version)
        publishing.start()
    publishing.join()
    form = json.loads(row(office, MINE).document)
    assert (form["objective"]["actual"], form["funds"][0]["spent"]) == ("同时写的", "97001.00")


def test_a_save_of_what_an_import_has_replaced_is_told_that_it_came_too_late(at: At, office: Office) -> None:
    plan, mark = paid(office)
    known = row(office, MINE)
    in_force(office, plan, mark)
    with pytest.raises(Conflict) as told:
        saved(office, known, "来晚了")
    assert told.value.code == "version-conflict"
    late = at("filler1").put(ADDRESS, 1, json=json.loads(known.document))
    assert (late.status_code, late.json()["current"]["version"]) == (409, 2)
    assert late.json()["current"]["evaluation"]["funds"][0]["spent"] == "97001.00"


def test_a_row_that_somebody_is_just_saving_is_passed_over_and_not_waited_for(office: Office, kind: str) -> None:
    if kind == "sqlite":
        return  # it has but one writer: nobody else is saving
    plan = planned(office, Kind.EXECUTION, PAID)
    mark = begin(office, plan)
    with office.store.writing(NOW) as other:
        known = row(office, MINE)
        evaluations.save(other.connection, known, known.version)
        superseded(office, plan, mark)
        with office.store.reading(NOW) as tx:
            assert evaluations.superseded(tx.connection, mark) == set(EVALUATIONS.values()) - {MINE}
    in_force(office, plan, mark)
    assert row(office, MINE).version == 3


def test_proofs_that_are_handed_in_meanwhile_are_in_the_card(at: At, office: Office) -> None:
    begun(at, "school1")
    plan, mark = paid(office)
    given = {"title": "盖章件", "kind": "other"}
    assert at("filler1").post(f"{ADDRESS}/evidence", data=given, files={"file": ("a.pdf", b"%PDF-1.7\n%%EOF\n")}).status_code == 201
    with office.store.reading(NOW) as tx:
        assert MINE not in evaluations.superseded(tx.connection, mark), "it has to be looked at again"
    in_force(office, plan, mark)
    with office.store.reading(NOW) as tx:
        found = standing.find(tx, FINANCE, MINE)
        assert json.loads(found.row.card or "")["findings"] == [each.as_json() for each in standing.assessed(found).findings]


def test_an_import_that_broke_off_keeps_nobody_from_saving_and_is_swept_away(at: At, office: Office) -> None:
    finance, before = at("finance"), kept(office)
    paid(office)
    assert begun(at, "school1", objective={"actual": "照样填报"})["version"] == 2
    assert (bring(finance, ROUND, "execution", PAID).status_code, leaving(office)) == (409, 7), "four projects and three evaluations wait"
    office.clock = lambda: "2026-03-10T08:11:00Z"
    finance = at("finance")
    assert bring(finance, ROUND, "execution", PAID).json()["changed"] == 4
    assert (kept(office), leaving(office)) == (before, 0)
    form = finance.get(ADDRESS).json()["evaluation"]
    assert form["funds"][0]["spent"] == "97001.00"


def test_what_imports_replace_is_taken_away(at: At, office: Office) -> None:
    finance, before = at("finance"), kept(office)
    for amount in range(3):
        assert bring(finance, ROUND, "execution", [HEAD, *((code, amount) for code, _ in PAID[1:])]).status_code == 200
    assert (kept(office), leaving(office)) == (before, 0)


def test_new_projects_that_broke_off_leave_no_number_behind(at: At, office: Office) -> None:
    before = kept(office)
    with office.store.reading(NOW) as tx:
        numbers = set(tx.connection.execute(select(tables.identities.c.id)).scalars())
    broken_off(office, listed(10))
    office.clock = lambda: "2026-03-10T08:11:00Z"
    assert bring(at("finance"), ROUND, "execution", PAID).status_code == 200
    assert kept(office) == before
    with office.store.reading(NOW) as tx:
        assert set(tx.connection.execute(select(tables.identities.c.id)).scalars()) == numbers


def test_an_import_of_changes_is_one_entry_with_every_cell(at: At, office: Office) -> None:
    assert bring(at("finance"), ROUND, "execution", PAID).status_code == 200
    with office.store.reading(NOW) as tx:
        told = [each for each in entries(tx.connection) if each.action.startswith("import.")]
    assert [each.action for each in told] == ["import.execution"]
    changes = json.loads(told[0].detail)["changes"]
    assert {(each["code"], each["cell"], each["old"], each["new"]) for each in changes} == {
        (f"53000025000{number}", "资金.total.spent", "96000.00", f"{97000 + number}.00") for number in range(1, 5)
    }


def test_two_lists_for_one_round_come_in_one_after_the_other(clients: Clients) -> None:
    finance = clients.at("finance")
    address, kind = f"/api/v1/rounds/{ROUND}/execution/import?name=国库.csv", {"Content-Type": "text/csv"}
    given = (("财政拨款", 5), ("其他资金", 7))
    bodies = [f"项目编码,资金来源,执行数\n530000250001,{source},{amount}\n".encode() for source, amount in given]
    asked = [finance.later("POST", address, content=body, headers=kind) for body in bodies]
    assert [answer.status_code for answer in clients.together(*asked)] == [200, 200]
    funds = {each["source"]: each for each in finance.get(ADDRESS).json()["evaluation"]["funds"]}
    assert (funds["fiscal"]["spent"], funds["other"]["spent"], funds["total"]["spent"]) == ("5.00", "7.00", "12.00")
