"""Compute figures from files alone: no database, no network, no configuration."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

from attrs import evolve, field, frozen

from cryptotracker.domain.market.prices import Price, PriceBook
from cryptotracker.domain.portfolio.accounting import Accounting
from cryptotracker.domain.portfolio.disposals import Disposal
from cryptotracker.domain.portfolio.history import History, history
from cryptotracker.domain.portfolio.issues import Issue, Place
from cryptotracker.domain.portfolio.report import Period, Report
from cryptotracker.domain.portfolio.rules import Rules
from cryptotracker.domain.portfolio.transactions import Transaction
from cryptotracker.domain.portfolio.valued import Valued, valued
from cryptotracker.ports.formats import FileFormats, Rejection
from cryptotracker.ports.inputs import Election, Inputs

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@frozen(kw_only=True)
class Files:
    """What a calculation reads.

    Attributes:
        time_zone: reads times without a zone; None refuses them.
    """

    ledgers: Sequence[Path]
    prices: Sequence[Path] = ()
    elections: Path | None = None
    time_zone: str | None = None


@frozen(kw_only=True)
class Material:
    """What was read: the history, the prices, and a word on every row left out."""

    history: History
    prices: PriceBook
    elections: dict[str, list[tuple[str, Decimal]]] = field(factory=dict)


@frozen
class Gains:
    """A report in the making: read its disposals to the end before its other figures."""

    report: Report
    disposals: Iterator[Disposal]


@frozen(kw_only=True)
class ReadMaterial:
    """Read ledgers, prices and elections; a row that cannot be read becomes an issue."""

    formats: FileFormats
    inputs: Inputs

    def __call__(self, files: Files) -> Material:
        issues: list[Issue] = []
        ledgers = [self._ledger(path, files.time_zone, issues) for path in files.ledgers]
        book = PriceBook.of(self._prices(files.prices, issues))
        elections: dict[str, list[tuple[str, Decimal]]] = {}
        if files.elections is not None:
            for each in self.inputs.elections(files.elections):
                if isinstance(each, Election):
                    chosen = elections.setdefault(each.disposal, [])
                    chosen.append((each.acquired, each.quantity))
                else:
                    issues.append(rejected(each))
        merged = history(ledgers)
        issues += merged.issues
        if elections:
            known = {event.id for event in merged.events}
            issues += [never_happened(each) for each in elections if each not in known]
        told = History(merged.events, issues)
        return Material(history=told, prices=book, elections=elections)

    def _ledger(self, path: Path, time_zone: str | None, issues: list[Issue]) -> list[Transaction]:
        events = []
        for outcome in self.formats.read(path, time_zone=time_zone):
            if isinstance(outcome, Transaction):
                events.append(outcome)
            elif isinstance(outcome, Rejection):
                issues.append(rejected(outcome))
        return events

    def _prices(self, paths: Sequence[Path], issues: list[Issue]) -> Iterable[Price]:
        for path in paths:
            for each in self.inputs.prices(path):
                if isinstance(each, Price):
                    yield each
                else:
                    issues.append(rejected(each))


@frozen(kw_only=True)
class CalculateGains:
    """Match the disposals of some ledgers to their lots."""

    read: ReadMaterial

    def __call__(self, files: Files, rules: Rules, period: Period | None = None) -> Gains:
        material = self.read(files)
        rules = evolve(rules, elections=material.elections)
        report = Report(Accounting(rules, material.prices), period or Period())
        report.issues += material.history.issues
        return Gains(report, report.disposals(material.history.events))


@frozen(kw_only=True)
class CalculateHoldings:
    """Say what some ledgers hold at a moment, what it cost and what it is worth."""

    read: ReadMaterial

    def __call__(self, files: Files, rules: Rules, at: datetime | None) -> Valued:
        """Without a moment take the latest that the files speak of: no clock, one answer."""
        material = self.read(files)
        latest = [event.time for event in material.history.events[-1:]]
        moment = at or max([*latest, *material.prices.latest()], default=EPOCH)
        return valued(material.history, rules, material.prices, moment)


def never_happened(disposal: str) -> Issue:
    message = f"Lots are elected for {disposal}, which is no event of these ledgers."
    return Issue(code="unmet_election", event=disposal, message=message)


def rejected(rejection: Rejection) -> Issue:
    place = f"{rejection.file}, line {rejection.line}"
    what = f", {rejection.column} {rejection.value!r}" if rejection.column else ""
    return Issue(
        code="rejected_row",
        message=f"{place}{what}: {rejection.reason}.",
        place=Place(
            rejection.file, rejection.line, rejection.column, rejection.value, rejection.reason
        ),
    )
