"""What is kept of a portfolio's net worth gives the same figures as computing it."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from attrs import define, evolve, field
from time_machine import travel

from cryptotracker.adapters.sharing.memory.cache import MemoryCache
from cryptotracker.application.books import Shelf
from cryptotracker.application.imports import FileToImport
from cryptotracker.application.net_worth import ShowNetWorth, Stretch
from cryptotracker.application.trails import Trails, decoded
from cryptotracker.domain.portfolio.portfolios import Settings as PortfolioSettings
from cryptotracker.entrypoints.bootstrap import open_tracker
from cryptotracker.entrypoints.calculators import load_valuing
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.entrypoints.tracker import Tracker
from cryptotracker.ports.cache import Cache

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HISTORY = """time,type,account,sent_asset,sent_quantity,received_asset,received_quantity
2026-01-01T00:00:00Z,buy,main,EUR,60,BTC,0.001234567890123456789
2026-02-01T00:00:00Z,deposit,main,,,ETH,1
2026-03-01T00:00:00Z,sell,main,BTC,0.0005,EUR,100
2026-04-01T00:00:00Z,deposit,main,,,NOSUCH,3
"""
TODAY = "2026-11-20T08:00:00Z,sell,main,BTC,0.0001,EUR,10\n"


@define
class CountedCache(Cache):
    """A cache that says how often it was of use."""

    inner: MemoryCache = field(factory=MemoryCache)
    asked: int = 0
    given: int = 0

    async def get(self, key: str, *, owner: str) -> bytes | None:
        found = await self.inner.get(key, owner=owner)
        self.asked += 1
        self.given += found is not None
        return found

    async def set(self, key: str, value: bytes, *, owner: str, seconds: int) -> None:
        await self.inner.set(key, value, owner=owner, seconds=seconds)

    async def forget(self, key: str, *, owner: str) -> None:
        await self.inner.forget(key, owner=owner)


@pytest.fixture
async def tracker(empty_sqlite: str, tmp_path: Path) -> AsyncIterator[Tracker]:
    with travel(NOON, tick=False):
        async with open_tracker(Settings(data_dir=tmp_path, database_url=empty_sqlite)) as opened:
            yield opened


async def imported(tracker: Tracker, tmp_path: Path, text: str) -> UUID:
    file = tmp_path / "ledger.csv"
    file.write_text(text, encoding="utf-8")
    wanted = PortfolioSettings(name="Mine", currency="EUR")
    return (await tracker.import_file(wanted, FileToImport(path=file))).record.portfolio_id


def process(tracker: Tracker, cache: Cache) -> ShowNetWorth:
    """Show net worth as a process does that has just begun, and shares a cache with others."""
    load = evolve(tracker.show_net_worth.load, shelf=Shelf())
    return ShowNetWorth(load, Trails(cache), load_valuing)


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (None, None),
        (date(2026, 2, 15), None),
        (None, date(2026, 3, 15)),
        (date(2026, 4, 1), date(2026, 4, 1)),
        (date(2026, 4, 2), date(2026, 6, 1)),
        (date(2025, 1, 1), date(2025, 2, 1)),
        (date(2026, 6, 2), date(2026, 6, 1)),
    ],
)
async def test_what_was_kept_gives_the_same_points(
    tracker: Tracker, tmp_path: Path, since: date | None, until: date | None
) -> None:
    portfolio = await imported(tracker, tmp_path, HISTORY)
    cache = CountedCache()
    await process(tracker, cache)(portfolio)

    again = await process(tracker, cache)(portfolio, Stretch(since=since, until=until))

    fresh = process(tracker, CountedCache())
    expected = await fresh(portfolio, Stretch(since=since, until=until))
    assert [*again.found.points] == [*expected.found.points]
    assert (cache.asked, cache.given) == (2, 1)


async def test_a_process_asks_nobody_twice(tracker: Tracker, tmp_path: Path) -> None:
    portfolio = await imported(tracker, tmp_path, HISTORY)
    cache = CountedCache()
    show = process(tracker, cache)
    *_, by_day = (await show(portfolio, Stretch(step="day"))).found.points

    *_, by_hour = (await show(portfolio, Stretch(step="hour"))).found.points

    assert cache.asked == 1
    assert (by_hour.at, by_hour.value, by_hour.cost_basis, by_hour.partial) == (
        by_day.at,
        by_day.value,
        by_day.cost_basis,
        True,
    )


async def test_a_change_is_another_version(tracker: Tracker, tmp_path: Path) -> None:
    portfolio = await imported(tracker, tmp_path, HISTORY)
    cache = CountedCache()
    show = process(tracker, cache)
    before = await show(portfolio)

    await tracker.edit_portfolio(portfolio, lambda old: evolve(old, currency="USD"), if_match=None)

    after = await show(portfolio)
    assert (before.found.currency, after.found.currency) == ("EUR", "USD")
    assert cache.given == 0


async def test_a_day_that_is_not_over_is_computed(tracker: Tracker, tmp_path: Path) -> None:
    portfolio = await imported(tracker, tmp_path, HISTORY + TODAY)
    cache = CountedCache()
    show = process(tracker, cache)

    first, second = [(await show(portfolio)).found.points for _ in range(2)]

    assert [*first] == [*second]
    assert cache.asked == 0


@pytest.mark.parametrize("kept", [b"", b"{}", b"[]", b"\xff", b'{"day": null}', b"null"])
def test_what_cannot_be_read_is_as_good_as_none(kept: bytes) -> None:
    assert decoded(kept) is None
