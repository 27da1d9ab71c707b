"""The composition root of prices: one source that stands alone, or several that are merged."""

from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from functools import partial
from importlib.metadata import EntryPoint, entry_points
from typing import Final, NoReturn

from attrs import field, frozen

from cryptotracker.adapters.catalogue.embedded import EmbeddedCatalogue
from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.telemetry.feeds import WatchedFeed, up
from cryptotracker.adapters.telemetry.prices import WatchedPrices
from cryptotracker.application.analysis.supplies import NobodyCounts, ToldSupplies
from cryptotracker.application.fetching import Fetches
from cryptotracker.application.prices.backfilling import BackFill
from cryptotracker.application.prices.building import BuildCandles
from cryptotracker.application.prices.hearing import HearTrades
from cryptotracker.application.prices.merging import MergePrices
from cryptotracker.application.prices.quarantine import Quarantine
from cryptotracker.application.prices.recalling import RecallPrices
from cryptotracker.application.prices.reliable import ReliablePrices, SeeSources
from cryptotracker.application.prices.remembering import Memory
from cryptotracker.application.prices.standing import Standing
from cryptotracker.domain.errors import SettingsError
from cryptotracker.entrypoints.readers import PREFIX
from cryptotracker.entrypoints.sandbox.market import Market
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.ports.candles import Kept
from cryptotracker.ports.catalogue import Catalogue
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.moments import Moments
from cryptotracker.ports.persistence import Database
from cryptotracker.ports.price_feeds import PriceFeed
from cryptotracker.ports.price_streams import CandleFeed, PriceStream
from cryptotracker.ports.prices import PriceSource, Series
from cryptotracker.ports.supplies import Supplies, SupplyFeed
from cryptotracker.ports.telemetry import Telemetry

SOURCES: Final = "cryptotracker.price_sources"
FEEDS: Final = "cryptotracker.price_feeds"


@frozen(kw_only=True)
class Pricing:
    """What prices come from.

    Attributes:
        supplies: says how many units of assets there are, as far as anybody does.
        moments: says what assets cost a short while ago, where the source itself does.
        reliable: the same, where it is made of several sources.
        hear: listens to those of them that speak by themselves.
        fetches: the candles that they are being asked for.
    """

    source: PriceSource
    supplies: Supplies = field(factory=NobodyCounts)
    moments: Moments | None = None
    reliable: ReliablePrices | None = None
    hear: HearTrades | None = None
    fetches: Fetches[Kept] = field(factory=Fetches)

    def whose(self, series: Series) -> str:
        """Name the source of a series of candles; empty where there is none."""
        feed = self.reliable.knows(series) if self.reliable else None
        return feed.about.name if feed else ""

    @property
    def knows_candles(self) -> bool:
        """Tell whether a source from outside knows any."""
        return self.reliable is not None and bool(self.reliable.candle_feeds)

    @property
    def back_fill(self) -> BackFill | None:
        """Give what fills gaps; what is made up has none."""
        if self.reliable is None:
            return None
        recall = self.reliable.recall
        return BackFill(recall, recall.clock)

    @property
    def see_sources(self) -> SeeSources:
        return SeeSources(self.reliable)


@frozen
class World:
    """What sources of prices need of the rest."""

    catalogue: Catalogue
    clock: Clock
    database: Database
    telemetry: Telemetry


def chosen(names: Sequence[str]) -> Mapping[str, EntryPoint]:
    """Find plug-ins by their names: one that stands alone, or some that can be merged."""
    alone = {plugin.name: plugin for plugin in entry_points(group=SOURCES)}
    feeds = {plugin.name: plugin for plugin in entry_points(group=FEEDS)}
    known = ", ".join(sorted(alone | feeds))
    for name in names:
        if name not in alone | feeds:
            refuse(f"names {name}, which is not installed; there are {known}")
        if name in alone and len(names) > 1:
            refuse(f"names {name} beside others; it is no source to be merged with what is real")
    if len(set(names)) < len(names):
        refuse("names a source twice")
    return {name: (alone | feeds)[name] for name in names}


def still_market() -> Market:
    """Make the market of the sandbox."""
    return Market(EmbeddedCatalogue(), SystemClock())


def installed() -> Mapping[str, bool]:
    """Name every plug-in there is, and say whether it stands alone."""
    alone = {plugin.name: True for plugin in entry_points(group=SOURCES)}
    return alone | {plugin.name: False for plugin in entry_points(group=FEEDS)}


def refuse(reason: str) -> NoReturn:
    raise SettingsError(name=f"{PREFIX}PRICE_SOURCES", reason=reason)


async def open_pricing(settings: Settings, world: World, stack: AsyncExitStack) -> Pricing:
    """Open the sources that are asked for by the names of their plug-ins."""
    plugins = chosen(settings.price_sources)
    (name, first), *_ = plugins.items()
    if first.group == SOURCES:
        opened = first.load().open(
            settings.of_adapters, catalogue=world.catalogue, clock=world.clock
        )
        alone: PriceSource = await stack.enter_async_context(opened)
        counts = alone if isinstance(alone, Supplies) else NobodyCounts()
        moments = alone if isinstance(alone, Moments) else None
        watched = WatchedPrices(alone, name, world.telemetry)
        return Pricing(source=watched, supplies=counts, moments=moments)
    opened_feeds = await open_feeds(settings, plugins, world.catalogue, world.clock, stack)
    pricing = merged(opened_feeds, world)
    stack.push_async_callback(pricing.fetches.close)
    return pricing


def merged(opened_feeds: Sequence[PriceFeed], world: World) -> Pricing:
    """Make one source of several."""
    feeds = [WatchedFeed(feed, world.telemetry) for feed in opened_feeds]
    streams = [feed for feed in opened_feeds if isinstance(feed, PriceStream)]
    meter = world.telemetry.meter
    meter.watch("price_source_up", partial(up, feeds))
    quarantine = Quarantine(meter)
    merge = MergePrices(
        feeds=feeds,
        clock=world.clock,
        quarantine=quarantine,
        standing=Standing(world.database),
        meter=meter,
    )
    reliable = ReliablePrices(
        merge,
        RecallPrices(feeds, world.clock, quarantine, Memory(world.database)),
        [feed for feed in opened_feeds if isinstance(feed, CandleFeed)],
    )
    build = BuildCandles(world.database, world.clock, meter)
    hear = HearTrades(streams=streams, merge=merge, build=build, clock=world.clock, meter=meter)
    told = ToldSupplies(
        feeds=[feed for feed in opened_feeds if isinstance(feed, SupplyFeed)],
        clock=world.clock,
        quarantine=quarantine,
        meter=meter,
    )
    return Pricing(
        source=reliable, supplies=told, reliable=reliable, hear=hear if streams else None
    )


async def open_feeds(
    settings: Settings,
    plugins: Mapping[str, EntryPoint],
    catalogue: Catalogue,
    clock: Clock,
    stack: AsyncExitStack,
) -> Sequence[PriceFeed]:
    feeds: list[PriceFeed] = []
    for plugin in plugins.values():
        opened = plugin.load().open(settings.of_adapters, catalogue=catalogue, clock=clock)
        feed: PriceFeed = await stack.enter_async_context(opened)
        feeds.append(feed)
    return feeds
