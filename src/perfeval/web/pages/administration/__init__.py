"""管理页 - Accounts, units and the policy: kept by the administrators, each doing a part that the others cannot."""

from perfeval.web.pages.administration import people, policy, units

routers = (people.router, units.router, policy.router)
"""管理页面 - The routes of accounts, units and the policy."""
