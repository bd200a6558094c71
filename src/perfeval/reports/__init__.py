"""报告 - Turn facts into official Word documents."""

from perfeval.reports.case import Case
from perfeval.reports.documents import TemplateFiles, render
from perfeval.reports.facts import FormFacts, ReportFacts, mapping, report_facts
from perfeval.reports.likeness import unlike
from perfeval.reports.lint import Examination, TemplateFolder, examine, lint, lint_document
from perfeval.reports.manifest import LIMITED, FormTable, Manifest, Paper, read_manifest
from perfeval.reports.plaintext import PlainText, read_text
from perfeval.reports.proofreading import Proof, proofread
from perfeval.reports.readback import text_of
from perfeval.reports.word import Limits, Picture, RichText, Styled, Template, Variable, compile_template

__all__ = [
    "LIMITED",
    "Case",
    "Examination",
    "FormFacts",
    "FormTable",
    "Limits",
    "Manifest",
    "Paper",
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
    "lint",
    "lint_document",
    "mapping",
    "proofread",
    "read_manifest",
    "read_text",
    "render",
    "report_facts",
    "text_of",
    "unlike",
]
