"""Write lines by a thread of its own: who reads the log may stand still, its disk may be full.

The service goes on either way, and says afterwards how many lines it could not get rid of.
"""

import logging
import threading
from contextlib import suppress
from queue import SimpleQueue
from typing import Final, TextIO

from attrs import define, field

WAITING_MOST: Final = 20_000
"""Lines; more than that are dropped."""

PATIENCE_SECONDS: Final = 2
GATHERING_MILLISECONDS: Final = 20
"""So long lines are gathered: to wake a thread and to write take longer than to make a line."""


@define(eq=False)
class Writer(logging.Handler):
    """Takes records where they are made, and hands their lines to the thread that writes."""

    stream: TextIO
    _lines: "SimpleQueue[str | threading.Event | None]" = field(factory=SimpleQueue)
    _gathered: int = 0
    _lost: int = 0
    _hurry: threading.Event = field(factory=threading.Event)
    _thread: threading.Thread = field(init=False)

    def __attrs_pre_init__(self) -> None:
        super().__init__()

    def __attrs_post_init__(self) -> None:
        self._thread = threading.Thread(target=self._write_for_ever, name="log", daemon=True)
        self._thread.start()

    def emit(self, record: logging.LogRecord) -> None:
        if self._lines.qsize() + self._gathered >= WAITING_MOST:
            self._lost += 1
            return
        with suppress(Exception):  # whoever logs must not fail for it
            self._lines.put(self.format(record))

    def flush(self) -> None:
        """Wait for what was logged so far to be written, but not for long."""
        if self._thread.is_alive():
            written = threading.Event()
            self._lines.put(written)
            self._hurry.set()
            written.wait(PATIENCE_SECONDS)

    def stop(self) -> None:
        self._lines.put(None)
        self._hurry.set()
        self._thread.join(PATIENCE_SECONDS)

    def _write_for_ever(self) -> None:
        going_on = True
        while going_on:
            gathered = [self._lines.get()]
            self._hurry.wait(GATHERING_MILLISECONDS / 1000)
            self._hurry.clear()
            gathered += [self._lines.get() for _ in range(self._lines.qsize())]
            self._gathered = len(gathered)
            self._write([each for each in gathered if isinstance(each, str)])
            self._gathered = 0
            for each in gathered:
                if isinstance(each, threading.Event):
                    each.set()
            going_on = None not in gathered

    def _write(self, lines: list[str]) -> None:
        lost, self._lost = self._lost, 0
        if lost:
            lines = [*lines, f'{{"level":"warning","event":"{lost} lines were lost"}}']
        try:
            self.stream.write("".join(f"{line}\n" for line in lines))
            self.stream.flush()
        except (OSError, ValueError):  # the disk is full, or nobody reads any more
            self._lost += len(lines) - bool(lost) + lost
