"""文档包 - What is dangerous is refused, what is unchanged keeps its bytes, what is repeated keeps unique ids."""

import io
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from lxml import etree

from perfeval import errors
from perfeval.reports.word import Limits, Picture, compile_template
from perfeval.reports.word import bundle as bundles
from tests.reports.word import docx

PLAIN = docx.paragraphs("{{ x }}")
TYPES = "[Content_Types].xml"
BOMB = b"0" * (3 * 1024 * 1024)


def refused(template: bytes, **limits: Any) -> str:
    with pytest.raises(errors.Invalid) as fault:
        compile_template(template, limits=Limits(**limits))
    return fault.value.message


def test_what_is_no_docx_is_refused() -> None:
    assert "不是有效的 zip 包" in refused(b"")
    assert "不是有效的 zip 包" in refused(b"PK\x03\x04 and then nothing")
    assert "不是有效的 zip 包" in refused(PLAIN[: len(PLAIN) // 2])
    assert "旧版 .doc 或加了密码" in refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert "缺少内容类型清单" in refused(docx.changed(PLAIN, {TYPES: None}))
    sheet = docx.edited(PLAIN, TYPES, [("wordprocessingml.document.main", "spreadsheetml.sheet.main")])
    assert "不是 .docx 文档" in refused(sheet)
    template = docx.edited(PLAIN, TYPES, [("wordprocessingml.document.main", "wordprocessingml.template.main")])
    assert "不是 .docx 文档" in refused(template)


def test_macros_are_refused() -> None:
    assert "宏" in refused(docx.changed(PLAIN, {"word/vbaProject.bin": b"x"}))
    enabled = docx.edited(
        PLAIN,
        TYPES,
        [
            (
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main",
                "application/vnd.ms-word.document.macroEnabled.main",
            )
        ],
    )
    assert "宏" in refused(enabled)


def test_bombs_are_refused_before_they_go_off() -> None:
    assert "压缩炸弹" in refused(docx.changed(PLAIN, {"word/media/a.png": BOMB}))
    assert "超过上限 2 个" in refused(PLAIN, entries=2)
    assert "解压后超过上限" in refused(PLAIN, unpacked=1024)


def test_damage_is_noticed() -> None:
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as archive:
        info = archive.getinfo("word/document.xml")
    broken = bytearray(PLAIN)
    place = info.header_offset + 30 + len(info.filename) + info.compress_size // 2
    broken[place] ^= 0xFF
    assert "不是" in refused(bytes(broken))
    assert "不是完好的 XML" in refused(docx.changed(PLAIN, {"word/styles.xml": b"<a>"}))


@pytest.mark.parametrize("name", ["word/document.xml", "word/styles.xml", TYPES, "word/_rels/document.xml.rels"])
def test_document_type_declarations_are_refused(name: str) -> None:
    text = docx.part(PLAIN, name)
    start = re.search(r"<[A-Za-z]", text)
    assert start
    declared = text[: start.start()] + '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + text[start.start() :]
    assert "DTD" in refused(docx.changed(PLAIN, {name: declared}))


@pytest.mark.parametrize("kind", ["image", "attachedTemplate", "oleObject", "frame"])
def test_links_that_the_reader_would_fetch_are_refused(kind: str) -> None:
    assert kind in refused(linked(kind))


def test_a_hyperlink_is_allowed() -> None:
    assert compile_template(linked("hyperlink")).render({"x": "甲"})


def linked(kind: str) -> bytes:
    name = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
    link = f'<Relationship Id="rId99" Type="{name}" Target="http://192.0.2.1/a" TargetMode="External"/>'
    return docx.edited(PLAIN, "word/_rels/document.xml.rels", [("</Relationships>", f"{link}</Relationships>")])


def test_reserved_characters_in_a_template_are_refused() -> None:
    assert "保留字符" in refused(docx.paragraphs("\ufdd00\ufdd1"))


def test_unchanged_parts_keep_their_packed_bytes_and_the_order() -> None:
    result = compile_template(PLAIN).render({"x": "甲"})
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as before, zipfile.ZipFile(io.BytesIO(result)) as after:
        assert after.testzip() is None
        assert after.namelist() == before.namelist()
        for old, new in zip(before.infolist(), after.infolist(), strict=True):
            assert new.date_time == (1980, 1, 1, 0, 0, 0)
            if old.filename != "word/document.xml":
                assert packed(PLAIN, old) == packed(result, new)


def packed(archive: bytes, info: zipfile.ZipInfo) -> bytes:
    start = info.header_offset + 30 + len(info.filename.encode())
    return archive[start : start + info.compress_size]


def test_a_template_without_tags_comes_out_as_it_was() -> None:
    template = docx.paragraphs("没有标签")
    assert docx.part(compile_template(template).render({}), "word/document.xml") == docx.part(template, "word/document.xml")


def test_chinese_part_names_survive() -> None:
    pieces = [bundles.deflated("附件/说明.txt", "甲".encode()), bundles.stored("b.bin", b"")]
    with zipfile.ZipFile(io.BytesIO(bundles.bundle(pieces))) as archive:
        assert archive.namelist() == ["附件/说明.txt", "b.bin"]
        assert archive.read("附件/说明.txt").decode() == "甲"


def test_the_same_data_gives_the_same_bytes() -> None:
    template = docx.paragraphs("{{ x }}{% for k, v in data.items() %}{{ k }}{{ v }}{% endfor %}{{ p }}")
    facts = {"x": "甲", "data": {"b": 1, "a": 2}, "p": Picture(docx.png(), 20)}
    first = compile_template(template).render(facts)
    assert all(compile_template(template).render(facts) == first for _ in range(3))


def test_one_template_serves_eight_threads_at_once() -> None:
    rows = (("{% merge row.a %}{{ row.a }}", "{{ row.b }}"), ("{%tr endfor %}", ""))
    template = compile_template(docx.table(("{{ title }}", "{{ chart }}"), ("{%tr for row in rows %}", ""), *rows))
    facts = [
        {
            "title": f"第{n}个",
            "chart": Picture(docx.png(shade=n), 10 + n),
            "rows": [{"a": i // (n + 1), "b": f"{n}-{i}"} for i in range(40)],
        }
        for n in range(8)
    ]
    alone = [template.render(each) for each in facts]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(template.render, facts * 5))
    assert together == alone * 5
    assert len(set(alone)) == 8


DRAWING = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:extent cx="1" cy="1"/><wp:docPr id="1" name="a" descr="图 {{ i }}"/></wp:inline></w:drawing></w:r>'
)
REPEATED = (
    "<w:p><w:r><w:t>{%p for i in xs %}</w:t></w:r></w:p>"
    '<w:p w14:paraId="0A0B0C0D" w14:textId="77777777" w:rsidR="00112233">'
    '<w:bookmarkStart w:id="0" w:name="书签"/><w:proofErr w:type="spellStart"/>'
    '<w:r><w:t>{{</w:t></w:r><w:proofErr w:type="spellEnd"/><w:r><w:t> i }}{{ p }}</w:t></w:r>'
    + DRAWING
    + '<w:bookmarkEnd w:id="0"/></w:p>'
    "<w:p><w:r><w:t>{%p endfor %}</w:t></w:r></w:p>"
)


def test_ids_stay_unique_when_loops_repeat_them() -> None:
    template = docx.body(docx.edited(PLAIN, "word/document.xml", [("<w:body>", "<w:body>")]), REPEATED)
    text = docx.part(template, "word/document.xml")
    if "xmlns:w14" not in text:
        template = docx.edited(
            template,
            "word/document.xml",
            [("<w:document ", '<w:document xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" ')],
        )
    result = compile_template(template).render({"xs": ["甲", "乙", "丙"], "p": Picture(docx.png(), 10)})
    xml = docx.part(result, "word/document.xml")
    assert "paraId" not in xml
    assert "rsid" not in xml
    root = etree.fromstring(xml.encode())
    drawings = [each.get("id") for each in root.iter("{*}docPr")]
    assert len(drawings) == len(set(drawings)) == 6
    starts = list(root.iter(f"{docx.W}bookmarkStart"))
    ends = [each.get(f"{docx.W}id") for each in root.iter(f"{docx.W}bookmarkEnd")]
    assert [each.get(f"{docx.W}id") for each in starts] == ends
    assert len(set(ends)) == 3
    assert [each.get(f"{docx.W}name") for each in starts] == ["书签", "书签_2", "书签_3"]
    assert [each.get("descr") for each in root.iter("{*}docPr") if each.get("descr")] == ["图 甲", "图 乙", "图 丙"]


def test_a_result_with_pictures_may_be_a_template_again() -> None:
    first = compile_template(docx.paragraphs("{{ p }}{_{ p }_}")).render({"p": Picture(docx.png(shade=1), 10)})
    second = compile_template(first).render({"p": Picture(docx.png(shade=2), 10)})
    with zipfile.ZipFile(io.BytesIO(second)) as archive:
        assert len(archive.namelist()) == len(set(archive.namelist()))
        assert sum("media" in name for name in archive.namelist()) == 2
    assert len(docx.read(second).inline_shapes) == 2


def test_a_cell_or_table_that_loops_leave_empty_stays_valid() -> None:
    def build(document: Any) -> None:
        cell = docx.fill(document, [("{%p for x in xs %}",)]).cell(0, 0)
        cell.add_paragraph("{{ x }}")
        cell.add_paragraph("{%p endfor %}")
        document.add_paragraph("间")
        docx.fill(document, [("{%tr for x in xs %}",), ("{{ x }}",), ("{%tr endfor %}",)])

    template = compile_template(docx.built(build))
    empty = docx.read(template.render({"xs": []}))
    assert [len(cell.p_lst) for cell in empty.element.iter(f"{docx.W}tc")] == [1]
    assert len(empty.tables) == 1
    full = docx.read(template.render({"xs": ["甲", "乙"]}))
    assert [docx.cells(table) for table in full.tables] == [[["甲\n乙"]], [["甲"], ["乙"]]]


def test_text_boxes_and_footnotes_are_rendered() -> None:
    box = (
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
        "<w:p><w:r><w:t>{{</w:t></w:r><w:r><w:t>x }}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    note = '<w:footnote w:id="1"><w:p><w:r><w:t>{{ y }}</w:t></w:r></w:p></w:footnote>'
    notes = f'<w:footnotes xmlns:w="{docx.W[1:-1]}">{note}</w:footnotes>'
    template = docx.edited(
        docx.body(PLAIN, box), TYPES, [("</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>')]
    )
    compiled = compile_template(docx.changed(template, {"word/footnotes.xml": notes}))
    assert {each.where for each in compiled.variables()} == {"正文第1段文本框1第1段", "脚注第1段"}
    result = compiled.render({"x": "盒 & 中", "y": "注"})
    assert "盒 &amp; 中" in docx.part(result, "word/document.xml")
    assert ">注<" in docx.part(result, "word/footnotes.xml")


def test_without_isal_the_document_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib
    import sys

    from perfeval.reports.word import deflate

    template = compile_template(PLAIN)
    fast = template.render({"x": "甲" * 500})
    with monkeypatch.context() as patched:
        patched.setitem(sys.modules, "isal", None)
        plain = importlib.reload(deflate)
        assert plain.ENGINE == "zlib"
        patched.setattr(bundles, "deflate", plain.deflate)
        patched.setattr(bundles, "checksum", plain.checksum)
        slow = template.render({"x": "甲" * 500})
    importlib.reload(deflate)
    with zipfile.ZipFile(io.BytesIO(fast)) as left, zipfile.ZipFile(io.BytesIO(slow)) as right:
        assert [left.read(name) for name in left.namelist()] == [right.read(name) for name in right.namelist()]
