"""变量清单页 - Write docs/templates.md: how a template is made, and every variable it may use, with an example."""

from collections.abc import Iterable
from pathlib import Path

from perfeval.desks import template_author
from perfeval.reports import PAPERS, ReportFacts
from perfeval.reports.facts.tree import VariableFacts

HEAD = Path(__file__).with_name("variables_page.md")
LONGEST = 40


def write(path: Path, sample: ReportFacts) -> None:
    """写出 - Write the page."""
    groups = [*template_author.variables(sample), *(template_author.paper_variables(paper) for paper in PAPERS)]
    parts = [f"## {group.title}\n\n{_table(group.variables)}" for group in groups]
    path.write_text("\n".join([HEAD.read_text(encoding="utf-8"), *parts]), encoding="utf-8")


def _table(variables: Iterable[VariableFacts]) -> str:
    lines = ["| 变量 | 含义 | 示例 |", "|---|---|---|"]
    for each in variables:
        example = each.example.replace("|", "｜").replace("\n", "⏎")
        lines.append(f"| `{each.path}` | {each.title} | {example[:LONGEST]}{'…' if len(example) > LONGEST else ''} |")
    return "\n".join(lines) + "\n"
