"""Word 引擎 - Render documents from Word files with tags in them: compile a template once, render it many times.

`compile_template(docx)` proves the template harmless and its tags complete; `template.render(mapping)` gives the document.
The tags are those of docxtpl, and docxtpl is the oracle of the tests:

    {{ name }}              a value, in the formatting of the run its tag begins in
    {% if %} {% for %} …    statements within a text, and over paragraphs
    {%p … %} {{p … }}       the whole paragraph is replaced; `{{p text }}` makes a paragraph of every line
    {%tr … %}  {%tc … %}    the whole table row, or cell, is replaced; the grid follows cells that come and go
    {%r … %}   {{r … }}     between runs; `{{r x }}` is `{{ x }}`
    {%- … -%}               at an end of its paragraph: joins it to the neighbour
    {# … #}  {#p … #}       remarks, which vanish, alone or with their paragraph, row (tr) or cell (tc)
    {_{  }_}  {_%  %_}      braces that are meant as such
    {% vm %} {% hm %} {% colspan n %} {% cellbg 'FFEEDD' %}   docxtpl's cell tags

One tag is new. `{% merge A, B %}` stands anywhere in a table cell: where all its expressions equal those of the cell above,
the two become one cell, and the lower cell's own content is not printed. Level 1 of the 自评表 says `{% merge row.first %}`, level 2
`{% merge row.first, row.second %}`, so that a new level 1 begins a new level 2. "Above" is the cell in the same column and of
the same width in the row printed before; a run ends with its table and at a row that has no merge tag there.

A chart made in Word (insert, chart) whose alternative text is `{{ name }}` is filled from that value, which has `title`, `categories`
and `series` of `name` and `values` (plain numbers, empty where there is none); the workbook behind it is written as well.

Values: text, int, finite float, Decimal, `RichText`, `Picture`. Line ends become line breaks, tabs tabs, a form feed a page
break; control characters are dropped. Everything else, None and booleans included, is refused: a document never shows "None".
Members of dicts, lists and frozen dataclasses are reached by name; a key wins over a method. Methods can be called on texts
(not those that make longer ones), dicts and lists only. Missing names are errors, unless the template asks `is defined` or uses `default`.

Always sandboxed, always escaped; no filter or operator can make something huge out of something small; a rendering has 2
seconds and 50 MB (`Limits`). Errors are `perfeval.errors.Invalid` and name paragraph or cell, tag, reason and next step.
"""

from perfeval.reports.word.limits import LIMITS, Limits
from perfeval.reports.word.pictures import Picture
from perfeval.reports.word.rich import RichText, Styled
from perfeval.reports.word.template import Template, compile_template
from perfeval.reports.word.variables import Variable

__all__ = ["LIMITS", "Limits", "Picture", "RichText", "Styled", "Template", "Variable", "compile_template"]
