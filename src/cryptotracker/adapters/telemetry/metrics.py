"""Keep figures for Prometheus, in a registry of this process's own."""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Final, TypeAlias

from attrs import define, field
from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    Info,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from cryptotracker import __version__
from cryptotracker.ports.telemetry import (
    COUNTER,
    DURATION,
    METRICS,
    Audience,
    Happened,
    ImportFinished,
    Meter,
    Readings,
)

PREFIX: Final = "cryptotracker_"
BUCKETS: Final = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300)
"""Seconds: from a cached answer to the import of a large file."""

Child: TypeAlias = Counter | Histogram
log = logging.getLogger(__name__)


@define(eq=False)
class Gauges(Collector):
    """Reads gauges when somebody looks."""

    watched: dict[str, Callable[[], Readings]] = field(factory=dict)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for name, read in self.watched.items():
            metric = METRICS[name]
            family = GaugeMetricFamily(PREFIX + name, metric.means, labels=metric.labels)
            try:
                readings = read()
            except Exception:
                log.exception("a gauge cannot be read", extra={"gauge": name})
                continue
            for labels, number in readings.items():
                family.add_metric(labels, number)
            yield family


@define(eq=False)
class Metrics(Meter, Audience):
    """Figures of this process; what happened is counted too."""

    _registry: CollectorRegistry = field(factory=lambda: CollectorRegistry(auto_describe=False))
    _kept: dict[str, Child] = field(factory=dict)
    _children: dict[tuple[str, ...], Child] = field(factory=dict)
    _gauges: Gauges = field(factory=Gauges)

    def __attrs_post_init__(self) -> None:
        for name, metric in METRICS.items():
            if metric.kind == COUNTER:
                self._kept[name] = Counter(
                    PREFIX + name, metric.means, metric.labels, registry=self._registry
                )
            elif metric.kind == DURATION:
                self._kept[name] = Histogram(
                    PREFIX + name,
                    metric.means,
                    metric.labels,
                    registry=self._registry,
                    buckets=BUCKETS,
                )
        self._registry.register(self._gauges)
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)
        GCCollector(registry=self._registry)
        Info(f"{PREFIX}build", "What runs.", registry=self._registry).info({"version": __version__})

    def add(self, metric: str, *labels: str, amount: int = 1) -> None:
        child = self._child(metric, labels)
        assert isinstance(child, Counter)
        child.inc(amount)

    def observe(self, metric: str, *labels: str, took: timedelta) -> None:
        child = self._child(metric, labels)
        assert isinstance(child, Histogram)
        child.observe(took.total_seconds())

    def watch(self, metric: str, read: Callable[[], Readings]) -> None:
        assert METRICS[metric].kind not in {COUNTER, DURATION}
        self._gauges.watched[metric] = read

    def exposed(self) -> bytes:
        return generate_latest(self._registry)

    def tell(self, happened: Happened) -> None:
        if isinstance(happened, ImportFinished):
            told = happened.format
            for outcome in ("added", "known", "skipped", "rejected"):
                self.add("import_rows", told, outcome, amount=getattr(happened, outcome))
            self.observe("import_seconds", told, took=happened.took)

    def _child(self, metric: str, labels: tuple[str, ...]) -> Child:
        """Find a figure; the library's own look-up takes four times as long."""
        key = (metric, *labels)
        found = self._children.get(key)
        if found is None:
            kept = self._kept[metric]
            found = self._children[key] = kept.labels(*labels) if labels else kept
        return found
