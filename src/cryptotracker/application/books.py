"""Load what a portfolio's figures rest on: its history, and prices for all of it."""

import asyncio
from collections import OrderedDict
from collections.abc import Collection, Container, Hashable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from attrs import define, evolve, field, frozen

from cryptotracker.domain.errors import (
    DatabaseUnavailableError,
    PortfolioNotFoundError,
    PriceSourceUnavailableError,
)
from cryptotracker.domain.market.assets import MONEY, Asset, Currency
from cryptotracker.domain.market.prices import OLDEST, Price, PriceBook
from cryptotracker.domain.market.quotes import Quote
from cryptotracker.domain.portfolio.disposals import Disposal
from cryptotracker.domain.portfolio.history import History, history
from cryptotracker.domain.portfolio.issues import Issue
from cryptotracker.domain.portfolio.portfolios import Portfolio
from cryptotracker.domain.portfolio.report import Report
from cryptotracker.domain.portfolio.rules import Rules
from cryptotracker.domain.portfolio.trail import Trail
from cryptotracker.domain.portfolio.transactions import Transaction
from cryptotracker.ports.catalogue import Catalogue
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Database, UnitOfWork
from cryptotracker.ports.prices import PriceSource
from cryptotracker.ports.telemetry import Audience, Nobody
from cryptotracker.ports.valuing import Course

NEVER: Final = datetime.max.replace(tzinfo=UTC)
EVENTS_KEPT: Final = 200_000
REPORTS_KEPT: Final = 2
"""So many events of the portfolios last looked at stay in memory, and reports on each: with both,
a few hundred megabytes at most."""

PRICED_AGAIN: Final = timedelta(minutes=10)
"""Where prices of the past are missing, they are asked for again after that: a source may have
been away."""

EARLIEST: Final = date(1970, 1, 8)
"""No prices are asked for before; a ledger may carry a mistyped year."""


@frozen(kw_only=True)
class PriceOrigin:
    """Who said what things are worth; simulated prices are made up and must be shown as such."""

    name: str
    simulated: bool
    as_of: datetime | None


@frozen(kw_only=True)
class CalculatedGains:
    """A report that is complete, with its disposals, oldest first."""

    report: Report
    disposals: Sequence[Disposal]


@frozen
class Followed:
    """The way of a portfolio to its last event, and what it was worth on it."""

    trail: Trail
    course: Course


@define
class Calculated:
    """The last reports of one portfolio: a dashboard asks for the same one several times.

    Attributes:
        followed: its way, once somebody asked for it.
    """

    _kept: "OrderedDict[Hashable, CalculatedGains]" = field(factory=OrderedDict)
    followed: Followed | None = None

    def get(self, key: Hashable) -> CalculatedGains | None:
        return self._kept.get(key)

    def put(self, key: Hashable, found: CalculatedGains) -> None:
        self._kept[key] = found
        while len(self._kept) > REPORTS_KEPT:
            self._kept.popitem(last=False)


@frozen(kw_only=True)
class Books:
    """A portfolio as it stood at one version, ready for accounting.

    Attributes:
        daily: the prices of past days alone.
        settled: no event is so new that its price may still change.
    """

    portfolio: Portfolio
    history: History
    prices: PriceBook
    daily: PriceBook
    origin: PriceOrigin
    now: datetime
    settled: bool
    calculated: Calculated

    def rules(self, method: str | None = None, scope: str | None = None) -> Rules:
        """Return the portfolio's rules, or others for a what-if."""
        settings = self.portfolio.settings
        return Rules.of(
            currency=settings.currency,
            method=method or settings.method,
            scope=scope or settings.scope,
            time_zone=settings.time_zone,
            long_term_days=settings.long_term_days,
        )


@frozen(kw_only=True)
class Kept:
    """What need not be loaded again while neither the portfolio nor the day changes.

    Attributes:
        until: nor then, if some of it has no price.
    """

    day: date
    until: datetime
    history: History
    assets: Collection[str]
    daily: PriceBook
    calculated: Calculated = field(factory=Calculated)

    @property
    def settled(self) -> bool:
        events = self.history.events
        return not events or events[-1].time.date() < self.day


@define
class Shelf:
    """The portfolios last used, by their version; a change of one makes it another."""

    _kept: "OrderedDict[tuple[UUID, int], Kept]" = field(factory=OrderedDict)

    def get(self, key: tuple[UUID, int], now: datetime) -> Kept | None:
        found = self._kept.get(key)
        if found is None or found.day != now.date() or found.until <= now:
            return None
        self._kept.move_to_end(key)
        return found

    def put(self, key: tuple[UUID, int], found: Kept) -> None:
        self._kept[key] = found
        while len(self._kept) > 1 and self._events() > EVENTS_KEPT:
            self._kept.popitem(last=False)

    def _events(self) -> int:
        return sum(len(each.history.events) for each in self._kept.values())


@frozen(kw_only=True)
class LoadBooks:
    """Load a portfolio's history, and the prices of everything in it for as long as it lasts."""

    database: Database
    prices: PriceSource
    catalogue: Catalogue
    clock: Clock
    audience: Audience = field(factory=Nobody)
    _shelf: Shelf = field(factory=Shelf)

    async def __call__(self, portfolio_id: UUID) -> Books:
        now = self.clock.now()
        async with self.database.snapshot() as work:
            portfolio = await work.portfolios.get(portfolio_id)
        kept = self._shelf.get((portfolio.id, portfolio.version), now)
        if kept is None:
            portfolio, events = await self._read(portfolio)
            kept = await self._keep(events, Currency(portfolio.settings.currency), now)
            self._shelf.put((portfolio.id, portfolio.version), kept)
        currency = Currency(portfolio.settings.currency)
        quotes = (await self.prices.quotes(kept.assets, currency=currency)).values()
        return Books(
            portfolio=portfolio,
            history=kept.history,
            prices=kept.daily.with_latest([price_of(quote, quote.as_of) for quote in quotes]),
            daily=kept.daily,
            origin=origin_of(list(quotes)),
            now=max([self.clock.now(), *(quote.as_of for quote in quotes)]),
            settled=kept.settled,
            calculated=kept.calculated,
        )

    async def _read(self, portfolio: Portfolio) -> tuple[Portfolio, list[Transaction]]:
        """Read the entries of this version, of the newest where only that can be had.

        What lags may be read if it has the version: no entry changes without it.
        """
        with suppress(PortfolioNotFoundError, DatabaseUnavailableError):
            async with self.database.lagging() as work:
                if await work.portfolios.get(portfolio.id) == portfolio:
                    return portfolio, await entries(work, portfolio)
        async with self.database.snapshot() as work:
            portfolio = await work.portfolios.get(portfolio.id)
            return portfolio, await entries(work, portfolio)

    async def _keep(self, events: list[Transaction], currency: Currency, now: datetime) -> Kept:
        today = now.date()
        found = await asyncio.to_thread(history, [events])
        assets = await asyncio.to_thread(assets_of, found.events)
        first = max(found.events[0].time.date(), EARLIEST) if found.events else today
        daily = await self._daily(assets - {currency}, currency, first, today)
        book = await asyncio.to_thread(PriceBook.of, list(of_days(daily.values())))
        return Kept(
            day=today,
            until=NEVER if assets - {currency} <= daily.keys() else now + PRICED_AGAIN,
            history=evolve(found, issues=[*found.issues, *self._ambiguous(assets, daily)]),
            assets=assets - {currency},
            daily=book,
        )

    async def _daily(
        self, assets: Collection[str], currency: Currency, first: date, today: date
    ) -> Mapping[str, Sequence[Quote]]:
        """Ask for prices of the past; while nobody can be asked, what rests on them is unknown."""
        try:
            return await self.prices.history(
                assets, currency=currency, since=first - OLDEST, until=today - timedelta(days=1)
            )
        except PriceSourceUnavailableError:
            return {}

    def _ambiguous(self, assets: set[str], priced: Container[str]) -> Iterable[Issue]:
        """Say which symbols name several assets, and which of them the prices are of."""
        for symbol in sorted(assets - MONEY):
            candidates = self.catalogue.lookup(symbol)
            if len(candidates) > 1:
                yield ambiguous(symbol, candidates, priced=symbol in priced)


async def entries(work: UnitOfWork, portfolio: Portfolio) -> list[Transaction]:
    return [each async for batch in work.ledger.read(portfolio.id) for each in batch]


def ambiguous(symbol: str, candidates: Sequence[Asset], *, priced: bool) -> Issue:
    first, *others = (candidate.name for candidate in candidates)
    message = f"{symbol} may be {first} or {', '.join(others)}"
    if priced:
        message += f"; its prices are those of {first}."
    else:
        message += "; it has no price as long as nothing says which of them it is."
    return Issue(code="ambiguous_asset", asset=symbol, message=message)


def assets_of(events: list[Transaction]) -> set[str]:
    legs = (leg for event in events for leg in (event.sent, event.received, *event.fees))
    stated = {event.value_currency for event in events if event.value_currency}
    return {leg.asset for leg in legs if leg is not None} | stated & MONEY


def of_days(histories: Iterable[Iterable[Quote]]) -> Iterable[Price]:
    """Let a day's quote hold for its day."""
    for quotes in histories:
        for quote in quotes:
            yield price_of(quote, day_end(quote.as_of.date()))


def price_of(quote: Quote, until: datetime) -> Price:
    return Price(
        asset=quote.asset,
        currency=quote.currency,
        price=quote.price,
        since=quote.as_of,
        until=max(until, quote.as_of),
        source=quote.source,
    )


def day_end(day: date) -> datetime:
    return datetime.combine(day, time.max, UTC)


def origin_of(quotes: list[Quote]) -> PriceOrigin:
    """Name the sources; one simulated price makes the whole simulated, the oldest its age."""
    return PriceOrigin(
        name=", ".join(sorted({quote.source for quote in quotes})),
        simulated=any(quote.simulated for quote in quotes),
        as_of=min((quote.as_of for quote in quotes), default=None),
    )
