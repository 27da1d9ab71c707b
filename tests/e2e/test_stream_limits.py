"""Who does not read what is told is let go, and nobody waits for it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import anyio
import pytest
from attrs import define, field
from litestar import WebSocket

from cryptotracker.entrypoints.bootstrap import open_tracker
from cryptotracker.entrypoints.http.chart_feed import ChartFeed
from cryptotracker.entrypoints.http.quote_feed import QuoteFeed
from cryptotracker.entrypoints.http.stream import TOO_SLOW, Conversation
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.entrypoints.tracker import Tracker

SUBSCRIBE = '{"op": "subscribe", "topic": "portfolio"}'
SCOPE: Any = {"type": "websocket", "path": "/", "headers": [], "query_string": b""}


@pytest.fixture
async def tracker(empty_sqlite: str, tmp_path: Path) -> AsyncIterator[Tracker]:
    async with open_tracker(Settings(data_dir=tmp_path, database_url=empty_sqlite)) as opened:
        yield opened


@define
class Sleeper:
    """A client that asks, takes some messages, and then never again."""

    takes: int
    asked: list[Any] = field(
        factory=lambda: [
            {"type": "websocket.connect"},
            {"type": "websocket.receive", "text": SUBSCRIBE},
        ]
    )
    got: list[Any] = field(factory=list)

    async def receive(self) -> Any:
        if self.asked:
            return self.asked.pop(0)
        return await anyio.sleep_forever()

    async def send(self, message: Any) -> None:
        if len(self.got) >= self.takes:
            await anyio.sleep_forever()
        self.got.append(message)


async def test_who_does_not_take_a_message_is_let_go(tracker: Tracker) -> None:
    sleeper = Sleeper(takes=1)
    socket: Any = WebSocket(SCOPE, sleeper.receive, sleeper.send)
    await socket.accept()
    await tracker.create_portfolio("Mine", currency="EUR")

    async with tracker.follow_portfolios() as following:
        feed = QuoteFeed(tracker.quote_assets, timedelta(seconds=5))
        charts = ChartFeed(tracker.market.charts, timedelta(seconds=5))
        conversation = Conversation(socket, tracker, following, feed, charts, patience_seconds=0)
        with anyio.fail_after(5):
            code = await conversation.hold()

    assert code == TOO_SLOW


async def test_others_do_not_wait_for_who_does_not_listen(tracker: Tracker) -> None:
    async with tracker.follow_portfolios() as sleeping, tracker.follow_portfolios() as following:
        await sleeping.follow(None)
        await following.follow(None)
        for number in range(70):
            await tracker.create_portfolio(f"Nr {number}", currency="EUR")
            await anext(following.news())

        left = [news async for news in sleeping.news()]

    assert len(left) == 64
