"""Word 引擎 - Render documents from Word files with Jinja tags in them: compile once, render many times."""

from perfeval.reports.word.limits import LIMITS, Limits
from perfeval.reports.word.pictures import Picture
from perfeval.reports.word.rich import RichText, Styled
from perfeval.reports.word.template import Template, compile_template
from perfeval.reports.word.variables import Variable

__all__ = ["LIMITS", "Limits", "Picture", "RichText", "Styled", "Template", "Variable", "compile_template"]
