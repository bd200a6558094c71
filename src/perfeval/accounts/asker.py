"""询问人 - Who is asking: the person, what they may be in which subtrees of units, and from where."""

from collections.abc import Collection
from dataclasses import dataclass

from perfeval.accounts.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """授权 - Hold one role and the chain of units it counts for: that unit and all below it."""

    role: Role
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """询问人 - Hold who asks and what they may; grants that are not in force today are not in it."""

    person: str
    login: str
    name: str
    grants: tuple[Grant, ...]
    address: str | None = None

    @property
    def roles(self) -> frozenset[Role]:
        """角色 - Return every role, wherever it counts."""
        return frozenset(grant.role for grant in self.grants)

    def roles_at(self, path: str) -> frozenset[Role]:
        """在某单位的角色 - Return the roles that count for the unit with this chain."""
        return frozenset(grant.role for grant in self.grants if path.startswith(grant.path))

    def scope(self, roles: Collection[Role]) -> tuple[str, ...]:
        """范围 - Return the chains of units for which one of these roles is held; a chain inside another is left out."""
        paths = sorted({grant.path for grant in self.grants if grant.role in roles})
        return tuple(path for path in paths if not any(path != other and path.startswith(other) for other in paths))
