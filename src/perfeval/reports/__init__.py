"""报告 - Turn facts into official Word documents."""

from perfeval.reports.case import Case
from perfeval.reports.documents import TemplateFiles, narrative_keys, render, render_paper
from perfeval.reports.facts import FormFacts, ReportFacts, mapping, report_facts
from perfeval.reports.facts.figures import figures, resolved
from perfeval.reports.facts.money import money_facts
from perfeval.reports.facts.places import place_words
from perfeval.reports.facts.review_given import Correction, FiledItem, Letterhead, Problem, Rating, ReviewedItem
from perfeval.reports.facts.review_notice import NoticeGiven, notice_facts
from perfeval.reports.facts.review_opinion import OpinionGiven, opinion_facts
from perfeval.reports.facts.review_report import DrawGiven, ReviewGiven, review_report_facts
from perfeval.reports.facts.review_summary import SummaryGiven, summary_facts
from perfeval.reports.facts.review_yearly import YearlyGiven, yearly_facts
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
    "Correction",
    "DrawGiven",
    "Examination",
    "FiledItem",
    "FormFacts",
    "FormTable",
    "Letterhead",
    "Limits",
    "Manifest",
    "NoticeGiven",
    "OpinionGiven",
    "Paper",
    "PaperFacts",
    "Picture",
    "PlainText",
    "Problem",
    "Proof",
    "Rating",
    "ReportFacts",
    "ReviewGiven",
    "ReviewedItem",
    "RichText",
    "Styled",
    "SummaryGiven",
    "Template",
    "TemplateFiles",
    "TemplateFolder",
    "Variable",
    "YearlyGiven",
    "compile_template",
    "examine",
    "figures",
    "lint",
    "lint_document",
    "mapping",
    "money_facts",
    "narrative_keys",
    "notice_facts",
    "opinion_facts",
    "place_words",
    "proofread",
    "read_manifest",
    "read_manifest_once",
    "read_text",
    "render",
    "render_paper",
    "report_facts",
    "resolved",
    "review_report_facts",
    "summary_facts",
    "text_of",
    "unlike",
    "yearly_facts",
]
