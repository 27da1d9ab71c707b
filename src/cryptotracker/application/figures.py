"""What a user can ask about a portfolio's figures."""

import asyncio
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final, Generic, TypeVar
from uuid import UUID

from attrs import frozen

from cryptotracker.application.books import Books, CalculatedGains, LoadBooks, PriceOrigin
from cryptotracker.application.raw_rows import ReadRows
from cryptotracker.domain.errors import FigureNotFoundError
from cryptotracker.domain.portfolio.accounting import Accounting
from cryptotracker.domain.portfolio.explaining import Evidence, explain
from cryptotracker.domain.portfolio.explanations import Explanation
from cryptotracker.domain.portfolio.issues import Issue
from cryptotracker.domain.portfolio.report import Holding, Period, Report
from cryptotracker.domain.portfolio.rules import Rules
from cryptotracker.domain.portfolio.valued import Valued, valued, valued_by
from cryptotracker.ports.telemetry import ReportShown

T = TypeVar("T")

YEAR: Final = re.compile(r"[12]\d{3}", re.ASCII)


@frozen
class Shown(Generic[T]):
    """An answer, and where its prices are from."""

    found: T
    source: PriceOrigin


def calculate(books: Books, rules: Rules, period: Period) -> CalculatedGains:
    """Compute a report, or return the one that was computed while nothing has changed."""
    key = (rules.method, rules.scope, period)
    found = books.calculated.get(key)
    if found is None:
        report = Report(Accounting(rules, books.prices), period)
        report.issues += books.history.issues
        disposals = list(report.disposals(books.history.events))
        found = CalculatedGains(report=report, disposals=disposals)
        if books.settled:
            books.calculated.put(key, found)
    return found


def value(books: Books, at: datetime) -> Valued:
    """Value what is held at a moment; for one after all events the whole report serves."""
    events = books.history.events
    if events and events[-1].time > at:
        return valued(books.history, books.rules(), books.prices, at)
    gains = calculate(books, books.rules(), Period())
    return valued_by(gains.report, events, books.prices, at)


@frozen
class ShowGains:
    """Match a portfolio's disposals to their lots, by its own rules or, for a what-if, others."""

    load: LoadBooks

    async def __call__(
        self,
        portfolio_id: UUID,
        *,
        year: int | None = None,
        method: str | None = None,
        scope: str | None = None,
    ) -> Shown[CalculatedGains]:
        self.load.audience.tell(ReportShown(report="gains"))
        books = await self.load(portfolio_id)
        rules = books.rules(method, scope)
        period = Period() if year is None else Period.of_year(year, rules.zone)
        return Shown(await asyncio.to_thread(calculate, books, rules, period), books.origin)


@frozen
class ShowHoldings:
    """Say what a portfolio holds at a moment, or now."""

    load: LoadBooks

    async def __call__(self, portfolio_id: UUID, at: datetime | None = None) -> Shown[Valued]:
        self.load.audience.tell(ReportShown(report="holdings"))
        books = await self.load(portfolio_id)
        found = await asyncio.to_thread(value, books, at or books.now)
        return Shown(found, books.origin)


@frozen
class ShowLots:
    """List the open lots, of one asset or of all."""

    load: LoadBooks

    async def __call__(self, portfolio_id: UUID, asset: str | None = None) -> Sequence[Holding]:
        books = await self.load(portfolio_id)
        found = await asyncio.to_thread(calculate, books, books.rules(), Period())
        return [each for each in found.report.holdings() if asset in {None, each.asset}]


@frozen
class ShowIssues:
    """List what the owner has to look at."""

    load: LoadBooks

    async def __call__(self, portfolio_id: UUID) -> Sequence[Issue]:
        books = await self.load(portfolio_id)
        found = await asyncio.to_thread(calculate, books, books.rules(), Period())
        return found.report.issues


@frozen
class Explain:
    """Say why a figure is what it is, down to the rows it came from as their files have them.

    A reference is `<portfolio>:<figure>`; what it names may not exist: FigureNotFoundError.
    """

    load: LoadBooks
    read_rows: ReadRows

    async def __call__(self, ref: str) -> Explanation:
        portfolio, _, figure = ref.partition(":")
        try:
            portfolio_id = UUID(portfolio)
        except ValueError as error:
            raise FigureNotFoundError(ref=ref) from error
        books = await self.load(portfolio_id)
        found = await asyncio.to_thread(self._explain, books, ref, figure)
        if found is None:
            raise FigureNotFoundError(ref=ref)
        return await self.read_rows(portfolio_id, found)

    def _explain(self, books: Books, ref: str, figure: str) -> Explanation | None:
        rules = books.rules()
        name, _, year = figure.partition(":")
        dated = name in {"gain", "income"} and YEAR.fullmatch(year)
        period = Period.of_year(int(year), rules.zone) if dated else Period()
        gains = calculate(books, rules, period)
        evidence = Evidence(
            ref=ref,
            report=gains.report,
            disposals=gains.disposals,
            held=value(books, books.now),
            events={event.id: event for event in books.history.events},
        )
        return explain(evidence)
