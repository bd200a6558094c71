"""去处 - Where somebody may go from every page: a table of addresses, their names, and the roles that have business there."""

from dataclasses import dataclass

from perfeval.accounts import BUSINESS, Asker, Role
from perfeval.desks import auditor, bureau


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """去处 - Name an address of the navigation, and whether the page that is shown lies under it."""

    address: str
    title: str
    here: bool


_ADMINISTRATORS = (Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR)
_LOOKING = tuple(role for role in bureau.READERS if role not in {Role.FILLER, Role.UNIT_CHECKER})
_TABLE: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    ("/", "首页", tuple(Role)),
    ("/rounds", "批次", bureau.READERS),
    ("/search", "查找", _LOOKING),
    ("/sets", "指标体系", BUSINESS),
    ("/units", "单位", (*_ADMINISTRATORS, *bureau.KEEPERS)),
    ("/users", "人员", (*_ADMINISTRATORS, Role.DEPARTMENT_CHECKER)),
    ("/policy", "安全策略", (*_ADMINISTRATORS, Role.AUDIT_ADMINISTRATOR)),
    ("/journal", "日志", (*auditor.READERS, Role.AUDIT_ADMINISTRATOR)),
    ("/score", "试算", BUSINESS),
)


def places(asker: Asker, path: str) -> tuple[Place, ...]:
    """去处 - Return where somebody may go, the present page marked."""
    mine = [(address, title) for address, title, roles in _TABLE if asker.roles & set(roles)]
    return tuple(Place(address=address, title=title, here=_is_under(path, address)) for address, title in mine)


def _is_under(path: str, address: str) -> bool:
    return path == address or (address != "/" and path.startswith(f"{address}/"))
