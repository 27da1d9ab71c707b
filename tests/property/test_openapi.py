"""Whatever the description allows or forbids is tried on the running product, which keeps to it."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from litestar.routes import HTTPRoute
from schemathesis import Case

from cryptotracker.entrypoints.http.app import describe, routed
from tests.property.operations import SCHEMA, SETTINGS, Stock
from tests.service import started


@pytest.fixture(scope="module", name="stock")
def provide_stock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stock]:
    """Give what there is where one person is all there is, who need not sign in."""
    with (
        started(tmp_path_factory.mktemp("data"), **SETTINGS) as running,
        httpx.Client(base_url=running.address) as client,
    ):
        yield Stock(client)


@SCHEMA.parametrize()
def test_every_operation_keeps_to_its_description(case: Case[Any], stock: Stock) -> None:
    stock.try_out(case)


def test_what_is_described_are_the_routes_there_are() -> None:
    there = {
        (method.lower(), route.path_format)
        for route in routed().routes
        if isinstance(route, HTTPRoute)
        for method, (handler, _) in route.route_handler_map.items()
        if method != "OPTIONS" and handler.include_in_schema is not False
    }

    described = {
        (method, path) for path, operations in describe()["paths"].items() for method in operations
    }

    assert described == there
