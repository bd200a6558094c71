"""图表 - Charts made in Word are filled with data, stay charts of Word with a workbook behind them, and are the same bytes every time."""

import zipfile
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from docx import Document
from lxml import etree
from openpyxl.chart.chartspace import ChartContainer

from perfeval.errors import Invalid
from perfeval.reports.readback import read_back, text_of
from perfeval.reports.word import compile_template
from scripts.templates.charts import add_chart
from tests.reports.word import docx

GRADES = {
    "title": "两项评级 <个>",
    "categories": ["优", "良", "中", "差"],
    "series": [{"name": "复核评级", "values": ["19", "1", "0", ""]}, {"name": "质量 & 评级", "values": ["19", "0", "1", "-2.5"]}],
}
ROWS = (("", "复核评级", "质量 & 评级"), ("优", "19", "19"), ("良", "1", "0"), ("中", "0", "1"), ("差", "", "-2.5"))


def template(*variables: str, series: tuple[str, ...] = ("甲", "乙"), before: str = "", after: str = "") -> bytes:
    """Return a template with a chart for each variable, between two paragraphs."""
    document = Document()
    document.add_paragraph(before)
    for variable in variables:
        add_chart(document.add_paragraph(), variable, series, across=False, size=(140, 60))
    document.add_paragraph(after)
    return docx.saved(document)


def names(made: bytes) -> list[str]:
    """Return the names of the parts of a package."""
    with zipfile.ZipFile(BytesIO(made)) as package:
        return package.namelist()


def test_a_chart_shows_the_data_and_the_workbook_behind_it_holds_them() -> None:
    made = compile_template(template("grades")).render({"grades": GRADES})
    (chart,) = read_back(made).charts
    assert (chart.title, chart.shown, chart.kept) == ("两项评级 <个>", ROWS, ROWS)
    with zipfile.ZipFile(BytesIO(made)) as package:
        book = package.read(next(name for name in package.namelist() if name.endswith(".xlsx")))
    sheet = openpyxl.load_workbook(BytesIO(book)).active
    assert sheet is not None
    assert [[cell.value for cell in row] for row in sheet.iter_rows(max_row=2)] == [[None, "复核评级", "质量 & 评级"], ["优", 19, 19]]


def test_every_reference_of_a_chart_leads_to_its_cells() -> None:
    made = compile_template(template("grades")).render({"grades": GRADES})
    chart = etree.fromstring(docx.part(made, "word/charts/perfeval1.xml").encode())
    assert [each.text for each in chart.iter("{*}f")] == [
        *("Sheet1!$B$1", "Sheet1!$A$2:$A$5", "Sheet1!$B$2:$B$5"),
        *("Sheet1!$C$1", "Sheet1!$A$2:$A$5", "Sheet1!$C$2:$C$5"),
    ]


def test_the_parts_of_the_template_make_room_for_those_that_are_shown() -> None:
    made = compile_template(template("grades")).render({"grades": GRADES})
    assert [name for name in names(made) if "chart" in name] == ["word/charts/perfeval1.xml", "word/charts/_rels/perfeval1.xml.rels"]
    assert "/word/charts/chart1.xml" not in docx.part(made, "[Content_Types].xml")
    document = Document(BytesIO(made))
    assert [each.rpartition("/")[2] for each in map(str, (part.partname for part in document.part.package.iter_parts())) if "chart" in each]


def test_a_filled_chart_has_the_parts_of_a_chart_as_another_library_knows_them() -> None:
    made = compile_template(template("grades")).render({"grades": GRADES})
    root = etree.fromstring(docx.part(made, "word/charts/perfeval1.xml").encode())
    tree: Any = root.find("{*}chart")
    shown: Any = ChartContainer.from_tree(tree)
    (bars,) = shown.plotArea._charts
    assert [series.tx.strRef.strCache.pt[0].v for series in bars.ser] == ["复核评级", "质量 & 评级"]
    assert [point.v for point in bars.ser[0].val.numRef.numCache.pt] == [19, 1, 0]
    book = root.find("{*}externalData")
    assert book is not None
    assert list(book.attrib.values()) == ["rIdBook"]


def test_series_come_and_go_with_the_data_and_look_like_the_last_one() -> None:
    three = {**GRADES, "series": [*GRADES["series"], {"name": "三", "values": ["1", "2", "3", "4"]}]}
    compiled = compile_template(template("grades"))
    (chart,) = read_back(compiled.render({"grades": three})).charts
    assert chart.shown[0] == ("", "复核评级", "质量 & 评级", "三")
    (chart,) = read_back(compiled.render({"grades": {**GRADES, "series": GRADES["series"][:1]}})).charts
    assert chart.shown == chart.kept == (("", "复核评级"), ("优", "19"), ("良", "1"), ("中", "0"), ("差", ""))


def test_a_chart_in_a_loop_is_one_for_each_turn_and_none_where_there_is_none() -> None:
    compiled = compile_template(template("each", before="{%p for each in charts %}", after="{%p endfor %}"))
    made = compiled.render({"charts": [GRADES, {**GRADES, "title": "第二"}]})
    assert [chart.title for chart in read_back(made).charts] == ["两项评级 <个>", "第二"]
    none = compiled.render({"charts": []})
    assert not [name for name in names(none) if "chart" in name or name.endswith(".xlsx")]
    assert "charts/" not in docx.part(none, "word/_rels/document.xml.rels")


def test_the_alternative_text_becomes_the_title() -> None:
    made = compile_template(template("grades")).render({"grades": GRADES})
    assert 'descr="两项评级 &lt;个&gt;"' in docx.part(made, "word/document.xml")


def test_a_chart_without_categories_is_empty_and_still_whole() -> None:
    none = {"title": "没有", "categories": [], "series": [{"name": "甲", "values": []}]}
    (chart,) = read_back(compile_template(template("empty")).render({"empty": none})).charts
    assert (chart.title, chart.shown, chart.kept) == ("没有", (("", "甲"),), (("", "甲"),))


def test_what_word_keeps_beside_a_chart_stays_with_it() -> None:
    given = template("grades")
    relations = docx.part(given, "word/charts/_rels/chart1.xml.rels")
    style = '<Relationship Id="rId7" Type="http://schemas.microsoft.com/office/2011/relationships/chartStyle" Target="style1.xml"/>'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    style += f'<Relationship Id="rId8" Type="{kind}" Target="https://example.org/?a=1&amp;b=2" TargetMode="External"/>'
    with_style = docx.changed(
        given,
        {
            "word/charts/_rels/chart1.xml.rels": relations.replace("</Relationships>", f"{style}</Relationships>"),
            "word/charts/style1.xml": "<cs:chartStyle xmlns:cs='http://schemas.microsoft.com/office/drawing/2012/chartStyle'/>",
        },
    )
    made = compile_template(with_style).render({"grades": GRADES})
    assert 'Target="/word/charts/style1.xml"' in docx.part(made, "word/charts/_rels/perfeval1.xml.rels")
    assert 'Target="https://example.org/?a=1&amp;b=2" TargetMode="External"' in docx.part(made, "word/charts/_rels/perfeval1.xml.rels")
    assert "word/charts/style1.xml" in names(made)


def test_a_chart_without_a_tag_stays_as_it_was_made() -> None:
    given = docx.edited(template("grades"), "word/document.xml", [("{{ grades }}", "说明图")])
    (chart,) = read_back(compile_template(given).render({})).charts
    assert chart.shown == chart.kept == (("", "甲", "乙"), ("甲", "1", "1"), ("乙", "1", "1"))


def test_the_same_data_give_the_same_bytes_in_any_thread() -> None:
    compiled = compile_template(template("grades", "grades"))
    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(lambda _: compiled.render({"grades": GRADES}), range(16)))
    assert len(made) == 1


def test_the_text_of_a_document_tells_its_charts() -> None:
    text = text_of(compile_template(template("grades")).render({"grades": GRADES}))
    assert "图表：两项评级 <个>\n|  | 复核评级 | 质量 & 评级 |\n| 优 | 19 | 19 |" in text


def test_a_missing_name_is_told_with_the_tag() -> None:
    with pytest.raises(Invalid, match="变量“grade”不存在") as caught:
        compile_template(template("grade")).render({"grades": GRADES})
    assert "grades" in str(caught.value.places[0].suggestion)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("文字", "不是图表数据，缺少 title"),
        ({**GRADES, "categories": ["优"]}, "有 4 个数，类别有 1 个"),
        ({**GRADES, "series": []}, "应有 1 至 24 个系列"),
        ({**GRADES, "categories": "优"}, "不是列表"),
        ({**GRADES, "series": [{"name": "甲", "values": ["1", "约2", "3", "4"]}]}, "“约2”不是数字"),
    ],
)
def test_data_that_are_no_chart_are_refused_with_place_and_reason(data: object, words: str) -> None:
    with pytest.raises(Invalid, match=words) as caught:
        compile_template(template("grades")).render({"grades": data})
    assert caught.value.places[0].where == "正文第2段"


def test_a_chart_that_cannot_be_filled_is_told_when_the_template_is_compiled() -> None:
    given = template("grades")
    chart = docx.part(given, "word/charts/chart1.xml")
    start = chart.index("<c:externalData")
    bare = docx.changed(given, {"word/charts/chart1.xml": chart[:start] + "</c:chartSpace>"})
    with pytest.raises(Invalid, match="没有内嵌的工作簿"):
        compile_template(bare)


@pytest.mark.parametrize("text", ["共 {{ grades }} 个", "{{ grades", "{{ a }}{{ b }}"])
def test_the_alternative_text_of_a_chart_is_one_tag_and_nothing_else(text: str) -> None:
    with pytest.raises(Invalid):
        compile_template(docx.edited(template("grades"), "word/document.xml", [("{{ grades }}", text)]))
