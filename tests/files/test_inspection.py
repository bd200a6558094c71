"""上传检查 - Good files of every kind are taken; whatever an attacker builds is refused, with a code and words."""

from pathlib import Path

import pytest

from perfeval.errors import Invalid
from perfeval.files import KINDS, clean_name, inspect
from perfeval.files.package import MOST_PARTS
from tests.architecture.house import ROOT
from tests.files import made

MEGABYTE = 1024 * 1024
GOOD = {
    "验收报告.docx": made.word(),
    "最小.docx": made.package(),
    "完成数.xlsx": made.sheet(),
    "发票.ofd": made.ofd(),
    "批复.pdf": made.pdf(),
    "现场.jpg": made.picture("jpeg"),
    "现场.JPEG": made.picture("jpeg"),
    "截图.PNG": made.picture("png"),
    "旧文件.doc": made.compound("WordDocument", "1Table"),
    "旧表.xls": made.compound("Workbook"),
    "更旧的表.xls": made.compound("Book"),
    "金山.wps": made.compound("WordDocument"),
    "金山.et": made.compound("Workbook"),
    "附了表的.docx": made.package(("word/embeddings/a.xlsx", made.sheet()), ("word/embeddings/b.bin", made.compound("Workbook"))),
}
BAD: dict[str, tuple[str, bytes, str]] = {
    "nothing in it": ("a.pdf", b"", "upload-empty"),
    "a program": ("a.exe", b"MZ", "upload-kind"),
    "a page": ("a.html", b"<script>", "upload-kind"),
    "a drawing that can run": ("a.svg", b"<svg/>", "upload-kind"),
    "an archive": ("a.zip", made.package(), "upload-archive"),
    "another archive": ("a.RAR", b"Rar!", "upload-archive"),
    "a workbook with macros": ("a.xlsm", made.sheet(), "upload-macro"),
    "a page called pdf": ("a.pdf", b"<html>", "upload-content"),
    "a pdf cut off": ("a.pdf", b"%PDF-1.7\n1 0 obj", "upload-content"),
    "an archive called pdf": ("a.pdf", made.package(), "upload-content"),
    "a pdf called jpg": ("a.jpg", made.pdf(), "upload-content"),
    "a workbook called docx": ("a.docx", made.sheet(), "upload-content"),
    "a document called ofd": ("a.ofd", made.word(), "upload-content"),
    "an encrypted document": ("a.docx", made.compound("EncryptedPackage"), "upload-content"),
    "an installer called doc": ("a.doc", made.compound("!_Tables"), "upload-content"),
    "a page called doc": ("a.doc", b"<html xmlns:w=''>", "upload-content"),
    "an archive behind a picture": ("a.jpg", made.picture("jpeg") + made.package(), "upload-content"),
    "an archive behind a png": ("a.png", made.picture("png") + made.package(), "upload-content"),
    "an archive behind a pdf": ("a.pdf", made.pdf() + made.package() + b"%%EOF", "upload-content"),
    "an archive behind a doc": ("a.doc", made.compound("WordDocument") + made.package(), "upload-content"),
    "a page before a document": ("a.docx", b"<html>" + made.package(), "upload-content"),
    "a page behind a document": ("a.docx", made.package() + b"<html>", "upload-broken"),
    "another document before a document": ("a.docx", made.package() + made.package(), "upload-broken"),
    "a document cut off": ("a.docx", made.package()[:-30], "upload-broken"),
    "a damaged part": ("a.docx", made.word().replace(b"PK\x01\x02", b"PK\x01\x03", 1), "upload-broken"),
    "a part above the file": ("a.docx", made.package(("../../etc/passwd", "x")), "upload-broken"),
    "a part above another": ("a.docx", made.package(("word/../../x.xml", "x")), "upload-broken"),
    "a part at the root": ("a.docx", made.package(("/etc/passwd", "x")), "upload-broken"),
    "a part on a drive": ("a.docx", made.package(("C:/x.xml", "x")), "upload-broken"),
    "a part with a backslash": ("a.docx", made.package(("word\\..\\x.xml", "x")), "upload-broken"),
    "a link": ("a.docx", made.package((made.link(), "/etc/passwd")), "upload-broken"),
    "a part twice": ("a.docx", made.package(("word/A.xml", "x"), ("word/a.xml", "y")), "upload-broken"),
    "an encrypted part": ("a.docx", made.encrypted(), "upload-broken"),
    "a part of another name": ("a.docx", made.renamed(), "upload-broken"),
    "parts over one another": ("a.docx", made.overlapping(), "upload-broken"),
    "a bomb": ("a.docx", made.bomb(64), "upload-bomb"),
    "a bomb in many parts": ("a.xlsx", made.bomb(16, 4), "upload-bomb"),
    "a bomb that lies about its size": ("a.docx", made.lying(11), "upload-broken"),
    "too many parts": ("a.docx", made.package(*((f"word/{number}.xml", "") for number in range(MOST_PARTS))), "upload-bomb"),
    "a bomb in a document": ("a.docx", made.package(("word/embeddings/a.docx", made.bomb(64))), "upload-bomb"),
    "too many documents in one another": (
        "a.docx",
        made.package(("a.docx", made.package(("b.docx", made.package(("c.docx", made.package())))))),
        "upload-bomb",
    ),
    "macros": ("a.docx", made.package(("word/vbaProject.bin", b"x")), "upload-macro"),
    "macros in capitals": ("a.docx", made.package(("word/VBAPROJECT.BIN", b"x")), "upload-macro"),
    "macros under another name": ("a.docx", made.package(("word/harmless.dat", made.compound("VBA", "dir"))), "upload-macro"),
    "a document that says it has macros": (
        "a.docx",
        made.package(types=made.TYPES.format('<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>')),
        "upload-macro",
    ),
    "old macro sheets": ("a.docx", made.package(("xl/macrosheets/sheet1.xml", "x")), "upload-macro"),
    "a control": ("a.docx", made.package(("word/activeX/activeX1.xml", "x")), "upload-macro"),
    "a document with macros in a document": (
        "a.docx",
        made.package(("word/embeddings/a.docx", made.package(("word/vbaProject.bin", b"x")))),
        "upload-macro",
    ),
    "a doc with macros": ("a.doc", made.compound("WordDocument", "Macros", "VBA"), "upload-macro"),
    "a doc with macros in small letters": ("a.doc", made.compound("WordDocument", "_vba_project"), "upload-macro"),
    "an xls with macros": ("a.xls", made.compound("Workbook", "_VBA_PROJECT_CUR"), "upload-macro"),
    "a wps with macros": ("a.wps", made.compound("WordDocument", "VBA"), "upload-macro"),
    "an et with macros": ("a.et", made.compound("Workbook", "VBA"), "upload-macro"),
    "an external entity": (
        "a.docx",
        made.package(document='<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'),
        "upload-entities",
    ),
    "an external entity in UTF-16": ("a.docx", made.package(document='<!DOCTYPE a SYSTEM "a"><a/>'.encode("utf-16")), "upload-entities"),
    "an external entity far behind": (
        "a.docx",
        made.package(document=b"<!--" + bytes(range(32, 127)) * 11_037 + b"--><!DOCTYPE a SYSTEM 'a'><a/>"),
        "upload-entities",
    ),
    "an external entity over the edge of a piece": (
        "a.docx",
        made.package(document=b" " * (MEGABYTE - 4) + b"<!DOCTYPE a SYSTEM 'a'><a/>"),
        "upload-entities",
    ),
    "an external entity in a relation": ("a.docx", made.package(("word/_rels/document.xml.rels", "<!DOCTYPE a><a/>")), "upload-entities"),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_taken(name: str) -> None:
    taken = inspect(GOOD[name], name, most=MEGABYTE)
    assert taken.data == GOOD[name]
    assert taken.name == name
    assert taken.kind is KINDS[name.rpartition(".")[2].lower().replace("jpeg", "jpg")]


def test_every_kind_has_a_good_file() -> None:
    assert {name.rpartition(".")[2].lower().replace("jpeg", "jpg") for name in GOOD} == set(KINDS)


@pytest.mark.parametrize("path", sorted((ROOT / "report_templates").glob("*/template.docx")), ids=lambda path: path.parent.name)
def test_the_official_forms_are_taken(path: Path) -> None:
    assert inspect(path.read_bytes(), path.name, most=50 * MEGABYTE).kind is KINDS["docx"]


@pytest.mark.parametrize("why", BAD)
def test_a_bad_file_is_refused(why: str) -> None:
    name, data, code = BAD[why]
    with pytest.raises(Invalid) as told:
        inspect(data, name, most=50 * MEGABYTE)
    assert told.value.code == code
    assert told.value.message


def test_a_file_that_is_too_large_is_refused_before_anything_else() -> None:
    with pytest.raises(Invalid, match="超过 1 MB") as told:
        inspect(b"x" * (MEGABYTE + 1), "a.exe", most=MEGABYTE)
    assert told.value.code == "upload-too-large"


def test_every_flipped_bit_of_a_directory_is_refused_or_harmless() -> None:
    whole = made.package(("word/a.xml", "a"))
    start = whole.index(b"PK\x01\x02")
    refused = 0
    for at in range(start, len(whole)):
        for bit in range(8):
            bad = bytearray(whole)
            bad[at] ^= 1 << bit
            try:
                inspect(bytes(bad), "a.docx", most=MEGABYTE)
            except Invalid:  # and nothing else
                refused += 1
    assert refused > len(whole) - start


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\windows\\win.ini.pdf", "win.ini.pdf"),
        ("C:\\用户\\验收.pdf", "验收.pdf"),
        ("/验收 .pdf", "验收.pdf"),
        ("批\u202e复\u200b.pdf", "批复.pdf"),
        ("a\0b\r\n.pdf", "ab.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        (" . 批复.pdf. ", "批复.pdf"),
        ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
    ],
)
def test_the_name_of_a_file_leads_nowhere(name: str, kept: str) -> None:
    assert clean_name(name) == kept


@pytest.mark.parametrize("name", ["", ".", "..", "pdf", ".pdf", "a.", "../", "a/", "\u202e.pdf", "..."])
def test_a_name_of_which_nothing_is_left_is_refused(name: str) -> None:
    with pytest.raises(Invalid) as told:
        clean_name(name)
    assert told.value.code == "upload-name"


@pytest.mark.parametrize("name", ["a\u202efdp.exe", "a.pdf\0.exe", "a.pdf .exe", "a.pdf:evil.exe"])
def test_a_name_that_looks_like_another_kind_is_its_real_kind(name: str) -> None:
    with pytest.raises(Invalid) as told:
        inspect(made.pdf(), name, most=MEGABYTE)
    assert told.value.code == "upload-kind"
