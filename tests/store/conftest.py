"""库表布置 - Hand the tests of the store databases of both kinds."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from perfeval.store import engine_of
from tests.service.databases import Databases
from tests.service.fixtures import databases, kind

__all__ = ["databases", "kind"]


@pytest.fixture
def address(databases: Databases, kind: str) -> Iterator[str]:
    """The address of a migrated database without rows, with the owner's rights."""
    with databases.fresh(kind, "blank") as made:
        yield made


@pytest.fixture
def engine(address: str) -> Iterator[Engine]:
    """Its engine, with the owner's rights."""
    made = engine_of(address)
    yield made
    made.dispose()
