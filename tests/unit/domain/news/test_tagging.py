"""Words that are names of assets, and words that are just words."""

import pytest

from cryptotracker.adapters.catalogue.embedded import EmbeddedCatalogue
from cryptotracker.domain.news.tagging import Tagger

TAGGER = Tagger.of(EmbeddedCatalogue().assets())


@pytest.mark.parametrize(
    ("text", "assets"),
    [
        ("Bitcoin holds while ETH and SOL fall", ["bitcoin", "ethereum", "solana"]),
        ("bitcoin in small letters", ["bitcoin"]),
        ("Bitcoin Cash forks", ["bitcoin-cash"]),
        ("Bitcoin Private Keys stolen", ["bitcoin"]),
        (
            "Ethereum Classic and Ethereum Name Service",
            ["ethereum-classic", "ethereum-name-service"],
        ),
        ("Who holds $one and $LINK", ["chainlink", "harmony"]),
        ("Harmony (ONE) is attacked", ["harmony"]),
        ("LINK price doubles", ["chainlink"]),
        ("Near Protocol and NEAR token", ["near"]),
        ("Avalanche (AVAX) upgrade", ["avalanche-2"]),
        ("Ripple wins, XRP follows", ["ripple"]),
        ("yearn.finance and ether.fi", ["yearn-finance", "ether-fi"]),
    ],
)
def test_an_asset_is_known_by_its_name_or_symbol(text: str, assets: list[str]) -> None:
    assert list(TAGGER(text)) == assets


@pytest.mark.parametrize(
    "text",
    [
        "One link in the chain",
        "Harmony returns to the market",
        "An avalanche of liquidations",
        "Avalanche of liquidations",
        "DOT fines an airline",
        "The Graph shows a rise",
        "The near future of gas",
        "Optimism is back",
        "ONE LINK IN THE CHAIN, SOL AND ADA",
        "SEC delays an ETF for the U.S. dollar",
        "All Sports are cancelled",
        "Data of the first quarter",
        "",
    ],
)
def test_a_false_friend_is_no_asset(text: str) -> None:
    assert list(TAGGER(text)) == []


def test_what_the_title_begins_the_summary_completes() -> None:
    assert list(TAGGER("Harmony is attacked", "The price of ONE halves")) == ["harmony"]
