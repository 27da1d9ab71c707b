"""What sources outside say of prices; none of it is believed before it was checked."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date, datetime
from typing import Protocol

from attrs import frozen

from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.observations import Claim, Feed
from cryptotracker.ports.catalogue import Catalogue
from cryptotracker.ports.clock import Clock


@frozen(kw_only=True)
class Health:
    """How a source is.

    Attributes:
        state: `up`, `limited` while it is to be left alone, `broken` while it is given a rest
            because it failed, `unasked` as long as nobody asked.
        left: so many questions may be put to it at once; None where nobody counts.
        quiet_until: nothing is asked of it before.
        trouble: what kind its last failure was of, if it was the last time it was asked.
    """

    state: str
    left: int | None = None
    quiet_until: datetime | None = None
    trouble: str | None = None
    answered_at: datetime | None = None


class PriceFeed(Protocol):
    """One source of prices, as it speaks; assets are named as the ledger writes them.

    Every adapter keeps these promises; tests/contract/test_price_feed.py holds it to them:

    - a number is given with every digit that was sent, and never as a float;
    - an asset or a currency that it does not know is left out, and so is a symbol of several;
    - it asks only as often as it may, and not at all while it was told to wait;
    - within four seconds it answers or raises PriceSourceUnavailableError, and nothing else, with
      the reason; what is no honest answer has a reason of OF_ANSWERS;
    - a key it has is in no error and no log.
    """

    @property
    def about(self) -> Feed: ...

    async def observe(self, assets: Collection[str], *, currency: Currency) -> Sequence[Claim]:
        """Say what assets cost in a currency now, or anything they can be priced by."""
        ...

    async def history(
        self, assets: Collection[str], *, currency: Currency, since: date, until: date
    ) -> Sequence[Claim]:
        """Say what they cost on days, one claim a day at most, each of its day's first moment."""
        ...

    def health(self) -> Health: ...


class PriceFeedPlugin(Protocol):
    """What an entry point of the group `cryptotracker.price_feeds` names."""

    def open(
        self, settings: Mapping[str, str], *, catalogue: Catalogue, clock: Clock
    ) -> AbstractAsyncContextManager[PriceFeed]: ...
