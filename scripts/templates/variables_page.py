"""变量清单页 - Write docs/templates.md: how a template is made, and every variable it may use, with an example."""

from collections.abc import Iterable
from pathlib import Path

from perfeval import reports
from perfeval.reports import Case
from perfeval.reports.facts.tree import VariableFacts, described

HEAD = Path(__file__).with_name("variables_page.md")
LONGEST = 40


def write(path: Path, case: Case) -> None:
    """写出 - Write the page."""
    facts = reports.mapping(reports.report_facts([case]))
    found = described(facts)
    own = set(reports.FormFacts.__dataclass_fields__) - set(reports.ReportFacts.__dataclass_fields__)
    form = [each for each in found if each.path.partition(".")[0].removesuffix("[]") in own]
    whole = [each for each in found if each not in form and not each.path.startswith("forms[]")]
    text = HEAD.read_text(encoding="utf-8")
    path.write_text(f"{text}\n## 整份文档的变量\n\n{_table(whole)}\n## 一份自评的变量\n\n{_table(form)}", encoding="utf-8")


def _table(variables: Iterable[VariableFacts]) -> str:
    lines = ["| 变量 | 含义 | 示例 |", "|---|---|---|"]
    for each in variables:
        example = each.example.replace("|", "｜").replace("\n", "⏎")
        lines.append(f"| `{each.path}` | {each.title} | {example[:LONGEST]}{'…' if len(example) > LONGEST else ''} |")
    return "\n".join(lines) + "\n"
