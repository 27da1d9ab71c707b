"""Stand-ins of price providers on this machine, and the sources that ask them."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from importlib.metadata import entry_points
from typing import Final

import pytest
from attrs import define, frozen

from cryptotracker.adapters.catalogue.embedded import EmbeddedCatalogue
from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.adapters.telemetry.metrics import Metrics
from cryptotracker.application.jobs.attempts import over
from cryptotracker.application.prices.building import BuildCandles
from cryptotracker.application.prices.hearing import HearTrades
from cryptotracker.application.prices.merging import MergePrices
from cryptotracker.application.prices.quarantine import Quarantine
from cryptotracker.application.prices.recalling import RecallPrices
from cryptotracker.application.prices.reliable import ReliablePrices
from cryptotracker.application.prices.remembering import Memory
from cryptotracker.application.prices.standing import Standing
from cryptotracker.entrypoints.pricing import FEEDS
from cryptotracker.entrypoints.sandbox.market import Market
from cryptotracker.entrypoints.sandbox.pointing import settings_of, settings_of_streams
from cryptotracker.entrypoints.sandbox.serving import serving
from cryptotracker.entrypoints.sandbox.state import Sandbox
from cryptotracker.ports.persistence import Database
from cryptotracker.ports.price_feeds import PriceFeed
from cryptotracker.ports.price_streams import CandleFeed, PriceStream
from tests.integration.calendars import Calendar

NOW: Final = datetime(2026, 10, 30, 14, 30, tzinfo=UTC)
"""A Friday of which the shipped rates of the central bank know."""


@define
class Stage:
    """A sandbox that is served, the clock of all, and the settings that point at it.

    Attributes:
        streams: those that point at exchanges; one that is not chosen has none.
    """

    sandbox: Sandbox
    clock: Calendar
    settings: Mapping[str, str]
    streams: Mapping[str, str]

    def tell(self, provider: str, fault: str = "") -> None:
        self.sandbox.faults[provider] = fault

    def asked(self, provider: str) -> int:
        return self.sandbox.asked[provider]

    def pass_time(self, **time: int) -> None:
        self.clock.today += timedelta(**time)


@pytest.fixture(scope="session", name="stand_ins")
def provide_stand_ins() -> Iterator[Stage]:
    """Serve stand-ins for as long as the tests last: each test has them as they were."""
    clock = Calendar(NOW)
    sandbox = Sandbox(Market(EmbeddedCatalogue(), clock))
    with serving(sandbox) as address:
        given = settings_of(address)
        yield Stage(sandbox, clock, bare(given), bare(settings_of_streams(address)))


def bare(given: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix("CRYPTOTRACKER_"): text for name, text in given.items()}


@pytest.fixture(name="stage")
def provide_stage(stand_ins: Stage) -> Stage:
    clock = Calendar(NOW)
    stand_ins.clock = clock
    new = Sandbox(Market(EmbeddedCatalogue(), clock))
    stand_ins.sandbox.market = new.market
    stand_ins.sandbox.faults, stand_ins.sandbox.asked = new.faults, new.asked
    stand_ins.sandbox.outbox = new.outbox
    return stand_ins


@asynccontextmanager
async def feeds(stage: Stage, *names: str, **more: str) -> AsyncIterator[list[PriceFeed]]:
    """Open sources by the names of their plug-ins, pointed at the stage."""
    plugins = {plugin.name: plugin for plugin in entry_points(group=FEEDS)}
    settings, catalogue = {**stage.settings, **stage.streams, **more}, EmbeddedCatalogue()
    async with AsyncExitStack() as stack:
        yield [
            await stack.enter_async_context(
                plugins[name].load().open(settings, catalogue=catalogue, clock=stage.clock)
            )
            for name in names
        ]


@frozen
class Desk:
    """Prices that are merged of some sources, and what was counted of them."""

    prices: ReliablePrices
    metrics: Metrics
    hear: HearTrades
    database: Database

    @asynccontextmanager
    async def hearing(self) -> AsyncIterator[None]:
        """Listen to the streams as long as the block lasts."""
        task = asyncio.create_task(self.hear())
        try:
            yield
        finally:
            await over(task)

    def refused(self) -> list[tuple[str, str]]:
        """List who was not believed and why, the newest last."""
        last = self.prices.merge.quarantine.last()
        return [(each.source, each.reason) for each in reversed(last)]

    def figure(self, name: str, **labels: str) -> str:
        """Return what a figure of the metrics says."""
        told = ",".join(f'{key}="{value}"' for key, value in sorted(labels.items()))
        line = f"cryptotracker_{name}_total{{{told}}} "
        lines = self.metrics.exposed().decode().splitlines()
        return next(each.removeprefix(line) for each in lines if each.startswith(line))


@asynccontextmanager
async def desk(stage: Stage, url: str, *names: str, **more: str) -> AsyncIterator[Desk]:
    metrics = Metrics()
    quarantine = Quarantine(metrics)
    async with open_database(url) as database, feeds(stage, *names, **more) as opened:
        merge = MergePrices(
            feeds=opened,
            clock=stage.clock,
            quarantine=quarantine,
            standing=Standing(database.of_everybody()),
            meter=metrics,
        )
        build = BuildCandles(database.of_everybody(), stage.clock, metrics)
        hear = HearTrades(
            streams=[each for each in opened if isinstance(each, PriceStream)],
            merge=merge,
            build=build,
            clock=stage.clock,
            meter=metrics,
        )
        prices = ReliablePrices(
            merge,
            RecallPrices(opened, stage.clock, quarantine, Memory(database.of_everybody())),
            [each for each in opened if isinstance(each, CandleFeed)],
        )
        yield Desk(prices, metrics, hear, database.of_everybody())
