"""Who is stood in for: what each is called, what it can do wrong, and the settings that lead to it.

To add one: a line in SERVICES, and its routes in `app`.
"""

from collections.abc import Mapping
from typing import Final

from attrs import frozen

from cryptotracker.entrypoints.sandbox.exchanges import SPEECHES
from cryptotracker.entrypoints.sandbox.faults import BODIES, FAULTS, SLOW, STATUSES

PATH_OF_STREAMS: Final = "/stream"
SENDGRID_KEY: Final = "SG.sandbox"
COMMON: Final = (*STATUSES, *SLOW)
"""What anybody who is asked over HTTP can do wrong."""


@frozen(kw_only=True)
class Service:
    """A stand-in.

    Attributes:
        does: in the reader's words.
        path: where it is below the sandbox's address.
        faults: what it does wrong when it is told to.
    """

    title: str
    does: str
    path: str = ""
    faults: tuple[str, ...] = FAULTS


PRICES: Final[Mapping[str, Service]] = {
    "coingecko": Service(title="CoinGecko", does="prices", path="/coingecko/api/v3"),
    "coinmarketcap": Service(title="CoinMarketCap", does="prices", path="/coinmarketcap"),
    "exchangerate": Service(title="ExchangeRate-API", does="prices", path="/exchangerate/v6"),
}
TRADES: Final[Mapping[str, Service]] = {
    name: Service(title=name.title(), does="trades and candles", path=f"/{name}")
    for name in SPEECHES
}
DELIVERIES: Final[Mapping[str, Service]] = {
    "smtp": Service(
        title="A mail server",
        does="letters",
        faults=("greylisted", "unknown_recipient", "later", "refused", "silent", "cut"),
    ),
    "sendgrid": Service(
        title="SendGrid",
        does="letters",
        path="/sendgrid",
        faults=("sender_refused", "no_permission", "too_large", *COMMON, *BODIES),
    ),
}
SERVICES: Final[Mapping[str, Service]] = {**PRICES, **TRADES, **DELIVERIES}
