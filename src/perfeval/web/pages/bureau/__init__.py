"""财政与主管部门页 - Rounds as those see them who steer them: progress, lists, reminders, set-up, imports, the sets in words."""

from perfeval.web.pages.bureau import listing, rounds, setting_up

routers = (setting_up.router, rounds.router, listing.router)
"""全部页面 - The routes of these pages."""
