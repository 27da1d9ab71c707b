"""Say which row could not be read, where and why."""

from collections.abc import Sequence
from typing import Final

from cryptotracker.domain.errors import InvalidValueError, MissingTimeZoneError
from cryptotracker.ports.formats import Rejection

SHOWN: Final = 100
"""Characters of a wrong value that are repeated in a message."""


def rejection(file: str, line: int, error: InvalidValueError) -> Rejection:
    return Rejection(
        file=file,
        line=line,
        column=error.column,
        value=shortened(error.value),
        reason=error.reason,
        question="time_zone" if isinstance(error, MissingTimeZoneError) else "",
    )


def spoilt(file: str, line: int, cells: Sequence[str], fault: str) -> Rejection:
    """Reject a line that is not even a row."""
    return Rejection(
        file=file,
        line=line,
        column="",
        value=shortened(" ".join(cells)),
        reason=fault,
    )


def shortened(text: str) -> str:
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
