"""Keep how a portfolio came to where it is, so that processes need not all compute it."""

import asyncio
import json
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from attrs import frozen

from cryptotracker.application.books import Books
from cryptotracker.domain.portfolio.trail import Standing, Stock, Trail, trail
from cryptotracker.ports.cache import Cache

DAY_SECONDS: Final = 24 * 60 * 60


@frozen
class Trails:
    """Follow a portfolio's events, or take what was found when somebody did.

    A trail rests on the portfolio's version, on the daily prices known that day and on nothing
    else, as long as no event is so new, and no latest price so old, that one could meet the other.
    """

    cache: Cache

    async def __call__(self, books: Books) -> Trail:
        if not lasting(books):
            return await asyncio.to_thread(follow, books)
        owner, key = str(books.portfolio.id), key_of(books)
        kept = await self.cache.get(key, owner=owner)
        found = None if kept is None else await asyncio.to_thread(decoded, kept)
        if found is None:
            found = await asyncio.to_thread(follow, books)
            written = await asyncio.to_thread(encoded, found)
            await self.cache.set(key, written, owner=owner, seconds=DAY_SECONDS)
        return found


def follow(books: Books) -> Trail:
    return trail(books.history.events, books.rules(), books.prices)


def lasting(books: Books) -> bool:
    events, quoted = books.history.events, books.origin.as_of
    if not events or not books.settled:
        return False
    return quoted is None or quoted.date() > events[-1].time.date()


def key_of(books: Books) -> str:
    return f"trail:{books.portfolio.version}:{books.now.date()}:{books.origin.name}"


def encoded(found: Trail) -> bytes:
    """Write a trail; decimals as text, to the last digit."""
    return json.dumps(
        {
            "currency": found.currency,
            "moments": [each.isoformat() for each in found.moments],
            "standings": [
                [
                    str(each.known_cost),
                    each.costs_unknown,
                    str(each.paid_in),
                    str(each.paid_out),
                    each.ins_unknown,
                    each.outs_unknown,
                ]
                for each in found.standings
            ],
            "stocks": {
                asset: [
                    [each.isoformat() for each in stock.moments],
                    [str(each) for each in stock.quantities],
                ]
                for asset, stock in found.stocks.items()
            },
        }
    ).encode()


def decoded(kept: bytes) -> Trail | None:
    """Read a trail; what cannot be read is as good as none."""
    try:
        said: Any = json.loads(kept)
        return Trail(
            currency=said["currency"],
            moments=moments(said["moments"]),
            standings=[
                Standing(Decimal(cost), unknown, Decimal(paid_in), Decimal(paid_out), ins, outs)
                for cost, unknown, paid_in, paid_out, ins, outs in said["standings"]
            ],
            stocks={
                asset: Stock(moments(changed), [Decimal(each) for each in quantities])
                for asset, (changed, quantities) in said["stocks"].items()
            },
        )
    except (ValueError, TypeError, KeyError, AttributeError, InvalidOperation):
        return None


def moments(written: list[str]) -> list[datetime]:
    return [datetime.fromisoformat(each) for each in written]
