"""沙箱 - A template from outside can neither reach Python nor exhaust the machine, and says so in plain words."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from perfeval import errors
from perfeval.reports.word import Limits, compile_template
from tests.reports.word import docx

SHORT = Limits(seconds=0.3, output=3 * 1024 * 1024)


class Thing:
    """An object with a method, a property and something private."""

    kept = "秘密"

    def method(self) -> str:
        return "called"

    def __str__(self) -> str:
        return "thing"


@dataclass(frozen=True)
class Fact:
    name: str = "甲"
    rows: list[int] = field(default_factory=lambda: [1, 2])

    def method(self) -> str:
        return "called"


def facts() -> dict[str, Any]:
    return {"x": "文字", "thing": Thing(), "fact": Fact(), "items": [1, 2], "data": {"a": 1}, "call": Thing().method, "n": 10**9}


ESCAPES = [
    "{{ ''.__class__.__mro__ }}",
    "{{ x.__init__.__globals__ }}",
    "{{ x['__class__'] }}",
    "{{ x|attr('__class__') }}",
    "{{ thing.__class__.__init__.__globals__ }}",
    "{{ fact.__dict__ }}",
    "{{ fact['__dict__'] }}",
    "{{ fact._name }}",
    "{{ self.__init__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ loop.__class__ }}",
    "{{ range.__self__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ [].append.__self__ }}",
    "{{ '{0.__class__}'.format(x) }}",
    "{{ '{0.__class__}'.format_map(data) }}",
    "{{ x.format }}",
    "{{ ('%s'|format(x)).__class__ }}",
    "{{ items|map(attribute='__class__')|list|length }}{{ items|map(attribute='__class__')|first }}",
    "{{ items|groupby('__class__')|list|length }}",
    "{{ items|sum(attribute='__class__') }}",
    "{{ items|map('attr', '__class__')|list }}",
    "{{ (items|map('__table')|list) }}",
    "{{ x|__table }}",
    "{{ __merge(1, 2) }}",
    "{{ run }}{{ context }}",
    "{% set __x = 1 %}",
    "{% macro f() %}{{ varargs }}{% endmacro %}{{ f() }}",
    "{% macro f() %}{{ caller() }}{% endmacro %}{{ f() }}",
    "{{ thing.method() }}",
    "{{ fact.method() }}",
    "{{ call() }}",
    "{{ thing.kept.join(x) }}",
    "{{ items.append(3) }}",
    "{{ items.sort() }}",
    "{{ data.update({'b': 2}) }}",
    "{{ data.pop('a') }}",
    "{% do items.append(1) %}",
    "{% set fact.name = 'x' %}",
    "{% include 'a' %}",
    "{% import 'a' as b %}",
    "{% from 'a' import b %}",
    "{% extends 'a' %}",
    "{% block a %}{% endblock %}",
    "{% filter upper %}a{% endfilter %}",
    "{% call f() %}{% endcall %}",
    "{% autoescape false %}{{ x }}{% endautoescape %}",
    "{% raw %}{{ x }}{% endraw %}",
    "{{ x|safe }}",
    "{{ x|forceescape }}",
    "{{ data|xmlattr }}",
    "{{ items|random }}",
    "{{ data|tojson }}",
    "{{ data|pprint }}",
    "{{ x|urlize }}",
    "{{ lipsum() }}",
    "{{ cycler(1, 2) }}",
    "{{ dict(a=1) }}",
    "{{ config }}",
    "{% debug %}",
]


@pytest.mark.parametrize("text", ESCAPES)
def test_a_way_out_of_the_sandbox_is_refused(text: str) -> None:
    known = facts()
    with pytest.raises(errors.Invalid) as refused:
        docx.rendered(docx.paragraphs(text), known)
    assert "正文第1段" in refused.value.message
    assert known["items"] == [1, 2]
    assert known["data"] == {"a": 1}


HUGE = [
    "{% for i in range(10**9) %}a{% endfor %}",
    "{% for i in range(n) %}a{% endfor %}",
    "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
    "{% for i in range(99999) %}{% for j in range(99999) if false %}{% endfor %}{% endfor %}",
    "{% for i in range(99999) %}{% for j in range(99999) %}{{ x }}{% endfor %}{% endfor %}",
    "{{ 'a' * 10**9 }}",
    "{{ 'a' * n }}",
    "{{ [1] * n }}",
    "{{ 10 ** n }}",
    "{{ 9 ** 99 }}",
    "{{ 9 ** 9 ** 9 ** 9 }}",
    "{{ '%1000000000d'|format(1) }}",
    "{{ '%*d'|format(1000000000, 1) }}",
    "{{ '%.1000000000f'|format(1.0) }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ 'a'.ljust(n) }}",
    "{{ 'a'.center(n) }}",
    "{{ 'a'.zfill(n) }}",
    "{{ '\t'.expandtabs(n) }}",
    "{{ 'a'|center(n) }}",
    "{{ 'a'|indent(n, true) }}",
    "{% set l = range(99999)|list %}{{ l|select('in', l)|list|length }}",
    "{{ ('a'|center(900) ~ ' ')|replace(' ', 'a'|center(900))|replace('a', 'b ')|wordwrap(1)|indent(900) }}",
    "{{ ('a' ~ 'a')|replace('a', 'a'|center(900))|replace(' ', 'a'|center(900))|replace(' ', 'a'|center(900)) }}",
    "{{ range(99999)|join('a'|center(900)) }}",
    "{{ [1]|batch(n, 0)|list|length }}",
    "{{ [1]|slice(n)|list|length }}",
    "{{ 5|round(-n) }}",
    "{{ 1|round(n) }}",
    "{% set ns = namespace(s='aa') %}{% for i in range(99) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
    "{% set ns = namespace(s='aa') %}{% for i in range(99) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
    "{% set ns = namespace(s='aa') %}{% for i in range(99) %}{% set s %}{{ ns.s }}{{ ns.s }}{% endset %}{% set ns.s = s %}{% endfor %}",
    "{% set ns = namespace(s=3) %}{% for i in range(99) %}{% set ns.s = ns.s * ns.s %}{% endfor %}",
    "{% set ns = namespace(s=1) %}{% for i in range(99) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s|string }}",
    "{% set ns = namespace(s=[1]) %}{% for i in range(99) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
    "{% set ns = namespace(s=[1]) %}{% for i in range(99) %}{% set ns.s = ns.s|batch(2, ns.s)|list %}{% endfor %}",
    "{% macro f(i) %}{{ f(i + 1) }}{% endmacro %}{{ f(1) }}",
    "{% macro f(i) %}{% if i %}{{ f(i - 1) }}{{ f(i - 1) }}{% endif %}{% endmacro %}{{ f(60) }}",
    "{% for i in items recursive %}{{ loop(items) }}{% endfor %}",
    "{% for i in range(99999) %}{{ range(99999)|list|length }}{% endfor %}",
]


@pytest.mark.parametrize("text", HUGE)
def test_nothing_huge_comes_out_of_something_small(text: str) -> None:
    with pytest.raises(errors.Invalid, match="正文第1段"):
        compile_template(docx.paragraphs(text), limits=SHORT).render(facts())


def test_the_time_limit_names_the_loop_and_the_limit() -> None:
    template = docx.paragraphs("甲", "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}")
    with pytest.raises(errors.Invalid) as refused:
        compile_template(template, limits=SHORT).render({})
    assert refused.value.code == "render-too-slow"
    assert refused.value.message.startswith("正文第2段：标签 {% for ")
    assert "用时超过上限 0.3 秒" in refused.value.message


def test_the_size_limit_names_the_tag_and_the_limit() -> None:
    template = docx.paragraphs("{%p for i in range(99999) %}", "{{ x }}", "{%p endfor %}")
    with pytest.raises(errors.Invalid) as refused:
        compile_template(template, limits=Limits(output=1024 * 1024, seconds=60)).render({"x": "字" * 100})
    assert refused.value.code == "render-too-large"
    assert "输出超过上限 1 MB" in refused.value.message


def test_pictures_count_towards_the_size() -> None:
    from perfeval.reports.word import Picture

    template = compile_template(docx.paragraphs("{{ x }}"), limits=Limits(output=1024))
    with pytest.raises(errors.Invalid, match="输出超过上限"):
        template.render({"x": Picture(docx.png() + bytes(4096), 10)})


def test_what_a_document_needs_is_allowed() -> None:
    text = (
        "{{ x.upper() }}{{ data.items()|list|length }}{{ data.get('b', '无') }}{{ x.split('字')[0] }}"
        "{% for k, v in data.items() %}{{ k }}{{ v }}{% endfor %}{{ '%05.2f'|format(1.5) }}{{ fact.rows|sum }}{{ 2.50|round(1) }}"
        "{% set ns = namespace(n=0) %}{% for i in items %}{% set ns.n = ns.n + i %}{{ loop.cycle('甲', '乙') }}{% endfor %}{{ ns.n }}"
        "{% for a, b in [('一', 1), ('二', 2)] %}{{ a }}{{ b }}{% endfor %}{{ fact.name is defined }}"
    ).replace("{{ fact.name is defined }}", "{{ '有' if fact.name is defined else '无' }}")
    assert docx.texts(docx.rendered(docx.paragraphs(text), facts())) == ["文字1无文a101.5032.5甲乙3一1二2有"]
