"""报告 - Turn facts into official Word documents."""

from perfeval.reports.case import Case
from perfeval.reports.documents import TemplateFiles, render, render_paper
from perfeval.reports.facts import FormFacts, ReportFacts, mapping, report_facts
from perfeval.reports.facts.figures import figures, resolved
from perfeval.reports.facts.money import money_facts
from perfeval.reports.facts.places import place_words
from perfeval.reports.likeness import unlike
from perfeval.reports.lint import Examination, TemplateFolder, examine, lint, lint_document
from perfeval.reports.manifest import LIMITED, FormTable, Manifest, Paper, read_manifest, read_manifest_once
from perfeval.reports.papers import PAPERS, PaperFacts
from perfeval.reports.plaintext import PlainText, read_text
from perfeval.reports.proofreading import Proof, proofread
from perfeval.reports.readback import text_of
from perfeval.reports.word import Limits, Picture, RichText, Styled, Template, Variable, compile_template

__all__ = [
    "LIMITED",
    "PAPERS",
    "Case",
    "Examination",
    "FormFacts",
    "FormTable",
    "Limits",
    "Manifest",
    "Paper",
    "PaperFacts",
    "Picture",
    "PlainText",
    "Proof",
    "ReportFacts",
    "RichText",
    "Styled",
    "Template",
    "TemplateFiles",
    "TemplateFolder",
    "Variable",
    "compile_template",
    "examine",
    "figures",
    "lint",
    "lint_document",
    "mapping",
    "money_facts",
    "place_words",
    "proofread",
    "read_manifest",
    "read_manifest_once",
    "read_text",
    "render",
    "render_paper",
    "report_facts",
    "resolved",
    "text_of",
    "unlike",
]
