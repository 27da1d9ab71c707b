"""What all sources have in common that are asked over HTTP, whatever they are asked."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from attrs import field, frozen
from httpx import AsyncClient

from cryptotracker.adapters.prices.asking import Asking, address, allowance, only
from cryptotracker.adapters.prices.permits import Permits
from cryptotracker.domain.market.observations import Feed
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.price_feeds import Health, PriceFeed


@frozen(kw_only=True)
class Provider:
    """Who is asked, where, and how often.

    Attributes:
        prefix: what the names of its settings begin with.
        settings: what they are called; an address and questions a minute are among them.
        headers: sent with each question; a key is one of them.
    """

    feed: Feed
    prefix: str
    settings: Sequence[str]
    url: str
    per_minute: int
    headers: Mapping[str, str] = field(factory=dict)


@asynccontextmanager
async def asking(
    settings: Mapping[str, str], provider: Provider, clock: Clock
) -> AsyncIterator[Asking]:
    """Be able to ask a provider, as its settings say."""
    only(settings, provider.prefix, provider.settings)
    permits = allowance(settings, f"{provider.prefix}PER_MINUTE", provider.per_minute)
    async with AsyncClient(trust_env=False) as client:
        yield Asking(
            client=client,
            source=provider.feed.name,
            url=address(settings, f"{provider.prefix}URL", provider.url),
            permits=Permits(clock, permits),
            headers=provider.headers,
        )


@frozen(kw_only=True)
class AskedFeed(PriceFeed):
    """A source that is asked: how it is can be told from how that went."""

    _feed: Feed
    _asking: Asking

    @property
    def about(self) -> Feed:
        return self._feed

    def health(self) -> Health:
        return self._asking.permits.health()
