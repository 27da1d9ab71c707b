"""Say an error of ours in one line that names the place, the value and the remedy."""

from collections.abc import Callable, Mapping
from typing import Any

from cryptotracker.domain.errors import (
    CryptoTrackerError,
    InvalidValueError,
    UnknownFormatError,
    UnknownOptionError,
    UnknownTimeZoneError,
    UnreadableFileError,
)

SENTENCES: Mapping[type[CryptoTrackerError], Callable[[Any], str]] = {
    InvalidValueError: lambda e: f"{e.column} {e.value!r}: {e.reason}",
    UnreadableFileError: lambda e: f"{e.file} cannot be read: {e.reason}",
    UnknownFormatError: lambda e: (
        f"{e.file}: line 1: no known format has the header {e.header!r}; known are {e.known}"
    ),
    UnknownOptionError: lambda e: f"{e.option} {e.value!r} does not exist; there are {e.known}",
    UnknownTimeZoneError: lambda e: (
        f"{e.time_zone!r} is no time zone; use an IANA name such as Europe/Berlin"
    ),
}


def sentence(error: CryptoTrackerError) -> str:
    say = SENTENCES.get(type(error))
    return say(error) if say else str(error)
