"""Send traces by OTLP over HTTP. Loaded only where an endpoint is set: it takes long to load.

Spans of SQL hold the statement with its marks, never the values, nor literals.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from attrs import frozen
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import Span as Recorded
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
from opentelemetry.trace import SpanKind, Status, StatusCode, Tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from sqlalchemy import Engine, event

from cryptotracker import __version__
from cryptotracker.adapters.telemetry.scrubbing import Scrubber
from cryptotracker.ports import telemetry

KINDS: Final = {
    "internal": SpanKind.INTERNAL,
    "server": SpanKind.SERVER,
    "client": SpanKind.CLIENT,
    "producer": SpanKind.PRODUCER,
    "consumer": SpanKind.CONSUMER,
}
TRACEPARENT: Final = "traceparent"
PROPAGATOR: Final = TraceContextTextMapPropagator()
LITERAL: Final = re.compile(r"'(?:[^']|'')*'|(?<![\w$:])\d+(?:\.\d+)?")
LONGEST: Final = 1000
KEY: Final = "cryptotracker_span"
SECONDS: Final = 3
"""So long may one delivery take; afterwards it is dropped."""


@frozen
class OpenSpan(telemetry.Span):
    _span: Any
    _scrubber: Scrubber

    def name(self, text: str) -> None:
        self._span.update_name(self._scrubber.text(text))

    def note(self, key: str, value: str | int) -> None:
        told = self._scrubber.named(key, value)
        self._span.set_attribute(key, told)


@frozen
class OpenTracer(telemetry.Tracer):
    _tracer: Tracer
    _scrubber: Scrubber

    @contextmanager
    def span(self, name: str, kind: str = "internal", parent: str = "") -> Iterator[telemetry.Span]:
        with self._tracer.start_as_current_span(
            name,
            context=PROPAGATOR.extract({TRACEPARENT: parent}) if parent else None,
            kind=KINDS[kind],
            record_exception=False,  # its message may hold what nobody should read
            set_status_on_exception=False,
        ) as span:
            try:
                yield OpenSpan(span, self._scrubber)
            except Exception as error:
                fail(span, error)
                raise


def fail(span: Any, error: BaseException) -> None:
    span.set_status(Status(StatusCode.ERROR))
    span.set_attribute("error.type", type(error).__name__)


@frozen
class SqlSpans:
    """A span for each statement of any engine, while it is open."""

    _tracer: Tracer

    @contextmanager
    def open(self) -> Iterator[None]:
        listeners: dict[str, Callable[..., None]] = {
            "before_cursor_execute": self._before,
            "after_cursor_execute": self._after,
            "handle_error": self._failed,
        }
        for name, listener in listeners.items():
            event.listen(Engine, name, listener)
        try:
            yield
        finally:
            for name, listener in listeners.items():
                event.remove(Engine, name, listener)

    def _before(self, connection: Any, _: object, statement: str, *rest: Any) -> None:
        words = statement.split(None, 1)
        span = self._tracer.start_span(
            words[0].upper() if words else "SQL",
            kind=SpanKind.CLIENT,
            attributes={
                "db.system.name": connection.dialect.name,
                "db.query.text": LITERAL.sub("?", statement)[:LONGEST],
            },
        )
        setattr(rest[1], KEY, span)

    def _after(self, _: object, __: object, ___: str, *rest: Any) -> None:
        end(rest[1])

    def _failed(self, context: Any) -> None:
        end(context.execution_context, context.original_exception)


def end(context: Any, error: BaseException | None = None) -> None:
    span: Recorded | None = getattr(context, KEY, None)
    if span is not None:
        if error is not None:
            fail(span, error)
        span.end()


@contextmanager
def tracing(
    endpoint: str, *, headers: str, service: str, percent: int, scrubber: Scrubber
) -> Iterator[OpenTracer]:
    """Trace until the block ends; what was not sent by then is sent, for a moment, or dropped."""
    exporter = OTLPSpanExporter(
        endpoint=f"{endpoint}/v1/traces", headers=pairs(headers), timeout=SECONDS
    )
    provider = TracerProvider(
        resource=Resource({"service.name": service, "service.version": __version__}),
        sampler=ParentBased(TraceIdRatioBased(percent / 100)),
        shutdown_on_exit=False,
    )
    provider.add_span_processor(BatchSpanProcessor(exporter))
    tracer = provider.get_tracer("cryptotracker", __version__)
    try:
        with SqlSpans(tracer).open():
            yield OpenTracer(tracer, scrubber)
    finally:
        provider.shutdown()


def pairs(headers: str) -> dict[str, str]:
    found = (each.partition("=") for each in headers.split(",") if each.strip())
    return {name.strip().lower(): value.strip() for name, _, value in found}
