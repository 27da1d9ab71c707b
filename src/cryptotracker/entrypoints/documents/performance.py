"""The `performance` document: rates as exact texts, 0.1 for 10 %, and why one is not there."""

from collections.abc import Mapping

from msgspec import Struct, field

from cryptotracker.application.performance import Benchmark, Performed
from cryptotracker.domain.returns.daily import DailyReturn, Drawdown
from cryptotracker.entrypoints.documents.gains import IssueView
from cryptotracker.entrypoints.documents.text import instant, number


class DrawdownView(Struct, frozen=True):
    value: str | None
    peak: str
    trough: str
    recovered: str | None

    @classmethod
    def of(cls, fall: Drawdown) -> "DrawdownView":
        recovered = fall.recovered.isoformat() if fall.recovered else None
        return cls(number(fall.value), fall.peak.isoformat(), fall.trough.isoformat(), recovered)


class DayView(Struct, frozen=True):
    date: str
    rate: str | None = field(name="return")

    @classmethod
    def of(cls, day: DailyReturn) -> "DayView":
        return cls(day.day.isoformat(), number(day.told))


class ContributionView(Struct, frozen=True):
    asset: str
    contribution: str | None


class BenchmarkView(Struct, frozen=True):
    asset: str
    twr: str | None
    relative: str | None

    @classmethod
    def of(cls, found: Benchmark) -> "BenchmarkView":
        return cls(found.asset, number(found.twr), number(found.relative))


class PerformanceDocument(Struct, frozen=True):
    currency: str
    since: str | None = field(name="from")
    until: str | None = field(name="to")
    start_value: str | None
    end_value: str | None
    net_flow: str | None
    twr: str | None
    xirr: str | None
    simple_return: str | None
    modified_dietz: str | None
    max_drawdown: DrawdownView | None
    volatility: str | None
    sharpe: str | None
    sortino: str | None
    best: DayView | None
    worst: DayView | None
    by_asset: list[ContributionView]
    benchmark: BenchmarkView | None
    unavailable: Mapping[str, str]
    issues: list[IssueView]

    @classmethod
    def of(cls, found: Performed) -> "PerformanceDocument":
        whole, fall = found.whole, found.whole.max_drawdown
        return cls(
            currency=found.currency,
            since=instant(found.stretch.since),
            until=instant(found.stretch.until),
            start_value=number(whole.start_value),
            end_value=number(whole.end_value),
            net_flow=number(whole.net_flow),
            twr=number(whole.twr),
            xirr=number(whole.xirr),
            simple_return=number(whole.simple_return),
            modified_dietz=number(whole.modified_dietz),
            max_drawdown=DrawdownView.of(fall) if fall else None,
            volatility=number(whole.volatility),
            sharpe=number(whole.sharpe),
            sortino=number(whole.sortino),
            best=DayView.of(whole.best) if whole.best else None,
            worst=DayView.of(whole.worst) if whole.worst else None,
            by_asset=[ContributionView(name, number(of)) for name, of in found.by_asset.items()],
            benchmark=BenchmarkView.of(found.benchmark) if found.benchmark else None,
            unavailable=whole.unavailable,
            issues=[IssueView.of(each) for each in found.issues],
        )
