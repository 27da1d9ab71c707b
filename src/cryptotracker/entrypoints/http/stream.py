"""The WebSocket: news of portfolios and quotes, for as long as somebody looks."""

import asyncio
import logging
from collections.abc import Awaitable, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack
from typing import Any, Final
from uuid import uuid4

from attrs import define, field
from litestar import WebSocket, websocket
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.exceptions import WebSocketDisconnect
from msgspec import ValidationError, json

from cryptotracker.application.following import Following
from cryptotracker.domain.errors import DatabaseUnavailableError, PortfolioNotFoundError
from cryptotracker.entrypoints.http.attendance import Attendance
from cryptotracker.entrypoints.http.chart_feed import ChartFeed
from cryptotracker.entrypoints.http.charts import Charts
from cryptotracker.entrypoints.http.job_news import JobNews
from cryptotracker.entrypoints.http.principals import asking
from cryptotracker.entrypoints.http.quote_feed import QuoteFeed, Wanted
from cryptotracker.entrypoints.http.sockets import line_to
from cryptotracker.entrypoints.http.wishes import Wish, WishError, assets_of, currency_of
from cryptotracker.entrypoints.http.worth_feed import FOLLOWED_MOST, WorthFeed
from cryptotracker.entrypoints.tracker import Tracker
from cryptotracker.ports.counters import Quota
from cryptotracker.ports.events import News, Resync, Tick

MESSAGES_MOST: Final = 100
"""So many may a client send in a minute."""
PATIENCE_SECONDS: Final = 10
"""So long may one message take to be accepted by a client's machine."""

DONE, TOO_MANY, OURS, TOO_SLOW = 1000, 1008, 1011, 1013
"""Codes of RFC 6455 for closing."""

SIGNED_OUT: Final = 3000
"""The code that IANA lists for those who may not stay: their session is over."""

LATER: Final = ("alerts",)
"""Topics that the protocol names and that have nothing to tell yet."""

log = logging.getLogger(__name__)


@define(eq=False)
class Conversation:
    """One client, and what it wants to hear."""

    _socket: "WebSocket[object, object, State]"
    _tracker: Tracker
    _following: Following
    _feed: QuoteFeed
    _charts: ChartFeed
    patience_seconds: int = PATIENCE_SECONDS
    _name: str = field(factory=lambda: str(uuid4()))
    _wanted: Wanted | None = None
    _worth: WorthFeed | None = None
    _followed: Charts | None = None
    _jobs: JobNews | None = None
    _telling: bool = False
    _telling_news: bool = False
    _wants_news: bool = False
    _code: int | None = None
    _sending: asyncio.Lock = field(factory=asyncio.Lock)
    _parts: list[asyncio.Task[int]] = field(factory=list)
    _ended: asyncio.Event = field(factory=asyncio.Event)
    _opened: AsyncExitStack = field(factory=AsyncExitStack)

    async def hold(self) -> int:
        """Talk until somebody has had enough; return the code to close with."""
        self._begin(self._listen())
        try:
            await self._ended.wait()
        finally:
            for task in self._parts:
                task.cancel()
            ended = await asyncio.gather(*self._parts, return_exceptions=True)
            self._leave_quotes()
            for each in (self._worth, self._followed):
                if each is not None:
                    each.leave_all()
            await self._opened.aclose()
        return self._code or next((code for code in map(code_of, ended) if code), DONE)

    def leave(self) -> None:
        """Have it end: this client may not stay."""
        self._code = SIGNED_OUT
        self._ended.set()

    def _begin(self, part: Coroutine[Any, Any, int]) -> None:
        """Do something beside the rest, that ends with it or ends it."""
        task = asyncio.create_task(part)
        task.add_done_callback(lambda _: self._ended.set())
        self._parts.append(task)

    async def _listen(self) -> int:
        quota = Quota(name="messages", key=self._name, limit=MESSAGES_MOST, seconds=60)
        while True:
            text = await self._socket.receive_data(mode="text")
            verdict = await self._tracker.limit_rate.here.take([quota])
            if verdict is None or not verdict.allowed:
                return TOO_MANY
            try:
                await self._grant(json.decode(text, type=Wish))
            except (WishError, ValidationError, ValueError) as error:
                await self._send([{"op": "error", "reason": str(error)}])

    async def _tell(self) -> int:
        async for news in self._following.news():
            await self._send(written(news))
            if self._worth is not None:
                await self._worth.again(news)
        return TOO_SLOW

    async def _grant(self, wish: Wish) -> None:
        if wish.op not in {"subscribe", "unsubscribe"}:
            message = f"there is no op {wish.op[:40]!r}; there are subscribe and unsubscribe"
            raise WishError(message)
        if wish.topic in LATER:
            message = f"the topic {wish.topic} has nothing to tell yet"
            raise WishError(message)
        topics = {
            "portfolio": self._portfolio,
            "worth": self._value,
            "quotes": self._quotes,
            "candles": self._candles,
            "jobs": self._of_jobs,
            "news": self._news,
        }
        if wish.topic not in topics:
            message = f"there is no topic {wish.topic[:40]!r}; there are {', '.join(topics)}"
            raise WishError(message)
        await topics[wish.topic](wish)

    async def _portfolio(self, wish: Wish) -> None:
        if wish.op == "unsubscribe":
            self._following.leave(wish.portfolio)
            return
        if not self._telling:
            self._telling = True
            self._begin(self._tell())
        # Under the lock, or a later change could overtake the state that it changes.
        async with self._sending:
            try:
                standing = await self._following.follow(wish.portfolio)
            except PortfolioNotFoundError as error:
                message = "there is no such portfolio"
                raise WishError(message) from error
            except DatabaseUnavailableError as error:
                message = "the database cannot be used now; try again later"
                raise WishError(message) from error
            await self._send_now(written(standing))

    async def _value(self, wish: Wish) -> None:
        """Tell what a portfolio is worth; its own news come along, for they change that too."""
        if wish.portfolio is None:
            message = "worth is that of one portfolio, which is to be named"
            raise WishError(message)
        if self._worth is None:
            line = line_to(self._socket.scope)
            show, stated = self._tracker.show_holdings, self._tracker.prices.stated
            self._worth = WorthFeed(self._feed, line, show, stated)
        if wish.op == "unsubscribe":
            self._worth.leave(wish.portfolio)
            return
        if self._worth.is_full():
            message = f"the worth of {FOLLOWED_MOST} portfolios is told at once, no more"
            raise WishError(message)
        await self._portfolio(wish)
        if not await self._worth.follow(wish.portfolio):
            message = "the portfolio cannot be valued now; try again later"
            raise WishError(message)

    async def _news(self, wish: Wish) -> None:
        """Tell which feeds have something new; what that is, the list of news says."""
        self._wants_news = wish.op == "subscribe"
        if self._wants_news and not self._telling_news:
            self._telling_news = True
            self._begin(self._tell_news())

    async def _tell_news(self) -> int:
        async with self._tracker.news.follow() as told:
            async for news in told:
                if self._wants_news:
                    await self._send(written(news))
        return TOO_SLOW

    async def _of_jobs(self, wish: Wish) -> None:
        """Tell how jobs of whoever asks stand, and what becomes of them."""
        if self._jobs is None:
            followed = await self._opened.enter_async_context(self._tracker.jobs.follow())
            self._jobs = JobNews(followed)
            self._begin(self._tell_jobs(self._jobs))
        # Under the lock, or a later state could be overtaken by an earlier one.
        async with self._sending:
            await self._send_now(await self._jobs.grant(wish))

    async def _tell_jobs(self, jobs: JobNews) -> int:
        async for news in jobs.signs():
            async with self._sending:
                await self._send_now(await jobs.look(news))
        return TOO_SLOW

    async def _quotes(self, wish: Wish) -> None:
        if wish.op == "unsubscribe":
            self._leave_quotes()
            return
        wanted = Wanted(assets_of(wish), currency_of(wish))
        self._leave_quotes()
        self._wanted = wanted
        await self._feed.join(line_to(self._socket.scope), self._wanted)

    async def _candles(self, wish: Wish) -> None:
        if self._followed is None:
            self._followed = Charts(self._charts, line_to(self._socket.scope))
        await self._followed.grant(wish)

    def _leave_quotes(self) -> None:
        if self._wanted is not None:
            self._feed.leave(line_to(self._socket.scope), self._wanted)
            self._wanted = None

    async def _send(self, messages: Sequence[Mapping[str, object]]) -> None:
        async with self._sending:
            await self._send_now(messages)

    async def _send_now(self, messages: Sequence[Mapping[str, object]]) -> None:
        for each in messages:
            async with asyncio.timeout(self.patience_seconds):
                await self._socket.send_data(json.encode(each).decode(), mode="text")


def code_of(ended: int | BaseException | None) -> int | None:
    """Say how to close after a part has ended; a fault of ours goes to the log."""
    if isinstance(ended, TimeoutError):
        return TOO_SLOW
    if isinstance(ended, asyncio.CancelledError | WebSocketDisconnect | OSError):
        return None
    if isinstance(ended, BaseException):
        log.error("A conversation failed.", exc_info=ended)
        return OURS
    return ended


def written(news: News) -> list[dict[str, object]]:
    return [resync(each) if isinstance(each, Resync) else changed(each) for each in news]


def changed(tick: Tick) -> dict[str, object]:
    return {
        "topic": tick.topic,
        tick.topic: tick.key,
        "version": tick.version,
        "data": tick.data,
    }


def resync(lost: Resync) -> dict[str, object]:
    which = {lost.topic: lost.key} if lost.key else {}
    return {"op": "resync", "topic": lost.topic, **which}


@websocket("/stream")
async def stream(
    socket: "WebSocket[object, object, State]",
    tracker: NamedDependency[Tracker],
    attendance: NamedDependency[Attendance],
    quote_feed: NamedDependency[QuoteFeed],
    chart_feed: NamedDependency[ChartFeed],
) -> None:
    await socket.accept()
    async with tracker.follow_portfolios() as following:
        conversation = Conversation(socket, tracker, following, quote_feed, chart_feed)
        attendance.join(asking(socket.scope), conversation.leave)
        try:
            code = await conversation.hold()
        finally:
            attendance.leave(conversation.leave)
    await close(socket.close(code=code))


async def close(closing: Awaitable[Any]) -> None:
    """Close; whoever has gone already needs no word."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await closing
    except (RuntimeError, WebSocketDisconnect, TimeoutError):
        return
