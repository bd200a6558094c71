"""表格 - Tables of Excel and CSV, in and out: an upload becomes rows of text, a list becomes a workbook."""

from perfeval.sheets.form import Stamp, read_form, read_stamp, stamp_of, write_form
from perfeval.sheets.reading import Grid, Line, Sheet, read_grids, read_sheet, read_table
from perfeval.sheets.writing import Column, Shown, write_table

__all__ = [
    "Column",
    "Grid",
    "Line",
    "Sheet",
    "Shown",
    "Stamp",
    "read_form",
    "read_grids",
    "read_sheet",
    "read_stamp",
    "read_table",
    "stamp_of",
    "write_form",
    "write_table",
]
