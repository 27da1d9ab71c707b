r"""The library's door: the calculators as functions, and the nouns they answer with.

Figures are `decimal.Decimal` and exact; what nobody knows is None, never zero.

>>> from pathlib import Path
>>> from tempfile import TemporaryDirectory
>>> with TemporaryDirectory() as folder:
...     ledger = Path(folder, "ledger.csv")
...     _ = ledger.write_text(
...         "time,type,sent_asset,sent_quantity,received_asset,received_quantity\n"
...         "2024-01-01T00:00:00Z,buy,EUR,60,BTC,1\n"
...         "2024-06-01T00:00:00Z,sell,BTC,0.5,EUR,100\n"
...     )
...     found = gains([ledger], currency="EUR")
>>> print(found.totals.gain, found.disposals[0].matches[0].cost_basis)
70.0 30.0
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from attrs import frozen

from cryptotracker.application.calculators import Files
from cryptotracker.application.indicators import Table
from cryptotracker.application.performance import Performed, Stretch
from cryptotracker.application.returns import Returns
from cryptotracker.domain.errors import CryptoTrackerError
from cryptotracker.domain.portfolio.disposals import Disposal, Match
from cryptotracker.domain.portfolio.issues import Issue
from cryptotracker.domain.portfolio.postings import Income
from cryptotracker.domain.portfolio.report import Figures, Holding, Period
from cryptotracker.domain.portfolio.rules import Rules
from cryptotracker.domain.portfolio.transactions import Amount, Transaction
from cryptotracker.domain.portfolio.valued import Position, Valued
from cryptotracker.entrypoints.calculators import calculators
from cryptotracker.ports.formats import Outcome

__all__ = [
    "Amount",
    "CryptoTrackerError",
    "Disposal",
    "Figures",
    "Files",
    "Gains",
    "Holding",
    "Income",
    "Issue",
    "Match",
    "Performed",
    "Position",
    "Returns",
    "Rules",
    "Table",
    "Transaction",
    "Valued",
    "gains",
    "holdings",
    "indicators",
    "performance",
    "read",
    "returns",
]


@frozen(kw_only=True)
class Gains:
    """What `gains` answers: every figure of the `gains` document, as values."""

    disposals: list[Disposal]
    income: list[Income]
    holdings: list[Holding]
    totals: Figures
    issues: list[Issue]


def gains(  # noqa: PLR0913  # keywords of a public function, each with a default
    ledgers: Sequence[str | Path],
    *,
    currency: str = "USD",
    method: str = "fifo",
    scope: str = "universal",
    prices: Sequence[str | Path] = (),
    elections: str | Path | None = None,
    time_zone: str | None = None,
    year: int | None = None,
    long_term_days: int | None = None,
) -> Gains:
    """Match the disposals of ledger files to their lots.

    Raises a CryptoTrackerError for a file that cannot be read or an option that does not exist;
    a row that cannot be read becomes an issue.
    """
    rules = Rules.of(
        currency=currency,
        method=method,
        scope=scope,
        time_zone=time_zone,
        long_term_days=long_term_days,
    )
    files = Files(
        ledgers=[Path(each) for each in ledgers],
        prices=[Path(each) for each in prices],
        elections=None if elections is None else Path(elections),
        time_zone=time_zone,
    )
    period = Period() if year is None else Period.of_year(year, rules.zone)
    found = calculators().gains(files, rules, period)
    disposals = list(found.disposals)
    return Gains(
        disposals=disposals,
        income=found.report.income,
        holdings=list(found.report.holdings()),
        totals=found.report.totals.figures(),
        issues=found.report.issues,
    )


def holdings(  # noqa: PLR0913  # keywords of a public function, each with a default
    ledgers: Sequence[str | Path],
    *,
    at: datetime | None = None,
    currency: str = "USD",
    method: str = "fifo",
    scope: str = "universal",
    prices: Sequence[str | Path] = (),
    time_zone: str | None = None,
) -> Valued:
    """Say what ledger files hold at a moment; without one, at the latest they speak of."""
    rules = Rules.of(currency=currency, method=method, scope=scope, time_zone=time_zone)
    files = Files(
        ledgers=[Path(each) for each in ledgers],
        prices=[Path(each) for each in prices],
        time_zone=time_zone,
    )
    return calculators().holdings(files, rules, at)


def indicators(path: str | Path, wanted: Sequence[str]) -> Table:
    """Compute indicators beside the candles of a file: numbers, None until they are defined.

    Each is named as on the command line, as `rsi:14`. A row that cannot be read becomes an issue.
    """
    return calculators().indicators(Path(path), wanted)


def performance(
    ledgers: Sequence[str | Path],
    *,
    prices: Sequence[str | Path],
    since: datetime,
    until: datetime,
    currency: str = "USD",
    benchmark: str | None = None,
) -> Performed:
    """Say how ledger files did from one moment to another, both included; 0.1 is 10 %."""
    files = Files(ledgers=[Path(each) for each in ledgers], prices=[Path(each) for each in prices])
    stretch = Stretch(since=since, until=until)
    return calculators().performance(files, Rules.of(currency=currency), stretch, benchmark)


def returns(path: str | Path) -> Returns:
    """Compute the money- and time-weighted returns of a file of cash flows.

    What is put in is negative. A row that cannot be read becomes an issue.
    """
    return calculators().returns(Path(path))


def read(
    path: str | Path, *, format_name: str = "auto", time_zone: str | None = None
) -> Iterator[Outcome]:
    """Read any file of a known format: transactions, and a word on each row left out."""
    return calculators().formats.read(Path(path), format_name=format_name, time_zone=time_zone)
