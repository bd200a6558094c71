"""变量清单 - A lint learns every variable by its path in the data, whatever the template calls it on the way."""

import pytest

from perfeval.reports.word import compile_template
from tests.reports.word import docx


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("{{ a.b.c }}", ["a.b.c"]),
        ("{{ a['b'].c }}{{ 项目.名称 }}", ["a.b.c", "项目.名称"]),
        ("{% for r in rows %}{{ r.name }}{{ loop.index }}{% endfor %}", ["rows", "rows[].name"]),
        ("{% for r in a.rows|sort(attribute='x') %}{% for t in r.tags %}{{ t }}{% endfor %}{% endfor %}",
         ["a.rows[].x", "a.rows", "a.rows[].tags", "a.rows[].tags[]"]),
        ("{% for k, v in d.items() %}{{ k }}{{ v }}{% endfor %}", ["d.items"]),
        ("{% set s = a.b %}{{ s.c }}{% set s = 1 %}{{ s }}", ["a.b", "a.b.c"]),
        ("{% with s = a.b %}{{ s.c }}{% endwith %}{{ s }}", ["a.b", "a.b.c", "s"]),
        ("{% macro m(x) %}{{ x.y }}{{ z }}{% endmacro %}{{ m(a) }}", ["z", "a"]),
        ("{% if a == 'x' and b %}{{ c if d else e }}{% endif %}", ["a", "b", "d", "c", "e"]),
        ("{{ rows[0].name }}{{ rows|first|upper }}{{ (rows|last).name }}{{ d[k] }}", ["rows[].name", "rows", "rows[].name", "d[]", "k"]),
        ("{{ rows|map(attribute='name')|join }}{{ rows|selectattr('on')|list|length }}", ["rows[].name", "rows", "rows[].on", "rows"]),
        ("{% for r in range(3) %}{{ r }}{% endfor %}", []),
    ],
)  # fmt: skip
def test_paths_follow_loops_and_assignments(text: str, paths: list[str]) -> None:
    assert [each.path for each in compile_template(docx.paragraphs(text)).variables()] == paths


def test_a_variable_asked_for_is_optional() -> None:
    found = compile_template(docx.paragraphs("{% if a.b is defined %}{{ a.b }}{% endif %}{{ c|default('无') }}")).variables()
    assert [(each.path, each.optional) for each in found] == [("a.b", True), ("a.b", False), ("c", True)]


def test_uses_carry_place_and_tag() -> None:
    (use, _) = compile_template(docx.table(("", "甲{{ a }}{% merge b %}"))).variables()
    assert {use.where} == {"正文表格1第1行第2格"}
    assert {use.path: use.tag} in ({"a": "{{ a }}"}, {"b": "{% merge b %}"})
