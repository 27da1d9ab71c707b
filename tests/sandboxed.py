"""Stand-ins of price providers on this machine, and the sources that ask them."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from importlib.metadata import entry_points
from typing import Final

from attrs import define

from cryptotracker.adapters.catalogue.embedded import EmbeddedCatalogue
from cryptotracker.entrypoints.pricing import FEEDS
from cryptotracker.entrypoints.sandbox.app import Sandbox
from cryptotracker.entrypoints.sandbox.market import Market
from cryptotracker.entrypoints.sandbox.serving import serving, settings_of
from cryptotracker.ports.price_feeds import PriceFeed
from tests.integration.calendars import Calendar

NOW: Final = datetime(2026, 10, 30, 14, 30, tzinfo=UTC)
"""A Friday of which the shipped rates of the central bank know."""


@define
class Stage:
    """A sandbox that is served, the clock of all, and the settings that point at it."""

    sandbox: Sandbox
    clock: Calendar
    settings: Mapping[str, str]

    def pass_minutes(self, minutes: int) -> None:
        self.clock.today += timedelta(minutes=minutes)


@contextmanager
def staged() -> Iterator[Stage]:
    clock = Calendar(NOW)
    sandbox = Sandbox(Market(EmbeddedCatalogue(), clock))
    with serving(sandbox) as address:
        given = settings_of(address)
        settings = {name.removeprefix("CRYPTOTRACKER_"): text for name, text in given.items()}
        yield Stage(sandbox, clock, settings)


@asynccontextmanager
async def feeds(stage: Stage, *names: str, **more: str) -> AsyncIterator[list[PriceFeed]]:
    """Open sources by the names of their plug-ins, pointed at the stage."""
    plugins = {plugin.name: plugin for plugin in entry_points(group=FEEDS)}
    async with AsyncExitStack() as stack:
        yield [
            await stack.enter_async_context(
                plugins[name]
                .load()
                .open(
                    dict(stage.settings) | more, catalogue=EmbeddedCatalogue(), clock=stage.clock
                )
            )
            for name in names
        ]
