"""制作图片 - Fill every template with its own sample and picture its pages, in docs/forms/<id>.png.

    python scripts/make_pictures.py [ID ...]      all of them without an id

LibreOffice makes the pages (fonts that the machine lacks fall back), poppler the pictures; pages of one document stand side by side.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageOps

from perfeval import library, reports

ROOT = Path(__file__).parents[1]

PICTURES = ROOT / "docs" / "forms"
DOTS, ACROSS, GAP, GREYS = 64, 4, 12, 32


def fill(template_id: str) -> bytes:
    """填写 - Return the Word that a template makes of its own case, which is its sample."""
    template = library.report_template(template_id)
    return reports.compile_template(template.document).render(json.loads(template.sample))


def convert(documents: Sequence[Path], folder: Path) -> None:
    """转换 - Make PDF of Word files, all in one run of LibreOffice with a profile of its own."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), *map(str, documents)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)


def sheet(pdf: Path) -> Image.Image:
    """拼页 - Return the pages of a PDF on one sheet, at most four in a row."""
    subprocess.run(["pdftoppm", "-gray", "-r", str(DOTS), pdf, pdf.with_suffix("")], check=True, capture_output=True, timeout=120)
    pages = [ImageOps.expand(Image.open(path).convert("L"), 1, 160) for path in sorted(pdf.parent.glob(f"{pdf.stem}-*.pgm"))]
    rows = [pages[at : at + ACROSS] for at in range(0, len(pages), ACROSS)]
    width = max(sum(page.width + GAP for page in row) for row in rows) + GAP
    made = Image.new("L", (width, sum(max(page.height for page in row) + GAP for row in rows) + GAP), 225)
    top = GAP
    for row in rows:
        left = GAP
        for page in row:
            made.paste(page, (left, top))
            left += page.width + GAP
        top += max(page.height for page in row) + GAP
    return made.quantize(GREYS)


def main(arguments: Sequence[str]) -> int:
    """运行 - Picture the templates named, all of them where none is."""
    chosen = list(arguments) or list(library.template_ids())
    if unknown := [each for each in chosen if each not in library.template_ids()]:
        print(f"没有这些模板：{'、'.join(unknown)}；可用的有：{'、'.join(library.template_ids())}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        documents = [folder / f"{template_id}.docx" for template_id in chosen]
        for document in documents:
            document.write_bytes(fill(document.stem))
        print(f"正在转换 {len(documents)} 份文档……", flush=True)
        convert(documents, folder)
        for document in documents:
            sheet(document.with_suffix(".pdf")).save(PICTURES / f"{document.stem}.png", optimize=True)
            print(f"已制作 docs/forms/{document.stem}.png", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
