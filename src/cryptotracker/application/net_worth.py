"""Show what a portfolio was worth along time, against what it had cost and was given."""

import asyncio
from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from itertools import chain
from operator import attrgetter
from typing import Final
from uuid import UUID

from attrs import frozen

from cryptotracker.application.books import Books, Followed, LoadBooks
from cryptotracker.application.figures import Shown
from cryptotracker.application.trails import Trails, lasting
from cryptotracker.domain.errors import InvalidValueError, UnknownOptionError
from cryptotracker.domain.market.prices import PriceBook
from cryptotracker.domain.portfolio.accounting import day
from cryptotracker.domain.portfolio.net_worth import NetWorth, points, reading
from cryptotracker.domain.portfolio.spans import DAY, ONE_DAY, STEPS, Span, spans
from cryptotracker.domain.portfolio.trail import Trail
from cryptotracker.ports.telemetry import ReportShown
from cryptotracker.ports.valuing import Course, Valuing

POINTS_MOST: Final = 100_000
"""Ten years by the hour, and some more."""

HOURS: Final = 24


@frozen(kw_only=True)
class Stretch:
    """Which days are asked for, both included, and by which steps; all there are, if none."""

    since: date | None = None
    until: date | None = None
    step: str = DAY

    def __attrs_post_init__(self) -> None:
        if self.step not in STEPS:
            raise UnknownOptionError(option="step", value=self.step, known=", ".join(STEPS))


ALL: Final = Stretch()


@frozen
class ShowNetWorth:
    """Say what a portfolio was worth at the end of each day or hour, against its cost.

    Days are those of the portfolio's time zone; the last one may not be over, and says so.
    """

    load: LoadBooks
    trails: Trails
    valuing: Callable[[], Valuing]

    async def __call__(self, portfolio_id: UUID, stretch: Stretch = ALL) -> Shown[NetWorth]:
        self.load.audience.tell(ReportShown(report="net worth"))
        books = await self.load(portfolio_id)
        asked = await asyncio.to_thread(laid_out, books, stretch)
        followed = await self._followed(books)
        return Shown(net_worth(books, followed, asked, stretch.step), books.origin)

    async def _followed(self, books: Books) -> Followed:
        kept = books.calculated.followed
        if kept is None or not lasting(books):
            trail = await self.trails(books)
            course = await asyncio.to_thread(self._course, trail, books.daily)
            kept = Followed(trail, course)
            if lasting(books):
                books.calculated.followed = kept
        return kept

    def _course(self, trail: Trail, prices: PriceBook) -> Course:
        return self.valuing().follow(trail, prices)


def laid_out(books: Books, stretch: Stretch) -> list[Span]:
    """Lay out the days or hours that are asked for, from the first event's on."""
    zone, events = books.rules().zone, books.history.events
    if not events:
        return []
    today, begun = day(books.now, zone), day(events[0].time, zone)
    first, last = max(stretch.since or begun, begun), min(stretch.until or today, today)
    many = ((last - first) // ONE_DAY + 1) * (1 if stretch.step == DAY else HOURS)
    if many > POINTS_MOST:
        reason = f"that would be {many} points; {POINTS_MOST} at most are given at once"
        raise InvalidValueError(column="from", value=first.isoformat(), reason=reason)
    return list(spans(first, last, stretch.step, zone, books.now))


def net_worth(books: Books, followed: Followed, asked: Sequence[Span], step: str) -> NetWorth:
    """Read off what has passed, and value by the latest prices what those may bear upon."""
    past = bisect_left(asked, horizon(books), key=attrgetter("last"))
    latest = (reading(followed.trail, books.prices, span.last) for span in asked[past:])
    readings = chain(followed.course.readings([span.last for span in asked[:past]]), latest)
    rules = books.rules()
    return NetWorth(
        currency=rules.currency,
        step=step,
        time_zone=books.portfolio.settings.time_zone,
        points=points(followed.trail, readings, asked),
    )


def horizon(books: Books) -> datetime:
    """Return the moment before which prices of days alone count."""
    today = datetime.combine(books.now.date(), time(), UTC)
    return min(today, books.origin.as_of or today)
