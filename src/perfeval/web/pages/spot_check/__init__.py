"""抽查复核页 - Samples and how they are drawn, one review row by row, what comes of it for the bureau, and the unit's answer."""

from perfeval.web.pages.spot_check import aftermath, drawing, items, rectifications, reviewing

routers = (drawing.router, reviewing.router, items.router, aftermath.router, rectifications.router)
"""全部页面 - The routes of these pages."""
