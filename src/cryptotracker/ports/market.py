"""What is kept of the market, all of it together."""

from typing import Protocol

from cryptotracker.ports.candles import Candles, Openings
from cryptotracker.ports.kept_prices import KeptPrices
from cryptotracker.ports.news import News
from cryptotracker.ports.price_history import PriceHistory, PriceQuestions


class Courses(Protocol):
    """How prices went, candle by candle."""

    @property
    def candles(self) -> Candles: ...

    @property
    def openings(self) -> Openings: ...


class Market(Courses, Protocol):
    """What is known of the market: nobody's, and the same for all."""

    @property
    def prices(self) -> KeptPrices: ...

    @property
    def history(self) -> PriceHistory: ...

    @property
    def questions(self) -> PriceQuestions: ...

    @property
    def news(self) -> News: ...
