"""Every error of ours has an answer."""

from collections.abc import Iterator

from cryptotracker.domain.errors import CryptoTrackerError
from cryptotracker.entrypoints.http.kinds import KINDS


def test_every_error_has_an_answer() -> None:
    assert set(KINDS) == set(below(CryptoTrackerError))


def below(error: type[CryptoTrackerError]) -> Iterator[type[CryptoTrackerError]]:
    for each in error.__subclasses__():
        yield each
        yield from below(each)


def test_an_answer_of_ours_is_a_status_of_errors() -> None:
    assert {kind.status for kind in KINDS.values()} == {
        *(400, 401, 403, 404, 409, 412, 422, 500, 503, 507)
    }
