"""什么都来 - Whatever stands in a template, it is refused in plain words or gives a document that can be read."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from perfeval import errors
from perfeval.reports.word import Limits, compile_template
from tests.reports.word import docx

Paragraphs = list[list[str]]
Rows = list[list[list[str]]]
BLANK = docx.paragraphs("")
FACTS = {"x": "值\n<&>", "no": "", "rows": [{"a": "一"}, {"a": "一"}, {"a": "二"}], "empty": []}

WILD = st.sampled_from([
    "甲", " ", "&", "{", "}", "{{", "}}", "{%", "%}", "{#", "#}", "-", "'", "“", "{{ x }}", "{{ rows[0].a }}", "{{r x }}", "{{p x }}",
    "{% if x %}", "{% else %}", "{% endif %}", "{% for r in rows %}", "{{ r.a }}", "{% endfor %}", "{%p if x %}", "{%p endif %}",
    "{%p for r in rows %}", "{%p endfor %}", "{%tr for r in rows %}", "{%tr endfor %}", "{%tc for r in rows %}", "{%tc endfor %}",
    "{%r if x %}", "{%r endif %}", "{%- if x -%}", "{%- endif -%}", "{% merge x %}", "{% vm %}", "{% hm %}", "{% colspan 2 %}",
    "{% cellbg '00FF00' %}", "{# 注 #}", "{#p 注 #}", "{#tr 注 #}", "{% set y = 1 %}", "{% set y %}", "{% endset %}", "{{ missing }}",
])  # fmt: skip
WILD_RUNS = st.lists(WILD, max_size=3)

OPENINGS = (("if x", "endif"), ("if no", "endif"), ("for r in rows", "endfor"), ("for r in empty", "endfor"))
LEAVES = ("甲 & 乙", " ", "{{ x }}", "{{r x }}", "{{ rows|length }}", "{# 注 #}", "{_{ x }_}", "{% set y = x %}", "“引”")
CELL_LEAVES = ("", "", "{% merge 1 %}", "{% merge x, 1 %}", "{% colspan 1 %}", "{% cellbg '00FF00' %}")


class Tame:
    """Puts templates together in pairs, so that each must compile and give a document."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def pair(self, scope: str) -> tuple[str, str]:
        start, end = self.chance.choice(OPENINGS)
        return f"{{%{scope} {start} %}}", f"{{%{scope} {end} %}}"

    def inline(self, depth: int = 2) -> str:
        if depth == 0 or self.chance.random() < 0.6:
            return self.chance.choice(LEAVES)
        start, end = self.pair(self.chance.choice(("", "r")))
        return start + "".join(self.inline(depth - 1) for _ in range(self.chance.randrange(3))) + end

    def runs(self, before: str = "") -> list[str]:
        """Return a text cut into runs anywhere, through the middle of its tags too."""
        text = before + "".join(self.inline() for _ in range(self.chance.randrange(4)))
        places = sorted(self.chance.randrange(len(text) + 1) for _ in range(self.chance.randrange(7)))
        return [text[start:end] for start, end in zip([0, *places], [*places, len(text)], strict=True)]

    def paragraphs(self, depth: int = 2) -> Paragraphs:
        if depth == 0 or self.chance.random() < 0.5:
            return [self.runs()]
        start, end = self.pair("p")
        return [[start], *(each for _ in range(self.chance.randrange(3)) for each in self.paragraphs(depth - 1)), [end]]

    def rows(self, depth: int = 2) -> Rows:
        if depth == 0 or self.chance.random() < 0.5:
            return [[self.runs(self.chance.choice(CELL_LEAVES)) for _ in range(2)]]
        start, end = self.pair("tr")
        return [[[start], []], *(each for _ in range(self.chance.randrange(3)) for each in self.rows(depth - 1)), [[end], []]]


def template(paragraphs: Paragraphs, rows: Rows) -> bytes:
    def text(pieces: list[str]) -> str:
        runs = "".join(f'<w:r><w:t xml:space="preserve">{each.replace("&", "&amp;")}</w:t></w:r>' for each in pieces)
        return f"<w:p>{runs}</w:p>"

    cells = "".join(f"<w:tr>{''.join(f'<w:tc>{text(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows)
    grid = '<w:tblPr/><w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="3000"/></w:tblGrid>'
    half = len(paragraphs) // 2
    inner = f"<w:tbl>{grid}{cells}</w:tbl>" if rows else ""
    return docx.body(BLANK, "".join(map(text, paragraphs[:half])) + inner + "".join(map(text, paragraphs[half:])))


def check(result: bytes) -> None:
    """Stop when a result is not well-formed, not what Word takes, or holds marks of the engine's own."""
    root = etree.fromstring(docx.part(result, "word/document.xml").encode())
    for made in docx.read(result).tables:
        docx.cells(made)
    assert all(len(cell) and cell[-1].tag == f"{docx.W}p" for cell in root.iter(f"{docx.W}tc"))
    assert all(made.find(f"{docx.W}tr") is not None for made in root.iter(f"{docx.W}tbl"))
    assert all(len(text) == 0 for text in root.iter(f"{docx.W}t"))
    assert not any("\ufdd0" <= character <= "\ufdef" for character in "".join(map(str, root.itertext())))


@settings(max_examples=200)
@given(st.lists(WILD_RUNS, max_size=5), st.lists(st.lists(WILD_RUNS, min_size=2, max_size=2), max_size=4))
def test_a_wild_template_is_refused_in_plain_words_or_gives_a_document(paragraphs: Paragraphs, rows: Rows) -> None:
    try:
        result = compile_template(template(paragraphs, rows), limits=Limits(seconds=5)).render(FACTS)
    except errors.Invalid as refused:
        if refused.places and all(place.where.startswith("正文") and place.message for place in refused.places):
            return
        raise
    check(result)


@pytest.mark.parametrize("seed", range(0, 400, 20))
def test_a_tame_template_always_gives_a_document(seed: int) -> None:
    for each in range(seed, seed + 20):
        tame = Tame(each)
        check(compile_template(template(tame.paragraphs(), [*tame.rows(), *tame.rows()])).render(FACTS))
