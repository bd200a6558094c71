"""故事布置 - Hand the stories what they begin with."""

from tests.service.fixtures import at, clients, county_address, databases, kind, office, settings

__all__ = ["at", "clients", "county_address", "databases", "kind", "office", "settings"]
