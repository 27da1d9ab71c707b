"""How errors of one class are answered."""

from collections.abc import Callable
from typing import Any

from attrs import frozen

from cryptotracker.domain.errors import CryptoTrackerError


@frozen
class Kind:
    """The status of an error, and what the caller is told of it."""

    status: int
    title: str
    detail: Callable[[Any], str]
    pointer: Callable[[Any], str] | None = None
    retry_after_seconds: int | None = None
    wait: Callable[[Any], int] | None = None

    def retry_after(self, error: CryptoTrackerError) -> int | None:
        return self.wait(error) if self.wait else self.retry_after_seconds
