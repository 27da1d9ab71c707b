"""What was recorded of providers is read as they meant it, each case by what it concerns."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest
from httpx import AsyncClient

from cryptotracker.adapters.catalogue.embedded import EmbeddedCatalogue
from cryptotracker.adapters.prices import coingecko, coinmarketcap
from cryptotracker.adapters.prices.asking import Asking
from cryptotracker.adapters.prices.permits import Permits
from cryptotracker.adapters.prices.symbols import meant
from cryptotracker.domain.market.assets import AssetId, Currency
from cryptotracker.domain.market.checks import examine
from cryptotracker.domain.market.observations import Observation
from tests.integration.calendars import Calendar
from tests.sandboxed import NOW

FILE: Final = Path(__file__).parents[1] / "cases" / "market" / "answers.json"
CASES: Final = {each["id"]: each for each in json.loads(FILE.read_bytes())["cases"]}
CATALOGUE: Final = EmbeddedCatalogue()
USD: Final = Currency("USD")


def told(observation: object) -> tuple[str, Decimal, datetime]:
    assert isinstance(observation, Observation)
    return observation.asset, observation.price, observation.as_of


def a_price_is_believed(said: Any) -> None:
    (entry,) = said.values()
    claim = coingecko.claim("BAT", Currency("BNB"), entry)
    then = datetime(2019, 5, 24, 13, 25, 32, tzinfo=UTC)

    believed = examine(claim, coingecko.FEED, None, then + timedelta(minutes=1))

    assert told(believed) == ("BAT", Decimal("1.0"), then)


def what_currencies_there_are(said: Any) -> None:
    assert coingecko.CURRENCIES - {each.upper() for each in said} == {"GEL", "NGN"}


def ids_are_those_of_the_catalogue(said: Any) -> None:
    found = [(each, CATALOGUE.find(AssetId(each["id"]))) for each in said]
    known = [(each["symbol"].upper(), asset.symbol) for each, asset in found if asset]

    assert len(known) > 2
    assert [symbol for symbol, _ in known] == [ours for _, ours in known]


def an_id_is_that_of_the_catalogue(said: Any) -> None:
    found = CATALOGUE.find(AssetId(said["id"]))
    assert found is not None
    assert (found.symbol, found.name) == (said["symbol"].upper(), said["name"])


def prices_are_believed_by_symbol_and_name(said: Any) -> None:
    then = datetime(2019, 2, 4, 8, 23, 16, tzinfo=UTC)
    named = [(coin, meant(CATALOGUE, coin["symbol"])) for coin in said["data"].values()]
    believed = [
        told(examine(claim, coinmarketcap.FEED, None, then))
        for coin, asset in named
        if asset is not None
        for claim in coinmarketcap.claims_of(coin["symbol"], asset, USD, coin)
    ]

    assert believed[:2] == [
        ("BTC", Decimal("3475.55287338"), datetime(2019, 2, 4, 8, 22, 25, tzinfo=UTC)),
        ("LTC", Decimal("33.8041552743"), datetime(2019, 2, 4, 8, 22, 6, tzinfo=UTC)),
    ]


def nothing_here_asks_for_that(said: Any) -> None:
    assert said


MEANING: Final[Mapping[str, Callable[[Any], None]]] = {
    "pycoingecko-ping": nothing_here_asks_for_that,
    "pycoingecko-get-token-price": a_price_is_believed,
    "pycoingecko-get-supported-vs-currencies": what_currencies_there_are,
    "pycoingecko-get-coins-list": ids_are_those_of_the_catalogue,
    "pycoingecko-get-coin-by-id": an_id_is_that_of_the_catalogue,
    "pycoingecko-get-coin-history-by-id": an_id_is_that_of_the_catalogue,
    "pycoingecko-get-coin-info-from-contract-address-by-id": an_id_is_that_of_the_catalogue,
    "pycoingecko-get-exchanges-id-name-list": nothing_here_asks_for_that,
    "pycoingecko-get-exchange-rates": nothing_here_asks_for_that,
    "pycoingecko-get-global": nothing_here_asks_for_that,
    "cmc-quotes-latest": prices_are_believed_by_symbol_and_name,
}


@pytest.mark.parametrize("name", CASES)
async def test_a_recorded_answer_is_read_to_the_last_digit_and_means_what_it_meant(
    name: str,
) -> None:
    async with AsyncClient() as client:
        asking = Asking(
            client=client,
            source=CASES[name]["provider"],
            url="",
            permits=Permits(Calendar(NOW), 1),
            headers={},
        )
        sent = json.dumps(CASES[name]["response"])

        read = asking.read(sent.encode())

    assert read == json.loads(sent, parse_float=Decimal, parse_int=Decimal)
    MEANING[name](read)
