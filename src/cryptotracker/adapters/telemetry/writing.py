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


@define(eq=False)
class Writer(logging.Handler):
    """Takes records where they are made, and hands their lines to the thread that writes."""

    stream: TextIO
    _lines: "SimpleQueue[str | threading.Event | None]" = field(factory=SimpleQueue)
    _lost: int = 0
    _thread: threading.Thread = field(init=False)

    def __attrs_pre_init__(self) -> None:
        super().__init__()

    def __attrs_post_init__(self) -> None:
        self._thread = threading.Thread(target=self._write_for_ever, name="log", daemon=True)
        self._thread.start()

    def emit(self, record: logging.LogRecord) -> None:
        if self._lines.qsize() >= WAITING_MOST:
            self._lost += 1
            return
        with suppress(Exception):  # whoever logs must not fail for it
            self._lines.put(self.format(record))

    def flush(self) -> None:
        """Wait for what was logged so far to be written, but not for long."""
        if self._thread.is_alive():
            written = threading.Event()
            self._lines.put(written)
            written.wait(PATIENCE_SECONDS)

    def stop(self) -> None:
        self._lines.put(None)
        self._thread.join(PATIENCE_SECONDS)

    def _write_for_ever(self) -> None:
        while (line := self._lines.get()) is not None:
            if isinstance(line, threading.Event):
                line.set()
                continue
            lost, self._lost = self._lost, 0
            try:
                self.stream.write(line + "\n")
                if lost:
                    self.stream.write(f'{{"level":"warning","event":"{lost} lines were lost"}}\n')
                if self._lines.empty():
                    self.stream.flush()
            except (OSError, ValueError):  # the disk is full, or nobody reads any more
                self._lost = lost + 1
