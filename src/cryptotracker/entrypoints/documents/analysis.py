"""A market and the assets in it as documents, for HTTP and for the command line."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeAlias

from attrs import frozen

from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.daily import DAY, Daily
from cryptotracker.domain.market.fear_and_greed import FearAndGreed
from cryptotracker.domain.market.figures import Row
from cryptotracker.domain.market.overview import (
    CORRELATION_DAYS,
    CORRELATION_FEWEST,
    Breadth,
    Capitalisation,
    Correlations,
    Movers,
    Overview,
)
from cryptotracker.domain.market.quotes import Quote
from cryptotracker.domain.market.screening import Screened
from cryptotracker.domain.market.statistics import YEAR, Measured
from cryptotracker.domain.market.supplies import Supply
from cryptotracker.entrypoints.documents.text import instant, number
from cryptotracker.entrypoints.documents.watching import asset_document

Document: TypeAlias = dict[str, object]


@frozen(kw_only=True)
class Shown:
    """How rows are shown: in which currency, and with how many days of their series."""

    currency: Currency
    days: int = 30
    next_cursor: str | None = None


def origin_document(rows: Sequence[Row], currency: Currency) -> Document:
    """Say where the figures of some assets are from, and of when they are."""
    quotes = [row.quote for row in rows if row.quote is not None]
    names = [name for quote in quotes for name in quote.sources]
    names += [row.daily.source for row in rows if row.daily.source]
    days = [row.daily.since + (len(row.daily.prices) - 1) * DAY for row in rows]
    return {
        "currency": currency,
        "as_of": instant(min((quote.as_of for quote in quotes), default=None)),
        "last_day": max(days).isoformat() if days else None,
        "source": ", ".join(dict.fromkeys(names)),
        "simulated": any(quote.simulated for quote in quotes)
        or any(row.daily.simulated for row in rows),
    }


def figure_document(found: Measured, since: datetime | None = None) -> Document:
    return {
        "value": number(found.value),
        "samples": found.samples,
        "since": instant(since),
        "missing": found.missing or None,
    }


def quote_document(quote: Quote) -> Document:
    return {
        "price": number(quote.price),
        "time": instant(quote.as_of),
        "source": quote.source,
        "simulated": quote.simulated,
        "grade": quote.grade,
    }


def supply_document(supply: Supply) -> Document:
    return {
        "quantity": number(supply.quantity),
        "total": number(supply.total),
        "time": instant(supply.as_of),
        "source": supply.source,
        "simulated": supply.simulated,
    }


def series_document(daily: Daily) -> Document:
    return {
        "since": daily.since.isoformat(),
        "prices": [number(each) for each in daily.prices],
        "source": daily.source,
        "simulated": daily.simulated,
    }


def row_document(row: Row, days: int) -> Document:
    """Write an asset with all its figures, and its prices of the last days."""
    figures = {
        name: figure_document(found, row.since.get(name)) for name, found in row.figures.items()
    }
    return {
        "asset": asset_document(row.asset.id, row.asset),
        "quote": quote_document(row.quote) if row.quote else None,
        "figures": figures,
        "supply": supply_document(row.supply) if row.supply else None,
        "series": series_document(row.daily.last(days)),
    }


def screened_document(found: Screened, rows: Sequence[Row], shown: Shown) -> Document:
    """Write those of a screen's rows that are shown."""
    return origin_document(rows, shown.currency) | {
        "items": [row_document(row, shown.days) for row in rows],
        "next_cursor": shown.next_cursor,
        "found": len(found.rows),
        "unknown": found.unknown,
        "of": found.of,
    }


def overview_document(found: Overview, currency: Currency) -> Document:
    return origin_document(found.rows, currency) | {
        "assets": len(found.rows),
        "priced": sum(row.quote is not None for row in found.rows),
        "capitalisation": capitalisation_document(found.capitalisation),
        "movers": {name: movers_document(each, name) for name, each in found.movers.items()},
        "volatility": figure_document(found.volatility) | {"days": 30, "days_a_year": YEAR},
        "breadth": breadth_document(found.breadth),
        "correlation": correlation_document(found.correlations),
        "fear_and_greed": index_document(found.fear_and_greed),
    }


def capitalisation_document(found: Capitalisation) -> Document:
    supplies = [row.supply for row, _, _ in found.known if row.supply is not None]
    return {
        "total": number(found.total),
        "known": [
            {
                "asset": asset_document(row.asset.id, row.asset),
                "value": number(value),
                "share": number(share),
            }
            for row, value, share in found.known
        ],
        "missing": [{"asset": asset, "missing": reason} for asset, reason in found.missing.items()],
        "supplies_from": ", ".join(dict.fromkeys(each.source for each in supplies)),
        "simulated": any(each.simulated for each in supplies),
    }


def movers_document(found: Movers, figure: str) -> Document:
    return {
        "up": [mover_document(row, figure) for row in found.up],
        "down": [mover_document(row, figure) for row in found.down],
        "unknown": found.unknown,
    }


def mover_document(row: Row, figure: str) -> Document:
    return {
        "asset": asset_document(row.asset.id, row.asset),
        "price": number(row.quote.price) if row.quote else None,
        "change": number(row.value(figure)),
        "since": instant(row.since.get(figure)),
    }


def breadth_document(found: Breadth) -> Document:
    return {
        "rising": found.rising,
        "falling": found.falling,
        "unchanged": found.unchanged,
        "unknown": found.unknown,
        "above": [
            {"days": days, "above": above, "of": of} for days, (above, of) in found.above.items()
        ],
    }


def correlation_document(found: Correlations) -> Document:
    return {
        "days": CORRELATION_DAYS,
        "fewest": CORRELATION_FEWEST,
        "assets": [asset_document(row.asset.id, row.asset) for row in found.assets],
        "rows": [[figure_document(each) for each in row] for row in found.values],
    }


def index_document(found: FearAndGreed) -> Document:
    return {
        "value": found.value,
        "label": found.label,
        "missing": list(found.missing),
        "components": [
            {
                "name": each.name,
                "weight": number(each.weight),
                "score": number(each.score),
                "observed": figure_document(each.observed),
            }
            for each in found.components
        ],
    }
