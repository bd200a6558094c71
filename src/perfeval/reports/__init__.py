"""报告 - Turn facts into official Word documents."""

from perfeval.reports.word import Limits, Picture, RichText, Styled, Template, Variable, compile_template

__all__ = ["Limits", "Picture", "RichText", "Styled", "Template", "Variable", "compile_template"]
