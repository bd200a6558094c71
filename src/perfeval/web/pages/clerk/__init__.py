"""填报页 - Where a clerk fills in a form: the table, a row with all that belongs to it, the preview, the submission, the Excel file."""

from perfeval.web.pages.clerk import form, preview, rows, sending, workbook

routers = (form.router, rows.router, preview.router, sending.router, workbook.router)
"""填报页地址 - The routes of a clerk's pages."""
