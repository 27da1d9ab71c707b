"""What is written to the log, by whomever, and what never is."""

import errno
import json
import logging
import threading
import warnings
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from structlog.contextvars import bound_contextvars

from cryptotracker.adapters.telemetry.logs import logging_to
from cryptotracker.adapters.telemetry.scrubbing import Scrubber
from cryptotracker.adapters.telemetry.writing import WAITING_MOST

CANARY = "canary-7f3a"
log = logging.getLogger("cryptotracker.somewhere")


@pytest.fixture
def stream() -> Iterator[StringIO]:
    stream = StringIO()
    with logging_to(stream, scrubber=Scrubber([CANARY])):
        yield stream


def throw(error: Exception) -> None:
    raise error


def lines(stream: StringIO) -> list[dict[str, Any]]:
    for handler in logging.getLogger().handlers:
        handler.flush()
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_says_when_how_grave_what_and_for_which_request(stream: StringIO) -> None:
    with bound_contextvars(request_id="r-1"):
        log.warning("it happened", extra={"count": 3})

    (line,) = lines(stream)
    assert line.pop("time").endswith("Z")
    assert line == {
        "level": "warning",
        "event": "it happened",
        "request_id": "r-1",
        "count": 3,
        "logger": "cryptotracker.somewhere",
    }


def test_libraries_and_warnings_go_the_same_way(stream: StringIO) -> None:
    logging.getLogger("uvicorn.error").error("%s went wrong", "it")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("mind that", stacklevel=1)

    assert [(line["logger"], line["level"]) for line in lines(stream)] == [
        ("uvicorn.error", "error"),
        ("py.warnings", "warning"),
    ]


def test_no_secret_is_written_wherever_it_hides(stream: StringIO) -> None:
    message = f"cannot reach redis://:{CANARY}@db?x=canary for 1234.5678 of ann@canary.org"
    log.error("tried %s", {"password": "canary"}, extra={"url": f"https://a.b/c?{CANARY}"})
    try:
        throw(RuntimeError(message))
    except RuntimeError as error:
        log.exception("failed", extra={"token": "canary", "cause": error})

    first, second = lines(stream)
    assert "canary" not in f"{first} {second}"
    assert "1234" not in second["exception"]
    assert "RuntimeError: cannot reach redis://[removed]@db" in second["exception"]


@pytest.mark.parametrize("form", ["json", "console"])
def test_nobody_forges_a_line(form: str) -> None:
    stream = StringIO()
    forged = "x\n2026-01-01T00:00:00Z [error] forged \x1b[31m"
    with logging_to(stream, form=form, scrubber=Scrubber()):
        log.warning("%s", forged, extra={"name_of_file": forged})
        try:
            throw(ValueError(forged))
        except ValueError:
            log.exception("failed")

    assert "\x1b[31m" not in stream.getvalue()
    assert [line for line in stream.getvalue().splitlines() if line.startswith("2026-01-01")] == []


def test_what_is_less_grave_than_asked_for_is_not_written() -> None:
    stream = StringIO()
    with logging_to(stream, level="warning", scrubber=Scrubber()):
        log.info("this")
        log.warning("that")

    assert [line["event"] for line in lines(stream)] == ["that"]


def test_afterwards_logging_is_as_it_was() -> None:
    before = (logging.getLogger().handlers[:], logging.getLogger().level)

    with logging_to(StringIO(), scrubber=Scrubber()):
        pass

    assert (logging.getLogger().handlers, logging.getLogger().level) == before


class Stalled(StringIO):
    """Somebody who does not read, until he is asked to."""

    reads = threading.Event()

    def write(self, text: str) -> int:
        self.reads.wait()
        return super().write(text)


def test_a_reader_who_stands_still_stops_nobody() -> None:
    stream = Stalled()
    with logging_to(stream, scrubber=Scrubber()):
        for _ in range(WAITING_MOST + 10):
            log.warning("it happened")
        stream.reads.set()
        logging.getLogger().handlers[-1].flush()

    assert "lines were lost" in stream.getvalue()


class Full(StringIO):
    """A disk with no space, for a while."""

    full = True

    def write(self, text: str) -> int:
        if self.full:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(text)


def test_a_full_disk_stops_nobody() -> None:
    stream = Full()
    with logging_to(stream, scrubber=Scrubber()):
        log.warning("this")
        logging.getLogger().handlers[-1].flush()
        stream.full = False
        log.warning("that")

    assert [json.loads(line)["event"] for line in stream.getvalue().splitlines()] == [
        "that",
        "1 lines were lost",
    ]
