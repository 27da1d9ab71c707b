"""Write every record of the process to stderr in one form: ours, libraries', and warnings.

Who logs uses the standard library, with facts in `extra`. A record says when, how grave, what, and
for which request or job: structlog's context variables hold what all records of one share.
"""

import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final, TextIO

import structlog
from attrs import frozen
from msgspec import json
from structlog.contextvars import merge_contextvars
from structlog.stdlib import ExtraAdder, ProcessorFormatter, add_log_level
from structlog.typing import EventDict, Processor, WrappedLogger

from cryptotracker.adapters.telemetry.scrubbing import (
    Scrubber,
    escaped,
    on_one_line,
    without_amounts,
)
from cryptotracker.adapters.telemetry.writing import Writer

FACTS: Final = "facts"
QUIET: Final = (
    *("uvicorn.access", "asyncio", "httpx", "httpcore", "urllib3", "aiosqlite"),
    "alembic.runtime.plugins",
)
"""Libraries of which only errors are told: the rest are addresses, attempts, or nothing."""

ROOT: Final = logging.getLogger()


@contextmanager
def logging_to(
    stream: TextIO, *, form: str = "json", level: str = "info", scrubber: Scrubber
) -> Iterator[None]:
    """Take all records until the block ends; `auto` is a console if the stream is a terminal."""
    handler = Writer(stream)
    handler.setFormatter(formatter(stream, form, scrubber))
    before = (ROOT.handlers[:], ROOT.level)
    ROOT.handlers[:] = [*kept(before[0]), handler]
    ROOT.setLevel(level.upper())
    logging.captureWarnings(capture=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)
    try:
        yield
    finally:
        logging.captureWarnings(capture=False)
        ROOT.handlers[:], level_before = before
        ROOT.setLevel(level_before)
        for name in QUIET:
            logging.getLogger(name).setLevel(logging.NOTSET)
        handler.stop()


def kept(handlers: list[logging.Handler]) -> list[logging.Handler]:
    """Leave handlers that collect, as those of tests do; two that write would say all twice."""
    return [each for each in handlers if not wrote(each)]


def wrote(handler: logging.Handler) -> bool:
    return isinstance(handler, logging.StreamHandler) and handler.stream in {
        sys.stderr,
        sys.stdout,
    }


@frozen(eq=False)
class Swift(logging.Formatter):
    """Writes a record of known facts at once; others go the long way, which takes longer by far.

    Known is what the code itself put into `facts`: a route's template, a number, an id of ours.
    """

    _long: logging.Formatter

    def format(self, record: logging.LogRecord) -> str:
        facts: Mapping[str, object] | None = getattr(record, FACTS, None)
        if facts is None:
            return self._long.format(record)
        told = {
            "time": datetime.fromtimestamp(record.created, UTC),
            "level": record.levelname.lower(),
            "event": record.msg,
            **facts,
            "logger": record.name,
        }
        return json.encode(told).decode()


def formatter(stream: TextIO, form: str, scrubber: Scrubber) -> logging.Formatter:
    console = form == "console" or (form == "auto" and stream.isatty())
    before: list[Processor] = [
        merge_contextvars,
        ExtraAdder(),
        add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
    ]
    last: Processor = (
        structlog.dev.ConsoleRenderer(
            colors=stream.isatty(),
            timestamp_key="time",
            exception_formatter=structlog.dev.plain_traceback,
        )
        if console
        else as_json
    )
    long = ProcessorFormatter(
        foreign_pre_chain=before,
        processors=[
            name_logger,
            ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            Redaction(scrubber),
            last,
        ],
    )
    return long if console else Swift(long)


def name_logger(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    event["logger"] = event["_record"].name
    event.update(event.pop(FACTS, {}))
    for left in ("message", "asctime"):  # by a handler before ours: what we say ourselves
        event.pop(left, None)
    return event


@frozen
class Redaction:
    """The last step before a record is written: what slipped in is taken out."""

    scrubber: Scrubber

    def __call__(self, _: WrappedLogger, __: str, event: EventDict) -> EventDict:
        traceback = event.pop("exception", None)
        clean = {key: self._clean(key, value) for key, value in event.items()}
        if traceback is not None:
            # Indented, so that a line feed in a message cannot begin a record.
            told = escaped(without_amounts(self.scrubber.text(str(traceback))))
            clean["exception"] = told.replace("\n", "\n  ")
        return clean

    def _clean(self, key: str, value: object) -> object:
        found = self.scrubber.named(key, value)
        return on_one_line(found) if isinstance(found, str) else found


def as_json(_: WrappedLogger, __: str, event: EventDict) -> str:
    order: Mapping[str, Any] = {"time": event.pop("time"), "level": event.pop("level"), **event}
    return json.encode(order).decode()
