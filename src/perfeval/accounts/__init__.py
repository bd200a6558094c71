"""账户 - Who people may be and what protects their accounts: roles, duties, password and sign-in policy."""

from perfeval.accounts.asker import Asker, Grant
from perfeval.accounts.moments import clock_of, date_of, day_begins, day_ends, moment, moved, written
from perfeval.accounts.passwords import PasswordPolicy, faults_of
from perfeval.accounts.policy import Policy
from perfeval.accounts.roles import ADMINISTRATORS, BUSINESS, Duty, Role
from perfeval.accounts.signing_in import LockoutPolicy, SessionPolicy, delay_after, locked_until

__all__ = [
    "ADMINISTRATORS",
    "BUSINESS",
    "Asker",
    "Duty",
    "Grant",
    "LockoutPolicy",
    "PasswordPolicy",
    "Policy",
    "Role",
    "SessionPolicy",
    "clock_of",
    "date_of",
    "day_begins",
    "day_ends",
    "delay_after",
    "faults_of",
    "locked_until",
    "moment",
    "moved",
    "written",
]
