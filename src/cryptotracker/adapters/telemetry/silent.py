"""Tell nobody anything: what stands in where nothing was set up."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from typing import Final

from attrs import frozen

from cryptotracker.ports.telemetry import (
    Meter,
    Nobody,
    Readings,
    Span,
    Telemetry,
    Tracer,
)


@frozen
class SilentMeter(Meter):
    def add(self, metric: str, *labels: str, amount: int = 1) -> None: ...

    def observe(self, metric: str, *labels: str, took: timedelta) -> None: ...

    def watch(self, metric: str, read: Callable[[], Readings]) -> None: ...

    def exposed(self) -> bytes:
        return b""


@frozen
class SilentSpan(Span):
    def name(self, text: str) -> None: ...

    def note(self, key: str, value: str | int) -> None: ...


NOTHING: Final = nullcontext(SilentSpan())


@frozen
class SilentTracer(Tracer):
    def span(
        self, name: str, kind: str = "internal", parent: str = ""
    ) -> AbstractContextManager[Span]:
        del name, kind, parent
        return NOTHING


SILENT: Final = Telemetry(meter=SilentMeter(), tracer=SilentTracer(), audience=Nobody())
