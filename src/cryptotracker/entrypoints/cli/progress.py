"""Show on a terminal how far reading has come, once it takes longer than a second."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from attrs import frozen
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from cryptotracker.domain.portfolio.kept_files import LiteralRow
from cryptotracker.entrypoints.calculators import Calculators, calculators
from cryptotracker.ports.formats import FileFormats, Outcome

PATIENCE_SECONDS = 1
STEP_ROWS = 1_000


@frozen
class WatchedFormats(FileFormats):
    """Formats whose reading shows a progress bar."""

    _formats: FileFormats

    def names(self) -> Sequence[str]:
        return self._formats.names()

    def recognise(self, path: Path) -> str:
        return self._formats.recognise(path)

    def read(
        self, path: Path, *, format_name: str = "auto", time_zone: str | None = None, file: str = ""
    ) -> Iterator[Outcome]:
        outcomes = self._formats.read(path, format_name=format_name, time_zone=time_zone, file=file)
        return watched(outcomes, f"Reading {path.name}")

    def literal(self, head: bytes, *, format_name: str) -> Callable[[bytes], LiteralRow]:
        return self._formats.literal(head, format_name=format_name)


def watched(outcomes: Iterator[Outcome], what: str) -> Iterator[Outcome]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    bar = Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True)
    began, task, rows = time.monotonic(), None, 0
    try:
        for outcome in outcomes:
            yield outcome
            rows += 1
            if rows % STEP_ROWS:
                continue
            if task is None and time.monotonic() - began > PATIENCE_SECONDS:
                task = bar.add_task(what, total=None)
                bar.start()
            if task is not None:
                bar.update(task, completed=rows)
    finally:
        bar.stop()


def telling() -> Callable[[str], None]:
    """Return what shows on a terminal how far it is, once it takes longer than a second."""
    began = time.monotonic()

    def tell(what: str) -> None:
        if sys.stderr.isatty() and time.monotonic() - began > PATIENCE_SECONDS:
            sys.stderr.write(f"\r\x1b[K{what}")
            sys.stderr.flush()

    return tell


def watched_calculators() -> Calculators:
    """Return the calculators; on a terminal they show how far they are."""
    plain = calculators()
    return calculators(WatchedFormats(plain.formats)) if sys.stderr.isatty() else plain
