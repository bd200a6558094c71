"""所指 - Which one is meant, and in which version: what every action on an evaluation or a sampled item begins with."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """所指 - Name an evaluation or a sampled item, and the version at which it was seen."""

    id: str
    version: int
