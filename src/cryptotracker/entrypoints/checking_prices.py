"""Look whether each source of prices answers, or why not."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from time import perf_counter_ns
from typing import Final

from cryptotracker.adapters.catalogue.embedded import EmbeddedCatalogue
from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.domain.errors import PriceSourceUnavailableError
from cryptotracker.domain.market.assets import Currency
from cryptotracker.entrypoints.findings import BROKEN, OK, Finding
from cryptotracker.entrypoints.pricing import SOURCES, chosen, open_feeds
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.ports.price_feeds import PriceFeed

ASKED: Final = ("BTC", "GBP")
DOLLAR: Final = Currency("USD")
REMEDY: Final = "see its address and its key; until then the others answer"


async def price_sources(settings: Settings) -> Finding:
    """Ask each source for a price; only what is merged is asked one by one."""
    plugins = chosen(settings.price_sources)
    (name, first), *_ = plugins.items()
    catalogue, clock = EmbeddedCatalogue(), SystemClock()
    began = perf_counter_ns()
    async with AsyncExitStack() as stack:
        if first.group == SOURCES:
            opened = first.load().open(settings.of_adapters, catalogue=catalogue, clock=clock)
            source = await stack.enter_async_context(opened)
            answers = bool(await source.quotes(["BTC"], currency=DOLLAR))
            found = [(name, "" if answers else "knows no price of BTC")]
        else:
            feeds = await open_feeds(settings, plugins, catalogue, clock, stack)
            found = await asyncio.gather(*map(trouble_of, feeds))
    took = (perf_counter_ns() - began) // 1_000_000
    return finding(found, took)


def finding(found: Sequence[tuple[str, str]], took: int) -> Finding:
    detail = "; ".join(f"{name}: {trouble}" if trouble else name for name, trouble in found)
    if any(trouble for _, trouble in found):
        return Finding(state=BROKEN, detail=detail, milliseconds=took, remedy=REMEDY)
    return Finding(state=OK, detail=detail, milliseconds=took)


async def trouble_of(feed: PriceFeed) -> tuple[str, str]:
    """Say what is the matter with a source; rates that are shipped may be older than today."""
    name = feed.about.name
    try:
        await feed.observe(ASKED, currency=DOLLAR)
    except PriceSourceUnavailableError as error:
        return name, error.reason.replace("_", " ")
    return name, ""
