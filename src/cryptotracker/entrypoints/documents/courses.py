"""Courses of assets over time as documents, for HTTP and for the command line."""

from collections.abc import Mapping
from typing import TypeAlias

from cryptotracker.application.analysis.analysing import Comparison
from cryptotracker.domain.market.assets import Asset, Currency
from cryptotracker.domain.market.comparing import Line
from cryptotracker.domain.market.daily import Daily
from cryptotracker.domain.market.seasonality import (
    FEWEST_DAYS,
    FEWEST_MONTHS,
    Season,
    Seasonality,
)
from cryptotracker.entrypoints.documents.text import number
from cryptotracker.entrypoints.documents.watching import asset_document

Document: TypeAlias = dict[str, object]


def compared_document(comparison: Comparison, currency: Currency) -> Document:
    found, courses = comparison.found, comparison.courses
    return {
        "currency": currency,
        "start": found.start.isoformat() if found.start else None,
        "lines": [
            line_document(asset, found.lines[asset.id], daily)
            for asset, daily in courses
            if asset.id in found.lines
        ],
        "unknown": [
            asset_document(asset.id, asset) for asset, _ in courses if asset.id in found.unknown
        ],
        "simulated": any(daily.simulated for _, daily in courses),
    }


def line_document(asset: Asset, line: Line, daily: Daily) -> Document:
    return {
        "asset": asset_document(asset.id, asset),
        "values": [number(each) for each in line.values],
        "missing": [day.isoformat() for day in line.missing],
        "change": number(line.change),
        "source": daily.source,
        "simulated": daily.simulated,
    }


def seasonality_document(
    asset: Asset, currency: Currency, found: Seasonality, daily: Daily
) -> Document:
    return {
        "asset": asset_document(asset.id, asset),
        "currency": currency,
        "since": found.since.isoformat() if found.since else None,
        "until": found.until.isoformat() if found.until else None,
        "fewest_months": FEWEST_MONTHS,
        "fewest_days": FEWEST_DAYS,
        "months": seasons_document(found.months),
        "weekdays": seasons_document(found.weekdays),
        "source": daily.source,
        "simulated": daily.simulated,
    }


def seasons_document(seasons: Mapping[int, Season]) -> list[Document]:
    return [
        {
            "number": which,
            "samples": each.samples,
            "median": number(each.median),
            "mean": number(each.mean),
            "rising": number(each.rising),
        }
        for which, each in seasons.items()
    ]
