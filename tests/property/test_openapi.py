"""Whatever the description allows or forbids is tried on the running product, which keeps to it."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import httpx
import pytest
import schemathesis
from attrs import define
from litestar.routes import HTTPRoute
from schemathesis import Case
from schemathesis.checks import CheckFunction
from schemathesis.specs.openapi.checks import positive_data_acceptance

from cryptotracker.entrypoints.http.app import application, describe
from tests.service import API, LEDGER, started

SCHEMA = schemathesis.openapi.from_dict(describe())
SETTINGS = {
    "CRYPTOTRACKER_RATE_LIMIT_ADDRESS": "0",
    "CRYPTOTRACKER_RATE_LIMIT_ALL": "0",
    "CRYPTOTRACKER_LOG_LEVEL": "error",
}

SCHEMA.config.checks.negative_data_rejection.expected_statuses += ["431"]
UNSAYABLE: list[CheckFunction] = [positive_data_acceptance]
"""No schema can say that a cursor was given out, a zone exists, or a key was not used before."""


@define
class Stock:
    """A portfolio, an import and a job that really are there; made again when they are gone."""

    client: httpx.Client
    _found: dict[str, str]

    def fill(self) -> dict[str, str]:
        at = f"{API}/portfolios/{self._found.get('portfolio_id')}"
        if self.client.get(f"{at}/imports").json().get("items"):
            return self._found
        made = self.client.post(f"{API}/portfolios", json={"name": "Tried", "currency": "EUR"})
        if made.status_code == httpx.codes.CONFLICT:
            self._rename()
            return self.fill()
        portfolio = made.json()["id"]
        files = {"file": ("ledger.csv", LEDGER)}
        at = f"{API}/portfolios/{portfolio}/imports"
        record = self.client.post(at, files=files).json()["import"]
        job = self.client.post(at, files=files, headers={"prefer": "respond-async"}).json()
        self._found = {"portfolio_id": portfolio, "import_id": record, "job_id": job["job"]}
        return self._found

    def _rename(self) -> None:
        for each in self.client.get(f"{API}/portfolios?limit=500").json()["items"]:
            if each["name"] == "Tried":
                self.client.delete(f"{API}/portfolios/{each['id']}")


@pytest.fixture(scope="module", name="stock")
def provide_stock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stock]:
    with pytest.MonkeyPatch.context() as environment:
        for name, value in SETTINGS.items():
            environment.setenv(name, value)
        with (
            started(tmp_path_factory.mktemp("data")) as running,
            httpx.Client(base_url=running.address) as client,
        ):
            yield Stock(client, {})


@SCHEMA.parametrize()
def test_every_operation_keeps_to_its_description(case: Case[Any], stock: Stock) -> None:
    """Half of the ids that are asked for are replaced by ones that are there."""
    for name, made_up in case.path_parameters.items():
        if name in {"portfolio_id", "import_id", "job_id"} and real_instead(str(made_up)):
            case.path_parameters[name] = stock.fill()[name]

    case.call_and_validate(base_url=str(stock.client.base_url), excluded_checks=UNSAYABLE)


def real_instead(made_up: str) -> bool:
    try:
        return UUID(made_up).int % 2 == 0
    except ValueError:
        return False


def test_what_is_described_are_the_routes_there_are() -> None:
    there = {
        (method.lower(), route.path_format)
        for route in application(None).routes
        if isinstance(route, HTTPRoute)
        for method, (handler, _) in route.route_handler_map.items()
        if method != "OPTIONS" and handler.include_in_schema is not False
    }

    described = {
        (method, path) for path, operations in describe()["paths"].items() for method in operations
    }

    assert described == there
