"""Keep the long part of a portfolio's net worth, so that processes need not all compute it."""

import asyncio
import json
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from attrs import frozen

from cryptotracker.application.books import Books
from cryptotracker.domain.portfolio.net_worth import Held, NetWorthPoint, Trail, trail
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
    return trail(books.history.events, books.rules(), books.prices, books.now.date())


def lasting(books: Books) -> bool:
    events, quoted = books.history.events, books.origin.as_of
    if not events or not books.settled:
        return False
    return quoted is None or quoted.date() > events[-1].time.date()


def key_of(books: Books) -> str:
    return f"net-worth:{books.portfolio.version}:{books.now.date()}:{books.origin.name}"


def encoded(found: Trail) -> bytes:
    """Write a trail; decimals as text, to the last digit."""
    return json.dumps(
        {
            "currency": found.currency,
            "day": found.day and found.day.isoformat(),
            "points": [
                [
                    each.date.isoformat(),
                    text(each.value),
                    text(each.cost_basis),
                    str(each.known_cost),
                ]
                for each in found.points
            ],
            "held": {
                asset: [str(each.quantity), str(each.known_cost), each.unknown]
                for asset, each in found.held.items()
            },
        }
    ).encode()


def decoded(kept: bytes) -> Trail | None:
    """Read a trail; what cannot be read is as good as none."""
    try:
        said: Any = json.loads(kept)
        return Trail(
            currency=said["currency"],
            day=date.fromisoformat(said["day"]),
            points=[
                NetWorthPoint(
                    date=date.fromisoformat(day),
                    value=number(value),
                    cost_basis=number(cost),
                    known_cost=Decimal(known),
                )
                for day, value, cost, known in said["points"]
            ],
            held={
                asset: Held(quantity=Decimal(quantity), known_cost=Decimal(known), unknown=unknown)
                for asset, (quantity, known, unknown) in said["held"].items()
            },
        )
    except (ValueError, TypeError, KeyError, AttributeError, InvalidOperation):
        return None


def text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


def number(written: str | None) -> Decimal | None:
    return None if written is None else Decimal(written)
