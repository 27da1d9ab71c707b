"""What can be asked about how one price went, put together."""

from attrs import frozen

from cryptotracker.application.candles import ShowCandles, ShowIndicators
from cryptotracker.application.indicators import ComputeIndicators
from cryptotracker.application.prices.charting import FollowCandles
from cryptotracker.entrypoints.calculators import load_indicators
from cryptotracker.entrypoints.pricing import Pricing
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.events import Events
from cryptotracker.ports.persistence import Database


@frozen(kw_only=True)
class Courses:
    """Candles and indicators, from what stands behind their ports.

    Attributes:
        source: how the source of prices is called that has no others beside it.
    """

    database: Database
    pricing: Pricing
    source: str
    clock: Clock
    events: Events

    @property
    def show(self) -> ShowCandles:
        return ShowCandles(
            database=self.database,
            prices=self.pricing.source,
            clock=self.clock,
            whose=lambda series: self.pricing.whose(series) or self.source,
            fetches=self.pricing.fetches,
        )

    @property
    def indicators(self) -> ShowIndicators:
        return ShowIndicators(self.show, ComputeIndicators(load_indicators))

    @property
    def follow(self) -> FollowCandles:
        hear = self.pricing.hear
        return FollowCandles(
            show=self.show,
            prices=self.pricing.source,
            clock=self.clock,
            events=self.events,
            build=hear.build if hear else None,
            streams=[each.about.name for each in hear.streams] if hear else (),
        )
