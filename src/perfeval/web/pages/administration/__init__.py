"""管理页 - Accounts and units: kept by the administrators, each doing a part that the others cannot."""

from perfeval.web.pages.administration import people, units

routers = (people.router, units.router)
"""管理页面 - The routes of accounts and units."""
