"""值 - What is handed in is what is read back: text, numbers, breaks, pictures, rich text."""

import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from perfeval import errors
from perfeval.reports.word import Picture, RichText, Styled, compile_template
from tests.reports.word import docx

LINE = compile_template(docx.paragraphs("[{{ x }}]"))
CELL = compile_template(docx.table(("{{ x }}", "{{ x }}")))
PLACES = compile_template(
    docx.body(docx.paragraphs(""), '<w:p><w:hyperlink w:anchor="a" w:tooltip="{{ x }}"><w:r><w:t>{{ x }}</w:t></w:r></w:hyperlink></w:p>')
)
# What documents can hold: no controls, no lone surrogates, no noncharacters of the basic plane. Tab and line end have their own test.
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")).filter(lambda c: not ("\ufdd0" <= c <= "\ufdef" or c in "\ufffe\uffff")))


@given(TEXT)
def test_any_text_survives(text: str) -> None:
    assert docx.read(LINE.render({"x": text})).paragraphs[0].text == f"[{text}]"


@settings(max_examples=20)
@given(TEXT)
def test_any_text_survives_in_cells_and_attributes(text: str) -> None:
    assert docx.cells(docx.read(CELL.render({"x": text})).tables[0]) == [[text, text]]
    document = etree.fromstring(docx.part(PLACES.render({"x": text}), "word/document.xml").encode())
    (tooltip,) = document.iter(f"{docx.W}hyperlink")
    assert tooltip.get(f"{docx.W}tooltip") == text


@settings(max_examples=50)
@given(st.text())
def test_no_text_whatever_breaks_the_document(text: str) -> None:
    kept = docx.read(LINE.render({"x": text})).paragraphs[0].text
    assert [c for c in kept[1:-1] if unicodedata.category(c) not in {"Cc", "Cs"}] == [
        c for c in text if unicodedata.category(c) not in {"Cc", "Cs"} and not ("\ufdd0" <= c <= "\ufdef" or c in "\ufffe\uffff")
    ]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("甲\n乙", "甲\n乙"),
        ("甲\r\n乙\r丙\x0b丁", "甲\n乙\n丙\n丁"),
        ("甲\t乙", "甲\t乙"),
        ("甲\x00\x07\x1b乙\x7f", "甲乙"),
        ("甲\ud800乙\uffff", "甲乙"),
        ("<w:t>&amp;</w:t>", "<w:t>&amp;</w:t>"),
        ("]]>", "]]>"),
        ("{{ x }}{% if %}", "{{ x }}{% if %}"),
        ("  两端  有空格  ", "  两端  有空格  "),
        ("", ""),
        (0, "0"),
        (-12, "-12"),
        (Decimal("1E+3"), "1000"),
        (Decimal("95.20"), "95.20"),
        (0.5, "0.5"),
    ],
)
def test_a_value_is_printed_as_it_is(value: object, shown: str) -> None:
    assert docx.read(LINE.render({"x": value})).paragraphs[0].text == f"[{shown}]"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "空值 None"),
        (True, "的值是 True"),
        ([1], "list"),
        ({"a": 1}, "dict"),
        (Fraction(1, 3), "Fraction"),
        (object(), "object"),
        (float("nan"), "nan"),
    ],
)
def test_what_has_no_agreed_appearance_is_refused(value: object, words: str) -> None:
    with pytest.raises(errors.Invalid, match=words) as refused:
        LINE.render({"x": value})
    assert refused.value.message.startswith("正文第1段：标签 {{ x }} ")


def test_line_ends_keep_the_format_of_their_run() -> None:
    def build(document: Any) -> None:
        document.add_paragraph().add_run("{{ x }}").bold = True

    paragraph = docx.rendered(docx.built(build), {"x": "甲\n乙\t丙"}).paragraphs[0]
    assert [(run.text, run.bold) for run in paragraph.runs] == [("甲\n乙\t丙", True)]


def test_one_paragraph_tag_makes_a_paragraph_of_every_line() -> None:
    def build(document: Any) -> None:
        document.add_paragraph("", style="List Bullet").add_run("{{p x }}").bold = True

    made = docx.rendered(docx.built(build), {"x": "甲\n乙\r\n丙 & 丁"}).paragraphs
    assert [(each.text, each.style.name if each.style else "", each.runs[0].bold) for each in made] == [
        (text, "List Bullet", True) for text in ("甲", "乙", "丙 & 丁")
    ]


def test_a_value_takes_the_format_its_tag_begins_with() -> None:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph()
        paragraph.add_run("{{").bold = True
        paragraph.add_run(" x }} 后").italic = True

    runs = docx.rendered(docx.built(build), {"x": "甲"}).paragraphs[0].runs
    assert [(run.text, run.bold, run.italic) for run in runs] == [("甲", True, None), (" 后", None, True)]


def test_dataclasses_dicts_and_chinese_keys_are_read_alike() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Project:
        name: str
        items: tuple[str, ...]

    template = docx.paragraphs("{{ 项目.name }}{% for i in 项目.items %}{{ i }}{% endfor %}{{ 数据.items }}{{ 数据['a b'] }}")
    facts = {"项目": Project(name="甲", items=("乙", "丙")), "数据": {"items": "丁", "a b": "戊"}}
    assert docx.texts(docx.rendered(template, facts)) == ["甲乙丙丁戊"]


def test_rich_text_keeps_its_surroundings_and_changes_what_it_names() -> None:
    def build(document: Any) -> None:
        run = document.add_paragraph().add_run("前{{ x }}后")
        run.bold, run.font.name = True, "Arial"

    rich = RichText(
        pieces=(
            "甲<",
            Styled(text="乙\n", bold=False, italic=True, colour="#c00000", size=10.5, font="仿宋", underline="single", strike=True),
        )
    )
    runs = docx.rendered(docx.built(build), {"x": rich}).paragraphs[0].runs
    looks = [(run.text, run.bold, run.italic, run.font.name) for run in runs]
    assert looks == [("前", True, None, "Arial"), ("甲<", True, None, "Arial"), ("乙\n", False, True, "仿宋"), ("后", True, None, "Arial")]
    styled = runs[2].font
    assert (str(styled.color.rgb), styled.size.pt if styled.size else 0, styled.underline, styled.strike) == ("C00000", 10.5, True, True)


def test_a_wrong_colour_is_refused() -> None:
    with pytest.raises(errors.Invalid, match="颜色“红”"):
        LINE.render({"x": RichText(pieces=(Styled(text="甲", colour="红"),))})


def test_pictures_are_shown_at_their_width_and_stored_once() -> None:
    template = compile_template(docx.paragraphs("{% for p in pictures %}{{ p }}{% endfor %}", "{{p pictures[0] }}"))
    pictures = [Picture(docx.png(), 50), Picture(docx.png(), 25, "说明 <1>"), Picture(docx.png(shade=3), 10)]
    result = template.render({"pictures": pictures})
    shapes = docx.read(result).inline_shapes
    assert [(round(shape.width.mm), round(shape.height.mm, 1)) for shape in shapes] == [(50, 25), (25, 12.5), (10, 5), (50, 25)]
    media = [part.partname for part in docx.read(result).part.package.iter_parts() if "media" in part.partname]
    assert len(media) == 2


def test_pictures_may_stand_in_headers() -> None:
    template = docx.built(lambda document: setattr(document.sections[0].header.paragraphs[0], "text", "{{ x }}"))
    header = docx.rendered(template, {"x": Picture(docx.png(), 30)}).sections[0].header
    assert len(header.part.element.findall(f".//{docx.W}drawing")) == 1
    assert [relation.reltype.rsplit("/", 1)[1] for relation in header.part.rels.values()] == ["image"]


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (docx.png(7, 5), (7, 5)),
        (b"GIF89a\x03\x00\x02\x00\x00\x00\x00", (3, 2)),
        (b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08\x00\x09\x00\x0c\x01\x01\x11\x00", (12, 9)),
    ],
    ids=["png", "gif", "jpeg"],
)
def test_pictures_of_the_three_formats_know_their_proportions(data: bytes, size: tuple[int, int]) -> None:
    across, down = Picture(data, 120).extent
    assert down / across == pytest.approx(size[1] / size[0], rel=1e-4)


@pytest.mark.parametrize(
    ("data", "width"), [(b"BM....", 10), (b"", 10), (b"\xff\xd8\xff\xe0\x00", 10), (docx.png()[:18], 10), (docx.png(), 0), (docx.png(), -1)]
)
def test_what_is_no_picture_is_refused(data: bytes, width: float) -> None:
    with pytest.raises(errors.Invalid, match="图片"):
        Picture(data, width)
