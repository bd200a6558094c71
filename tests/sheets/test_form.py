"""自评表工作簿 - A form that goes out and comes back untouched is the same; what was typed in comes back in its place."""

import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from perfeval import evaluation, sheets, syntax
from perfeval.desks.changes import changed
from perfeval.errors import Invalid
from perfeval.evaluation import Evaluation
from perfeval.evaluation.captions import TEXTS

ROOT = Path(__file__).parents[2]
FORMS = [path for path in sorted((ROOT / "examples").glob("*.yaml")) if "\nindicators:" in path.read_text(encoding="utf-8")]


def tree(path: Path) -> dict[str, syntax.Tree]:
    """Return an example as data, its rows numbered."""
    made = syntax.load(path.read_bytes(), path.name)
    assert isinstance(made, dict)
    rows = made["indicators"]
    assert isinstance(rows, list)
    made["indicators"] = [{"id": f"r{at}", **row} for at, row in enumerate(rows, start=1) if isinstance(row, dict)]
    return made


def parsed(form: dict[str, syntax.Tree]) -> Evaluation:
    return evaluation.from_tree(form)


def book(form: dict[str, syntax.Tree], locked: frozenset[str] = frozenset()) -> bytes:
    return sheets.write_form(sheets.stamp_of("e1", 3, "{}"), "示例", form, TEXTS, locked.__contains__)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_workbook_that_nobody_touched_is_the_same_form(path: Path) -> None:
    form = tree(path)
    back = sheets.read_form(sheets.read_grids(book(form), "表"), form)
    assert changed(parsed(form), parsed(back)) == ()


def typed(data: bytes, sheet: str, cells: dict[str, str]) -> bytes:
    """Return a workbook in which somebody typed into some cells."""
    opened = openpyxl.load_workbook(io.BytesIO(data))
    for cell, text in cells.items():
        opened[sheet][cell] = text
    saved = io.BytesIO()
    opened.save(saved)
    return saved.getvalue()


def test_what_was_typed_comes_back_in_its_place_and_a_new_row_stands_last() -> None:
    form = tree(ROOT / "examples" / "01-minglang-school-2022.yaml")
    count = len(parsed(form).indicators)
    filled = typed(book(form), "指标表", {"G4": "701", f"C{count + 4}": "产出指标", f"E{count + 4}": "新增一项", f"F{count + 4}": "≥3次"})
    back = parsed(sheets.read_form(sheets.read_grids(filled, "表"), form))
    assert back.indicators[0].actual == "701"
    assert (back.indicators[-1].name, back.indicators[-1].target) == ("新增一项", "≥3次")
    assert len(back.indicators) == count + 1


def test_a_formula_that_was_typed_as_text_stays_text_both_ways() -> None:
    form = tree(ROOT / "examples" / "01-minglang-school-2022.yaml")
    form["narrative"] = {"problems": "=1+1", "other": "＝cmd|' /C calc'!A0"}
    back = sheets.read_form(sheets.read_grids(book(form), "表"), form)
    assert back["narrative"] == form["narrative"]


def test_people_read_the_names_of_texts_and_not_the_words_by_which_the_file_knows_them() -> None:
    form = tree(ROOT / "examples" / "01-minglang-school-2022.yaml")
    form["narrative"] = {"problems": "设备到货晚", "own": "自拟一节"}
    data = book(form)
    opened = openpyxl.load_workbook(io.BytesIO(data))
    for name, hidden in (("文字", "A"), ("基本情况", "C"), ("指标表", "B")):
        assert [letter for letter, column in opened[name].column_dimensions.items() if column.hidden] == [hidden], name
    names = [opened["文字"].cell(row, 2).value for row in range(4, opened["文字"].max_row + 1)]
    assert names == [*TEXTS.values(), "own"]
    at = names.index("改进措施") + 4
    back = sheets.read_form(sheets.read_grids(typed(data, "文字", {f"C{at}": "提前签订合同"}), "表"), form)
    assert back["narrative"] == {"problems": "设备到货晚", "own": "自拟一节", "measures": "提前签订合同"}


def test_only_cells_of_the_unit_can_be_typed_into() -> None:
    form = tree(ROOT / "examples" / "01-minglang-school-2022.yaml")
    opened = openpyxl.load_workbook(io.BytesIO(book(form, frozenset({"indicators.r1.target"}))))
    listed = opened["指标表"]
    assert listed.protection.sheet
    assert [listed[cell].protection.locked for cell in ("A4", "F4", "G4")] == [True, True, False]


def test_the_few_words_that_a_cell_may_hold_are_offered() -> None:
    listed = openpyxl.load_workbook(io.BytesIO(book(tree(ROOT / "examples" / "01-minglang-school-2022.yaml"))))["指标表"]
    heads = {cell.value: get_column_letter(at) for at, cell in enumerate(listed[3], 1)}
    offered = {str(each.sqref)[0]: each.formula1 for each in listed.data_validations.dataValidation}
    assert offered[heads["不适用"]] == '"是,否"'
    assert '"1,2,3"' in offered.values()


def test_a_workbook_from_elsewhere_is_refused() -> None:
    other = openpyxl.Workbook()
    saved = io.BytesIO()
    other.save(saved)
    with pytest.raises(Invalid) as caught:
        sheets.read_stamp(sheets.read_grids(saved.getvalue(), "表"), "表")
    assert caught.value.code == "workbook-foreign"


def test_the_stamp_says_evaluation_version_and_content() -> None:
    form = tree(ROOT / "examples" / "01-minglang-school-2022.yaml")
    assert sheets.read_stamp(sheets.read_grids(book(form), "表"), "表") == sheets.stamp_of("e1", 3, "{}")
