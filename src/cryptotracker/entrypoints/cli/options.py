"""Options that several commands share, and what their texts mean."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

OutputFormat = StrEnum("OutputFormat", ["table", "json", "csv"])
Method = StrEnum("Method", ["fifo", "lifo", "hifo", "lofo", "average", "specific"])
Scope = StrEnum("Scope", ["wallet", "universal"])

Ledgers = Annotated[
    list[Path], typer.Argument(metavar="LEDGER...", help="Ledger files, or exports we can read.")
]
Prices = Annotated[
    list[Path] | None, typer.Option("--prices", help="CSV of time,asset,currency,price.")
]
CurrencyCode = Annotated[str, typer.Option("--currency", help="What figures are counted in.")]
OwnCurrency = Annotated[
    str | None, typer.Option("--currency", help="What it is counted in; else as you prefer.")
]
MethodOption = Annotated[Method, typer.Option("--method", help="How disposals find lots.")]
ScopeOption = Annotated[Scope, typer.Option("--scope", help="Match within a wallet or all.")]
TimeZone = Annotated[
    str | None,
    typer.Option("--time-zone", help="IANA name: fixes days and years; reads zoneless times."),
]
Output = Annotated[OutputFormat, typer.Option("--format", help="How the answer is printed.")]


def first_instant(text: str, zone: tzinfo) -> datetime:
    """Read a time, or a date's first instant; both may be meant in the zone."""
    return _instant(text, zone, timedelta())


def last_instant(text: str, zone: tzinfo) -> datetime:
    """Read a time, or a date with its whole day; both may be meant in the zone."""
    return _instant(text, zone, timedelta(days=1))


def _instant(text: str, zone: tzinfo, whole: timedelta) -> datetime:
    try:
        if len(text) == len("2026-01-01"):
            start = datetime.combine(date.fromisoformat(text) + whole, time(), zone)
            return start.astimezone(UTC) - (timedelta(microseconds=1) if whole else timedelta())
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError) as error:
        message = f"{text!r} is not a date or time such as 2026-01-31 or 2026-01-31T12:00:00Z"
        raise typer.BadParameter(message) from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
