"""What portfolios are worth, told to one client whenever a price of what they hold changes."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import UTC, datetime
from typing import Final, TypeAlias
from uuid import UUID

from attrs import Factory, define, field
from msgspec import Struct, json

from cryptotracker.application.announcing import TOPIC
from cryptotracker.application.figures import Shown
from cryptotracker.application.prices.owned import Stated
from cryptotracker.domain.errors import (
    DatabaseUnavailableError,
    PortfolioNotFoundError,
    PriceSourceUnavailableError,
)
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.portfolio.valued import Valued
from cryptotracker.domain.portfolio.worth import Worth, worth
from cryptotracker.entrypoints.documents.text import instant, number
from cryptotracker.entrypoints.http.quote_feed import QuoteFeed, Wanted
from cryptotracker.entrypoints.http.sockets import Line, Told
from cryptotracker.ports.events import News

FOLLOWED_MOST: Final = 20
"""So many portfolios may one client follow at once."""

Show: TypeAlias = Callable[[UUID], Awaitable[Shown[Valued]]]
ReadOwn: TypeAlias = Callable[[Collection[str], Currency], Awaitable[Stated]]


class WorthView(Struct, frozen=True, kw_only=True):
    """Amounts of money in `currency`; what nobody knows is null."""

    currency: str
    value: str | None
    unrealised: str | None
    unpriced: Sequence[str]
    as_of: str | None
    simulated: bool


class ToldWorth(Struct, frozen=True, kw_only=True):
    """A message; its version rises from each of a portfolio to the next."""

    topic: str = "worth"
    portfolio: UUID
    version: int
    data: WorthView


@define(eq=False)
class WorthLine(Line):
    """Hears quotes as a listener does, and says instead what a portfolio is worth by them."""

    _line: Line
    _feed: QuoteFeed
    portfolio: UUID
    held: Valued
    stated: Stated
    version: int = 0
    wanted: Wanted = field(
        init=False, default=Factory(lambda self: wanted_of(self.held, self.stated), takes_self=True)
    )

    def is_free(self) -> bool:
        return self._line.is_free()

    def say(self, told: Told) -> None:
        del told  # it tells what has changed; the worth rests on all that is known
        self.tell()

    def tell(self) -> None:
        self.version += 1
        assets, currency = assets_of(self.held), self.wanted.currency
        market = self._feed.known(self.wanted)
        quotes = self.stated.over(market, assets, currency, datetime.now(UTC))
        data = view_of(worth(self.held.positions, quotes), currency)
        told = ToldWorth(portfolio=self.portfolio, version=self.version, data=data)
        self._line.say(Told(json.encode(told)))


@define(eq=False)
class WorthFeed:
    """The portfolios whose worth one client follows."""

    _feed: QuoteFeed
    _line: Line
    _show: Show
    _read_own: ReadOwn
    _lines: dict[UUID, WorthLine] = field(factory=dict)

    def is_full(self) -> bool:
        return len(self._lines) >= FOLLOWED_MOST

    async def follow(self, portfolio: UUID) -> bool:
        """Tell what it is worth, then again at each tick; say whether that can be done now."""
        try:
            held = (await self._show(portfolio)).found
            stated = await self._read_own(assets_of(held), Currency(held.currency))
        except (DatabaseUnavailableError, PriceSourceUnavailableError):
            return False
        except PortfolioNotFoundError:
            self.leave(portfolio)
            return False
        version = self._lines[portfolio].version if portfolio in self._lines else 0
        self.leave(portfolio)
        line = WorthLine(self._line, self._feed, portfolio, held, stated, version)
        self._lines[portfolio] = line
        if line.wanted.assets:
            await self._feed.join(line, line.wanted)
        if line.version == version:  # nobody had a quote to tell it of
            line.tell()
        return True

    async def again(self, news: News) -> None:
        """Look again at what those portfolios hold that something has become of."""
        keys = {each.key for each in news if each.topic == TOPIC}
        for each in list(self._lines):
            if keys & {None, str(each)}:
                await self.follow(each)

    def leave(self, portfolio: UUID) -> None:
        line = self._lines.pop(portfolio, None)
        if line is not None and line.wanted.assets:
            self._feed.leave(line, line.wanted)

    def leave_all(self) -> None:
        for each in list(self._lines):
            self.leave(each)


def assets_of(held: Valued) -> tuple[str, ...]:
    return tuple(each.asset for each in held.positions)


def wanted_of(held: Valued, stated: Stated) -> Wanted:
    """Want the prices of what is held, and the rates of what own prices are stated in."""
    currency = Currency(held.currency)
    codes = stated.codes(currency) - {*assets_of(held)}
    return Wanted((*assets_of(held), *sorted(codes)), currency)


def view_of(found: Worth, currency: str) -> WorthView:
    return WorthView(
        currency=currency,
        value=number(found.value),
        unrealised=number(found.unrealised),
        unpriced=found.unpriced,
        as_of=instant(found.as_of),
        simulated=found.simulated,
    )
