"""不等线程 - Nothing that a request depends on is sent through a thread: a hop costs as much as a query."""

import inspect
from collections.abc import Iterator

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from tests.web.client import app


def depended(dependant: Dependant) -> Iterator[object]:
    """Yield everything that a route depends on."""
    for each in dependant.dependencies:
        yield each.call
        yield from depended(each)


def is_asynchronous(call: object) -> bool:
    return inspect.iscoroutinefunction(call) or inspect.isasyncgenfunction(call)


def test_everything_that_routes_depend_on_is_asynchronous() -> None:
    routes = [each.original_route for each in iter_route_contexts(app().routes) if isinstance(each.original_route, APIRoute)]
    assert len(routes) > 50
    wrong = {
        call
        for route in routes
        for call in depended(route.dependant)
        if not (inspect.iscoroutinefunction(call) or inspect.isasyncgenfunction(call))
    }
    assert not wrong
