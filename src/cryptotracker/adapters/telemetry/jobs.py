"""Jobs, watched: how each attempt ends, how long it takes, and which records belong to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import perf_counter_ns

from attrs import frozen
from structlog.contextvars import bound_contextvars

from cryptotracker.domain.jobs.jobs import Job
from cryptotracker.ports.jobs import Watch
from cryptotracker.ports.telemetry import Telemetry


@frozen
class WatchedJobs(Watch):
    _telemetry: Telemetry

    @contextmanager
    def attempt(self, job: Job) -> Iterator[None]:
        began = perf_counter_ns()
        span = self._telemetry.tracer.span(f"job {job.kind}", "consumer")
        with bound_contextvars(job_id=str(job.id)), span:
            try:
                yield
            finally:
                took = timedelta(microseconds=(perf_counter_ns() - began) // 1000)
                self._telemetry.meter.observe("job_seconds", job.kind, took=took)

    def ended(self, job: Job, outcome: str) -> None:
        self._telemetry.meter.add("jobs", job.kind, outcome)
