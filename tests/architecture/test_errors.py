"""Every error has its words and its status."""

import sys
from collections.abc import Iterator

from cryptotracker.domain.errors import CryptoTrackerError
from cryptotracker.entrypoints.cli.sentences import SENTENCES
from cryptotracker.entrypoints.http.kinds import KINDS


def errors(of: type[CryptoTrackerError] = CryptoTrackerError) -> Iterator[type[CryptoTrackerError]]:
    for error in of.__subclasses__():
        # attrs makes a class with slots of each; the one it was made of may linger for a while.
        if getattr(sys.modules[error.__module__], error.__name__) is error:
            yield error
            yield from errors(error)


def test_every_error_has_a_sentence() -> None:
    assert set(SENTENCES) == set(errors())


def test_every_error_has_a_status() -> None:
    assert set(KINDS) == set(errors())


def test_every_error_says_what_it_is() -> None:
    silent = [error.__name__ for error in errors() if not error.__doc__]

    assert silent == []
