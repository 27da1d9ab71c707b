"""The settings of prices: who states them, and how often listeners hear of them."""

from collections.abc import Mapping
from typing import Final

from cryptotracker.entrypoints import readers
from cryptotracker.entrypoints.setting import Setting

PRICES: Final[Mapping[str, Setting]] = {
    "QUOTING_SECONDS": Setting(
        "quoting_seconds",
        readers.whole(3600),
        "so often those who listen to quotes are told which have changed, from 1 to 3600",
        "`5`",
    ),
    "PRICE_SOURCES": Setting(
        "price_sources",
        readers.sources,
        "names of [sources of prices](../how-to/use-real-prices.md) between commas, the most "
        "trusted first: `binance`, `bybit`, `coinbase`, `coingecko`, `coinmarketcap`, `ecb`, "
        "`exchangerate`, `kraken`, `okx`; or `simulated`",
        "`simulated`",
    ),
}
