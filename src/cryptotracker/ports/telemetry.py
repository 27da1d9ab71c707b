"""Tell what the program does, for those who run it: figures, traces, and how it is used.

To add a figure: an entry in METRICS. The labels of a figure have few values, all known beforehand:
a path or an id would make a figure of its own for each.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Final, Protocol, TypeAlias

from attrs import frozen

COUNTER, DURATION, GAUGE = "counter", "duration", "gauge"

Readings: TypeAlias = Mapping[tuple[str, ...], int]
"""What a gauge shows now: a number for each tuple of its labels' values."""


@frozen
class Metric:
    """A figure: what kind it is, what it says, and by which labels it is told apart."""

    kind: str
    means: str
    labels: tuple[str, ...] = ()


METRICS: Final[Mapping[str, Metric]] = {
    "http_requests": Metric(
        COUNTER, "Requests answered; route is the template.", ("method", "route", "status")
    ),
    "http_request_seconds": Metric(
        DURATION, "From the first byte asked for to the last one sent.", ("method", "route")
    ),
    "http_requests_in_flight": Metric(GAUGE, "Requests that are being answered."),
    "database_connections": Metric(
        GAUGE, "Connections of the pool: its size, and those in use.", ("state",)
    ),
    "database_replica_lag_seconds": Metric(
        GAUGE, "By how many seconds a replica may be behind, at most.", ("replica",)
    ),
    "import_rows": Metric(COUNTER, "Rows of finished imports.", ("format", "outcome")),
    "import_seconds": Metric(DURATION, "From an import's first row to its commit.", ("format",)),
    "price_source_requests": Metric(
        COUNTER, "Questions to the price source.", ("source", "outcome")
    ),
    "price_source_seconds": Metric(DURATION, "How long it took to answer.", ("source",)),
    "price_source_up": Metric(GAUGE, "1 if it answered the last time it was asked.", ("source",)),
    "price_pipeline": Metric(
        COUNTER,
        "Prices, by how far they came: ingested, validated, agreed, stored, distributed.",
        ("stage",),
    ),
    "price_refusals": Metric(
        COUNTER, "Prices and answers that were not believed.", ("source", "reason")
    ),
    "price_stream_trades": Metric(
        COUNTER,
        "Trades of sources that speak by themselves: heard, lost before anybody took them, or too "
        "late for their candle.",
        ("source", "outcome"),
    ),
    "candles_built": Metric(COUNTER, "Candles of a minute that were made of trades."),
    "cache_requests": Metric(
        COUNTER, "Questions to the cache: hit, or miss, as all are while it is away.", ("outcome",)
    ),
    "jobs": Metric(
        COUNTER, "Attempts: done, retried, dead, cancelled or given_back.", ("job", "outcome")
    ),
    "job_seconds": Metric(DURATION, "How long a job ran.", ("job",)),
    "queue_depth": Metric(GAUGE, "Jobs that wait.", ("queue",)),
    "queue_age_seconds": Metric(GAUGE, "How long the oldest of them has waited.", ("queue",)),
}


class Meter(Protocol):
    """Keeps figures.

    - labels are given in the order of the metric's own;
    - a figure that METRICS does not list is a fault of ours: KeyError;
    - a gauge is read when somebody looks at it, never before; one that fails is left out.
    """

    def add(self, metric: str, *labels: str, amount: int = 1) -> None: ...

    def observe(self, metric: str, *labels: str, took: timedelta) -> None: ...

    def watch(self, metric: str, read: Callable[[], Readings]) -> None: ...

    def exposed(self) -> bytes:
        """Return all figures in the text format of Prometheus."""
        ...


class Span(Protocol):
    """One piece of work under way, as a trace shows it."""

    def name(self, text: str) -> None:
        """Call it something else: a request has its route only after it was found."""
        ...

    def note(self, key: str, value: str | int) -> None: ...


class Tracer(Protocol):
    """Notes what is done inside of what, and how long it takes.

    - a span that begins inside another belongs to it, also across `await`;
    - one given a `parent`, as W3C's header `traceparent` names it, goes on with the trace that
      somebody else began; what is no such name is passed over;
    - an error that leaves a span is noted by its class, without its message;
    - nothing of this waits for the network, and nothing of it fails.
    """

    def span(
        self, name: str, kind: str = "internal", parent: str = ""
    ) -> AbstractContextManager[Span]: ...


@frozen(kw_only=True)
class ImportFinished:
    """A file was read into a portfolio."""

    format: str
    added: int
    known: int
    skipped: int
    rejected: int
    took: timedelta


@frozen(kw_only=True)
class ReportShown:
    """Somebody looked at figures: holdings, gains or net worth."""

    report: str


Happened: TypeAlias = ImportFinished | ReportShown


class Audience(Protocol):
    """Is told how the product is used.

    - telling never fails and never waits;
    - what happened names kinds and counts only: no person, no asset, no amount.
    """

    def tell(self, happened: Happened) -> None: ...


@frozen
class Nobody(Audience):
    """Stands in where nobody listens."""

    def tell(self, happened: Happened) -> None: ...


@frozen(kw_only=True)
class Telemetry:
    """All that whoever runs the program may look through."""

    meter: Meter
    tracer: Tracer
    audience: Audience
