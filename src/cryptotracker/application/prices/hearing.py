"""Take in what sources say by themselves: each trade is checked, priced and made into candles."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Final

from attrs import define

from cryptotracker.application.prices.building import BuildCandles
from cryptotracker.application.prices.merging import MergePrices
from cryptotracker.domain.market.candles import Tick
from cryptotracker.domain.market.checks import examine, number_said, out_of_range
from cryptotracker.domain.market.observations import Feed, Observation, Refusal, Trade
from cryptotracker.domain.numbers import ZERO
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.kept_prices import Pair
from cryptotracker.ports.price_streams import Heard, PriceStream
from cryptotracker.ports.telemetry import Meter

PAUSE: Final = timedelta(milliseconds=200)
"""What came meanwhile is taken in together, so that many trades cost little more than one."""

AT_ONCE: Final = 500
"""After so many trades it is the turn of requests that wait."""

KEEPING: Final = timedelta(seconds=1)

log = logging.getLogger(__name__)


@define(eq=False)
class HearTrades:
    """Listens to all streams, for ever; what becomes of one does nothing to the others."""

    streams: Sequence[PriceStream]
    merge: MergePrices
    build: BuildCandles
    clock: Clock
    meter: Meter

    async def __call__(self) -> None:
        await asyncio.gather(*map(self._follow, self.streams), self._keep())

    async def _follow(self, stream: PriceStream) -> None:
        while True:
            heard = await stream.hear()
            try:
                await self.take_in(stream.about, heard)
            except Exception:
                name = stream.about.name
                log.exception("what a stream said was not taken in", extra={"source": name})
            await asyncio.sleep(PAUSE.total_seconds())

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(KEEPING.total_seconds())
            try:
                if await self.build.keep():
                    await self.merge.standing.store()
            except Exception:
                log.exception("candles were not kept")

    async def take_in(self, feed: Feed, heard: Heard) -> None:
        self.merge.quarantine.take(heard.refused)
        self.meter.add("price_stream_trades", feed.name, "heard", amount=len(heard.trades))
        self.meter.add("price_pipeline", "ingested", amount=len(heard.trades))
        if heard.lost:
            self.meter.add("price_stream_trades", feed.name, "lost", amount=heard.lost)
        if heard.broken:
            self.build.broke(feed.name)
            self.merge.recent.forget(feed.name)
        await self.merge.standing.load({pair_of(each) for each in heard.trades})
        for start in range(0, len(heard.trades), AT_ONCE):
            self._believe(feed, heard.trades[start : start + AT_ONCE])
            await asyncio.sleep(0)

    def _believe(self, feed: Feed, trades: Sequence[Trade]) -> None:
        now = self.clock.now()
        last: dict[Pair, Observation] = {}
        ticks: defaultdict[Pair, list[Tick]] = defaultdict(list)
        refused = []
        for trade in trades:
            pair = pair_of(trade)
            seen = examine(trade.claim, feed, self.merge.standing.last(pair), now)
            if isinstance(seen, Refusal):
                refused.append(seen)
                continue
            if pair not in last or seen.as_of >= last[pair].as_of:
                last[pair] = seen
            ticks[pair].append(Tick(seen.as_of, seen.price, quantity(trade)))
        self.merge.quarantine.take(refused)
        self.meter.add("price_pipeline", "validated", amount=len(trades) - len(refused))
        for pair, seen_ticks in ticks.items():
            self.build.add(feed.name, pair, seen_ticks)
        self.merge.hear(list(last.values()), now)


def pair_of(trade: Trade) -> Pair:
    return trade.claim.asset, str(trade.claim.currency)


def quantity(trade: Trade) -> Decimal | None:
    """Read how much changed hands; what cannot be read is unknown."""
    said = number_said(trade.quantity)
    return None if said is None or said < ZERO or out_of_range(said) else said
