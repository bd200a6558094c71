"""能打开 - LibreOffice opens what the engine makes and prints the words that were put in."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from docx import Document

from perfeval.reports.word import Picture, RichText, Styled, compile_template
from tests.reports.word import docx

FACTS = {
    "title": "绩效自评 & 报告",
    "text": "第一行\n第二行\t制表",
    "rows": [
        {"first": "产出指标", "second": "数量指标", "name": "培训人次", "points": "9.80"},
        {"first": "产出指标", "second": "数量指标", "name": "培训期数", "points": "10.00"},
        {"first": "产出指标", "second": "质量指标", "name": "合格率", "points": "8.00"},
        {"first": "效益指标", "second": "社会效益", "name": "政策知晓", "points": "5.00"},
    ],
    "columns": ["一季度", "二季度", "三季度"],
    "rich": RichText(pieces=("总分", Styled(text="95.20", bold=True, colour="C00000", size=18))),
    "picture": Picture(docx.png(200, 100), 60, "柱状图"),
    "empty": [],
}


def template() -> bytes:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{ title }}"
    for text in ("{{ title }}", "{{ text }}", "{{ rich }}", "{{ picture }}", "{%p for row in rows %}", "{{ row.name }}", "{%p endfor %}"):
        document.add_paragraph(text)
    docx.fill(
        document,
        [
            ("一级", "二级", "三级", "得分"),
            ("{%tr for row in rows %}", "", "", ""),
            (
                "{% merge row.first %}{{ row.first }}",
                "{% merge row.first, row.second %}{{ row.second }}",
                "{{ row.name }}",
                "{{ row.points }}",
            ),
            ("{%tr endfor %}", "", "", ""),
        ],
    ).style = document.styles["Table Grid"]
    document.add_paragraph("间隔")
    docx.fill(document, [("季度", "{%tc for c in columns %}", "{{ c }}", "{%tc endfor %}")])
    document.add_paragraph("间隔")
    docx.fill(document, [("{%tr for x in empty %}",), ("{{ x }}",), ("{%tr endfor %}",)])
    document.add_paragraph("末段")
    return docx.saved(document)


def program(name: str, package: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.fail(f"缺少 {name}，请先安装：apt-get install --no-install-recommends {package}")
    return found


def test_libreoffice_opens_the_document_and_shows_all_of_it(tmp_path: Path) -> None:
    office, reader = program("soffice", "libreoffice-writer-nogui"), program("pdftotext", "poppler-utils")
    source = tmp_path / "report.docx"
    source.write_bytes(compile_template(template()).render(FACTS))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120, env={**os.environ, "HOME": str(tmp_path)})
    pdf = tmp_path / "report.pdf"
    text = subprocess.run([reader, "-layout", str(pdf), "-"], check=True, capture_output=True, text=True, timeout=60).stdout
    # Each merged name is printed once, by its first row; what the rows tell apart is printed for each.
    for words, times in (
        ("产出指标", 1),
        ("数量指标", 1),
        ("质量指标", 1),
        ("效益指标", 1),
        ("培训期数", 2),
        ("三季度", 1),
        ("绩效自评 & 报告", 2),
    ):
        assert text.count(words) == times, words
    for words in ("第一行", "第二行", "总分", "95.20", "9.80", "末段"):
        assert words in text
    assert b"/Subtype/Image" in pdf.read_bytes().replace(b" ", b"")
