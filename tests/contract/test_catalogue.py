"""What every catalogue of assets promises, held against each of them."""

from collections.abc import Callable

import pytest

from cryptotracker.adapters.catalogue.embedded import EmbeddedCatalogue
from cryptotracker.domain.market.assets import Asset, AssetId
from cryptotracker.ports.catalogue import Catalogue

CASES: dict[str, Callable[[], Catalogue]] = {"embedded": EmbeddedCatalogue}


@pytest.fixture(params=CASES)
def catalogue(request: pytest.FixtureRequest) -> Catalogue:
    return CASES[request.param]()


def ids(found: object) -> list[str]:
    assert isinstance(found, tuple)
    return [asset.id for asset in found]


def test_an_id_names_one_asset(catalogue: Catalogue) -> None:
    assert catalogue.find(AssetId("bitcoin")) == Asset(
        id=AssetId("bitcoin"),
        symbol="BTC",
        name="Bitcoin",
        kind="coin",
        aliases=("XBT", "XXBT"),
        color="#f7931a",
    )


def test_no_two_assets_have_one_id(catalogue: Catalogue) -> None:
    assets = catalogue.assets()

    assert len({asset.id for asset in assets}) == len(assets) >= 500


def test_what_is_not_known_is_absent(catalogue: Catalogue) -> None:
    assert catalogue.find(AssetId("no-such-asset")) is None
    assert ids(catalogue.lookup("NOSUCH")) == []
    assert ids(catalogue.lookup("")) == []
    assert ids(catalogue.search("no such asset")) == []


@pytest.mark.parametrize(
    ("symbol", "expected"),
    [
        ("STX", ["blockstack", "stox"]),
        ("IMX", ["immutable-x", "impermax-2"]),
        ("LUNA", ["terra-luna-2", "terra-luna"]),
        ("PEPE", ["pepe", "pepecoin-2"]),
        ("CAPP", ["cappasity", "crypto-application-token"]),
        ("BCC", ["bitcoin-cash", "bitconnect"]),
        ("UNI", ["uniswap", "unicorn-token"]),
        ("SKY", ["sky", "skycoin"]),
    ],
)
def test_a_shared_symbol_names_every_candidate_best_known_first(
    catalogue: Catalogue, symbol: str, expected: list[str]
) -> None:
    assert ids(catalogue.lookup(symbol)) == expected


@pytest.mark.parametrize(
    ("alias", "symbol"),
    [
        ("XXBT", "BTC"),
        ("XBT", "BTC"),
        ("XDG", "DOGE"),
        ("XETH", "ETH"),
        ("ZEUR", "EUR"),
        ("MIOTA", "IOTA"),
        ("XRB", "XNO"),
        ("RNDR", "RENDER"),
        ("$PAC", "PAC"),
        ("btc", "BTC"),
    ],
)
def test_an_alias_finds_the_asset(catalogue: Catalogue, alias: str, symbol: str) -> None:
    (found,) = catalogue.lookup(alias)

    assert found.symbol == symbol


def test_a_search_puts_the_exact_symbol_first(catalogue: Catalogue) -> None:
    assert ids(catalogue.search("eth", limit=3)) == ["ethereum", "ethereum-classic", "ethena"]
    assert ids(catalogue.search(" Solana ", limit=1)) == ["solana"]


def test_an_empty_search_answers_with_the_best_known(catalogue: Catalogue) -> None:
    assert ids(catalogue.search("", limit=3)) == ["bitcoin", "ethereum", "tether"]


@pytest.mark.parametrize(
    ("asset", "kind"),
    [
        ("bitcoin", "coin"),
        ("chainlink", "token"),
        ("usd-coin", "stablecoin"),
        ("weth", "wrapped"),
        ("eur", "fiat"),
    ],
)
def test_a_kind_tells_money_from_what_only_resembles_it(
    catalogue: Catalogue, asset: str, kind: str
) -> None:
    found = catalogue.find(AssetId(asset))

    assert found is not None
    assert found.kind == kind
