"""The first prices of candles that begin together, of many series at once."""

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal

from attrs import frozen
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from cryptotracker.adapters.persistence.candle_tables import SECONDS, candle_series, candles
from cryptotracker.domain.market.assets import Currency
from cryptotracker.ports.candles import Openings


@frozen
class SqlOpenings(Openings):
    _connection: AsyncConnection

    async def at(
        self,
        assets: Collection[str],
        *,
        currency: Currency,
        interval: str,
        start: datetime,
    ) -> Mapping[str, Decimal]:
        seconds = SECONDS[interval]
        query = (
            select(candle_series.c.asset, candles.c.open)
            .join(candles, candles.c.series_id == candle_series.c.id)
            .where(
                candle_series.c.seconds == seconds,
                candle_series.c.asset.in_(sorted(assets)),
                candle_series.c.currency == currency,
                candle_series.c.simulated.is_(False),
                candles.c.seconds == seconds,
                candles.c.start == start,
            )
            # The last one of an asset stays.
            .order_by(candles.c.grade, candle_series.c.source.desc())
        )
        rows = await self._connection.execute(query)
        return {row.asset: row.open for row in rows}
