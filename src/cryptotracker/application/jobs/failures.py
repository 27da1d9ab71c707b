"""What is kept of an error: enough to say it again, and nothing that could be a secret.

Of an error of ours its facts are kept, which it was made to tell. Of any other only the class: its
message may hold anything, and is in the log.
"""

from collections.abc import Iterator
from typing import Final

from attrs import asdict, fields

from cryptotracker.domain.errors import (
    CryptoTrackerError,
    DatabaseUnavailableError,
    PriceSourceUnavailableError,
    StorageUnavailableError,
)
from cryptotracker.domain.identity.identity_errors import MailUnavailableError
from cryptotracker.domain.jobs.jobs import Facts

PASSING: Final = (
    DatabaseUnavailableError,
    MailUnavailableError,
    PriceSourceUnavailableError,
    StorageUnavailableError,
)
"""Errors of ours that another attempt may not meet."""

LONGEST: Final = 1_000


class UnknownKindError(Exception):
    """The worker has no handler for a job; one of another version may have."""


def is_final(error: Exception) -> bool:
    """Tell whether another attempt would fail of the same."""
    return isinstance(error, CryptoTrackerError) and not isinstance(error, PASSING)


def facts_of(error: Exception) -> Facts:
    facts = asdict(error) if isinstance(error, CryptoTrackerError) else {}
    return {"type": type(error).__name__} | {name: short(each) for name, each in facts.items()}


def short(fact: int | str) -> int | str:
    return fact[:LONGEST] if isinstance(fact, str) else fact


def revived(facts: Facts) -> CryptoTrackerError | None:
    """Make the error again, if it was ours."""
    for kind in kinds(CryptoTrackerError):
        if kind.__name__ == facts.get("type"):
            known = {each.name for each in fields(kind)}
            if known == facts.keys() - {"type"}:
                return kind(**{name: facts[name] for name in known})
    return None


def kinds(of: type[CryptoTrackerError]) -> Iterator[type[CryptoTrackerError]]:
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)
