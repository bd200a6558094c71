"""财政与主管部门页 - Rounds as those see them who steer them: progress, lists, reminders, set-up, imports, the sets in words."""

from perfeval.web.pages.bureau import importing, listing, reminding, rounds, sets, setting_up

routers = (setting_up.router, rounds.router, listing.router, importing.router, reminding.router, sets.router)
"""全部页面 - The routes of these pages."""
