"""The last good prices in their table."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from attrs import frozen
from sqlalchemy import RowMapping, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from cryptotracker.adapters.persistence.answers import INSERT
from cryptotracker.adapters.persistence.tables import PRICES
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.quotes import Quote
from cryptotracker.ports.kept_prices import KeptPrices, Pair

AT_ONCE: Final = 500
last_prices, *_ = PRICES


@frozen
class SqlPrices(KeptPrices):
    _connection: AsyncConnection

    async def last(self, pairs: Collection[Pair]) -> Mapping[Pair, Quote]:
        wanted, found = sorted(pairs), {}
        key = tuple_(last_prices.c.asset, last_prices.c.currency)
        for start in range(0, len(wanted), AT_ONCE):
            query = select(last_prices).where(key.in_(wanted[start : start + AT_ONCE]))
            for row in (await self._connection.execute(query)).mappings():
                found[row["asset"], row["currency"]] = read(row)
        return found

    async def keep(self, quotes: Sequence[Quote]) -> None:
        # In one order, so that two that keep the same pairs never wait for each other.
        rows = [row(each) for each in sorted(quotes, key=lambda each: (each.asset, each.currency))]
        if not rows:
            return
        new = INSERT[self._connection.dialect.name](last_prices)
        later = {
            name: new.excluded[name] for name in ("price", "as_of", "sources", "grade", "spread")
        }
        await self._connection.execute(
            new.on_conflict_do_update(
                index_elements=["asset", "currency"],
                set_=later,
                where=last_prices.c.as_of <= new.excluded.as_of,
            ),
            rows,
        )


def row(quote: Quote) -> dict[str, object]:
    return {
        "asset": quote.asset,
        "currency": quote.currency,
        "price": quote.price,
        "as_of": quote.as_of,
        "sources": ",".join(quote.sources),
        "grade": quote.grade or "",
        "spread": quote.spread,
    }


def read(row: RowMapping) -> Quote:
    sources = tuple(row["sources"].split(","))
    return Quote(
        asset=row["asset"],
        currency=Currency(row["currency"]),
        price=row["price"],
        as_of=row["as_of"],
        source=", ".join(sources),
        sources=sources,
        grade=row["grade"] or None,
        spread=row["spread"],
    )
