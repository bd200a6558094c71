"""错误的位置 - Every fault names the paragraph or cell, the tag as typed, and the next step."""

from typing import Any

import pytest

from perfeval import errors
from perfeval.reports.word import compile_template
from tests.reports.word import docx


def refusal(template: bytes, facts: dict[str, Any] | None = None) -> errors.Invalid:
    with pytest.raises(errors.Invalid) as refused:
        compile_template(template).render(facts or {})
    return refused.value


def test_a_misspelt_field_is_named_with_its_cell_and_the_nearest_name() -> None:
    def build(document: Any) -> None:
        docx.fill(document, [("甲",)])
        texts = [("", "", "", ""), ("{%tr for row in rows %}", "", "", ""), ("", "", "", "{{ row.nmae }}"), ("{%tr endfor %}", "", "", "")]
        docx.fill(document, texts)

    fault = refusal(docx.built(build), {"rows": [{"name": "甲", "points": 1}]})
    assert fault.code == "template-variable-missing"
    assert fault.message == "正文表格2第3行第4格：标签 {{ row.nmae }} 中的变量“nmae”不存在，是不是“name”？"
    (place,) = fault.places
    assert (place.where, place.suggestion) == ("正文表格2第3行第4格", "是不是“name”？")


def test_a_misspelt_root_name_is_compared_with_the_data() -> None:
    assert refusal(docx.paragraphs("甲", "{{ tilte }}"), {"title": "甲"}).message.endswith(
        "标签 {{ tilte }} 中的变量“tilte”不存在，是不是“title”？"
    )


def test_a_name_like_no_other_gets_no_guess() -> None:
    assert refusal(docx.paragraphs("{{ 项目 }}"), {"title": "甲"}).places[0].suggestion is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{ a", "标签没有写完，缺少结尾的 }}"),
        ("{% if a", "标签没有写完，缺少结尾的 %}"),
        ("{# a", "标签没有写完，缺少结尾的 #}"),
        ("{{ }}", "{{ }} 里没有表达式"),
        ("{{ a b }}", "{{ a b }} 的写法不对"),
        ("{{ a | }}", "{{ a | }} "),
        ("{% if a %}", "{% if a %} 没有结束，缺少 {% endif %}"),
        ("{% endif %}", "{% endif %} 没有对应的 {% if %}"),
        ("{% for a in b %}{% endif %}", "{% endif %} 与正文第2段的 {% for a in b %} 不配对，那里应以 {% endfor %} 结束"),
        ("{% fro a in b %}", "{% fro a in b %} 用了不认识的语句“fro”"),
        ("{{ a|uper }}", "{{ a|uper }} 用了不允许或不存在的过滤器“uper”，是不是“upper”？"),
        ("{{ a is defind }}", "{{ a is defind }} 用了不存在的判断“defind”"),
        ("{%p if a %}后文{%p endif %}", "会连同所在段落一起去掉，而那里还有“后文”"),
        ("{%p if a %}{{ b }}{%p endif %}", "而那里还有{{ b }}"),
        ("{%tr for a in b %}", "{%tr for a in b %} 只能放在表格里"),
        ("{{tr a }}", "{{tr a }} 不能取代整表格行"),
        ("{%- if a -%}", "的减号要并入相邻段落"),
    ],
)
def test_a_wrong_tag_is_refused_with_its_words(text: str, words: str) -> None:
    first = () if "{%-" in text else ("首段",)
    fault = refusal(docx.paragraphs(*first, text))
    assert words in fault.message
    assert fault.places[0].where.startswith("正文第")


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (("{%p if a %}", "甲{% endif %}"), "不在同一层"),
        (("{%r if a %}甲", "{%p endif %}"), "不在同一层"),
        (
            (
                "{% macro m() %}甲",
                "乙{% endmacro %}",
            ),
            "只能有同一文字块里的文字",
        ),
    ],
)
def test_a_statement_that_would_cut_an_element_is_refused_when_compiled(texts: tuple[str, ...], words: str) -> None:
    with pytest.raises(errors.Invalid, match=words):
        compile_template(docx.paragraphs(*texts))


def test_several_faulty_tags_are_reported_at_once() -> None:
    fault = refusal(docx.paragraphs("{{ a b }}", "好", "{{ c d }}"))
    assert [place.where for place in fault.places] == ["正文第1段", "正文第3段"]


def test_places_are_named_in_every_part() -> None:
    def build(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "{{ a }}"
        document.sections[0].footer.add_paragraph("{{ b }}")
        inner = docx.fill(document, [("", "前")]).cell(0, 1)
        inner.add_paragraph("{{ c }}")
        inner.add_table(rows=1, cols=1).cell(0, 0).text = "{{ d }}"
        document.core_properties.title = "{{ e }}"

    wheres = {each.path: each.where for each in compile_template(docx.built(build)).variables()}
    assert wheres == {
        "a": "页眉第1段",
        "b": "页脚第2段",
        "c": "正文表格1第1行第2格第2段",
        "d": "正文表格1第1行第2格内表格1第1行第1格",
        "e": "文档属性“title”",
    }


def test_a_fault_while_computing_names_the_tag() -> None:
    assert "标签 {{ a // 0 }} 计算时出错（ZeroDivisionError" in refusal(docx.paragraphs("{{ a // 0 }}"), {"a": 1}).message


def test_tags_in_field_codes_are_refused() -> None:
    field = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "{{ a }}"</w:instrText></w:r></w:p>'
    assert "域代码内不能放标签" in refusal(docx.body(docx.paragraphs(""), field)).message
