"""事实 - One typed, frozen object per document, every figure already final text; templates never compute."""

from perfeval.reports.facts.form import NARRATIVE_KEYS, FormFacts, form_facts
from perfeval.reports.facts.report import ReportFacts, mapping, report_facts

__all__ = ["NARRATIVE_KEYS", "FormFacts", "ReportFacts", "form_facts", "mapping", "report_facts"]
