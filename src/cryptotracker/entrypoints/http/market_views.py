"""How assets, prices and their sources are shown over HTTP."""

from datetime import datetime, timedelta

from msgspec import Struct

from cryptotracker.application.market import PriceThen
from cryptotracker.application.prices.reliable import SourceState
from cryptotracker.domain.market.observations import Refusal
from cryptotracker.domain.market.quotes import Quote
from cryptotracker.entrypoints.documents.text import instant, number


class AssetView(Struct, frozen=True, kw_only=True):
    id: str
    symbol: str
    name: str
    kind: str
    color: str | None


class QuoteView(Struct, frozen=True, kw_only=True):
    """A price, who says so, and how far it can be relied on: grades A to D, or none."""

    asset: str
    currency: str
    price: str | None
    time: str | None
    source: str
    simulated: bool
    sources: list[str]
    age_seconds: int
    grade: str | None
    spread: str | None
    path: list[str]

    @classmethod
    def of(cls, quote: Quote, now: datetime) -> "QuoteView":
        return cls(
            asset=quote.asset,
            currency=quote.currency,
            price=number(quote.price),
            time=instant(quote.as_of),
            source=quote.source,
            simulated=quote.simulated,
            sources=list(quote.sources),
            age_seconds=whole_seconds(quote.age(now)),
            grade=quote.grade,
            spread=number(quote.spread),
            path=list(quote.path),
        )


class PriceThenView(Struct, frozen=True, kw_only=True):
    """A price of an instant; nothing but what was asked for, where no price is known."""

    asset: str
    currency: str
    at: str
    quote: QuoteView | None
    distance_seconds: int | None
    method: str | None

    @classmethod
    def of(cls, wanted: tuple[str, str, datetime], found: PriceThen | None) -> "PriceThenView":
        asset, currency, at = wanted
        return cls(
            asset=asset,
            currency=currency,
            at=instant(at) or "",
            quote=QuoteView.of(found.quote, at) if found else None,
            distance_seconds=whole_seconds(found.distance) if found else None,
            method=found.method if found else None,
        )


class RefusedView(Struct, frozen=True):
    """How often a source was not believed, for one reason."""

    reason: str
    count: int


class SourceView(Struct, frozen=True, kw_only=True):
    """How a source of prices is."""

    name: str
    state: str
    left: int | None
    quiet_until: str | None
    trouble: str | None
    answered_at: str | None
    refused: list[RefusedView]

    @classmethod
    def of(cls, source: SourceState) -> "SourceView":
        health = source.health
        return cls(
            name=source.name,
            state=health.state,
            left=health.left,
            quiet_until=instant(health.quiet_until),
            trouble=health.trouble,
            answered_at=instant(health.answered_at),
            refused=[RefusedView(*each) for each in sorted(source.refused.items())],
        )


class RefusalView(Struct, frozen=True, kw_only=True):
    """What a source said that was not believed, and why."""

    at: str
    source: str
    asset: str
    currency: str
    reason: str
    said: str

    @classmethod
    def of(cls, refusal: Refusal) -> "RefusalView":
        return cls(
            at=instant(refusal.at) or "",
            source=refusal.source,
            asset=refusal.asset,
            currency=refusal.currency,
            reason=refusal.reason,
            said=refusal.said,
        )


def whole_seconds(span: timedelta) -> int:
    return span // timedelta(seconds=1)
