"""安全策略 - Everything that protects accounts, as one value: whoever decides about a sign-in or a password has it whole."""

from dataclasses import dataclass

from perfeval.accounts.passwords import PasswordPolicy
from perfeval.accounts.signing_in import LockoutPolicy, SessionPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """安全策略 - Hold the rules for passwords, failures and sessions, and after how many days accounts sleep."""

    password: PasswordPolicy
    lockout: LockoutPolicy
    session: SessionPolicy
    dormant_days: int
