"""角色 - The roles of the service, and the duty each belongs to; a person has one duty only (三员分立).

Rule: 系统管理员 makes accounts and grants nothing, 安全管理员 grants roles and sets policy, 审计管理员 looks at who did what;
none of the three touches business data, and there is no super-user. GB/T 22239-2019 8.1.5 (unverified).
"""

from enum import StrEnum


class Duty(StrEnum):
    """职责 - Name the four duties that cannot be held together: business, and the three administrations."""

    BUSINESS = "business"
    SYSTEM = "system"
    SECURITY = "security"
    AUDIT = "audit"


class Role(StrEnum):
    """角色 - Name what a person may be, in one or several subtrees of units."""

    FILLER = "filler"
    UNIT_CHECKER = "unit_checker"
    DEPARTMENT_CHECKER = "department_checker"
    SECTION_CHECKER = "section_checker"
    FINANCE_CHECKER = "finance_checker"
    FINANCE_REVIEWER = "finance_reviewer"
    FINANCE_HEAD = "finance_head"
    THIRD_PARTY = "third_party"
    AUDITOR = "auditor"
    SYSTEM_ADMINISTRATOR = "system_administrator"
    SECURITY_ADMINISTRATOR = "security_administrator"
    AUDIT_ADMINISTRATOR = "audit_administrator"

    @property
    def label(self) -> str:
        """中文名 - Return the name as people call the role."""
        return _LABELS[self]

    @property
    def duty(self) -> Duty:
        """所属职责 - Return the duty that the role belongs to."""
        return ADMINISTRATORS.get(self, Duty.BUSINESS)


_LABELS = {
    Role.FILLER: "填报人",
    Role.UNIT_CHECKER: "单位审核人",
    Role.DEPARTMENT_CHECKER: "主管部门审核人",
    Role.SECTION_CHECKER: "归口股室审核人",
    Role.FINANCE_CHECKER: "财政审核人",
    Role.FINANCE_REVIEWER: "财政复核人",
    Role.FINANCE_HEAD: "财政负责人",
    Role.THIRD_PARTY: "第三方评审人",
    Role.AUDITOR: "审计人员",
    Role.SYSTEM_ADMINISTRATOR: "系统管理员",
    Role.SECURITY_ADMINISTRATOR: "安全管理员",
    Role.AUDIT_ADMINISTRATOR: "审计管理员",
}
ADMINISTRATORS = {
    Role.SYSTEM_ADMINISTRATOR: Duty.SYSTEM,
    Role.SECURITY_ADMINISTRATOR: Duty.SECURITY,
    Role.AUDIT_ADMINISTRATOR: Duty.AUDIT,
}
"""三员 - The three administrators, each a duty of its own."""
BUSINESS = tuple(role for role in Role if role not in ADMINISTRATORS)
"""业务角色 - Every role that sees business data."""
