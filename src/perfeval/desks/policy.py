"""安全策略 - The one place that says which policy is in force: what the security administrator has set, for the rest the settings.

What was set is read with every request and every sign-in, so that a change counts from the next one on, in every process.
"""

from collections.abc import Mapping

from perfeval.accounts import Policy
from perfeval.settings import Settings
from perfeval.store import Transaction, policies


def in_force(tx: Transaction, settings: Settings) -> Policy:
    """现行策略 - Return the policy that counts now."""
    return over(settings, policies.load(tx.connection).chosen).policy


def over(settings: Settings, chosen: Mapping[str, int]) -> Settings:
    """以设定为准 - Return the settings with what was set in their place."""
    return settings.model_copy(update=chosen)
