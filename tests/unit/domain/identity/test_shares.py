"""Which shares there can be, for how long, and for whom."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from cryptotracker.domain.errors import InvalidValueError
from cryptotracker.domain.identity.shares import (
    SCOPES,
    Share,
    check_passcode,
    includes,
    until,
)
from cryptotracker.domain.portfolio.valued import percentage

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)
ME, OTHER = UUID(int=1), UUID(int=2)


def share(**given: Any) -> Share:
    usual = {"kind": "person", "scope": "totals", "email": "Ada@example.org"}
    times = {"created_at": NOW, "expires_at": NOW + timedelta(days=1)}
    return Share(id=UUID(int=3), portfolio_id=UUID(int=4), **(usual | times | given))


@pytest.mark.parametrize(
    ("given", "column"),
    [
        ({"email": "nobody"}, "email"),
        ({"scope": "percentages"}, "scope"),
        ({"kind": "public", "scope": "totals"}, "scope"),
        ({"kind": "link", "scope": "percentages"}, "scope"),
        ({"kind": "link", "scope": "write"}, "scope"),
        ({"label": "a\nb"}, "label"),
        ({"label": "a" * 101}, "label"),
    ],
)
def test_what_no_share_can_be_is_refused(given: dict[str, str], column: str) -> None:
    with pytest.raises(InvalidValueError) as raised:
        share(**given)

    assert raised.value.column == column


def test_a_larger_scope_includes_the_smaller() -> None:
    table = [[includes(scope, needed) for needed in SCOPES] for scope in SCOPES]

    assert SCOPES == ("percentages", "totals", "amounts", "transactions", "comment", "write")
    assert table == [[at <= of for at in range(6)] for of in range(6)]


@pytest.mark.parametrize("days", [1, 365])
def test_a_share_lasts_for_some_days(days: int) -> None:
    assert until(days, NOW) == NOW + timedelta(days=days)


@pytest.mark.parametrize("days", [-1, 0, 366])
def test_no_share_lasts_longer_than_a_year(days: int) -> None:
    with pytest.raises(InvalidValueError):
        until(days, NOW)


def test_a_share_is_over_at_the_moment_it_says() -> None:
    end = NOW + timedelta(days=1)

    assert [share().is_live(each) for each in (end - TICK, end)] == [True, False]


@pytest.mark.parametrize(
    ("given", "user", "email", "theirs"),
    [
        ({}, ME, "ada@EXAMPLE.org", True),
        ({}, ME, "bob@example.org", False),
        ({"user_id": ME}, ME, "moved@example.org", True),
        ({"user_id": ME}, OTHER, "ada@example.org", False),
        ({"kind": "link", "email": ""}, ME, "ada@example.org", False),
        ({"kind": "public", "scope": "percentages", "email": ""}, ME, "", False),
    ],
)
def test_a_share_is_for_one_person(
    given: dict[str, object], user: UUID, email: str, *, theirs: bool
) -> None:
    assert share(**given).is_for(user, email) is theirs


@pytest.mark.parametrize("passcode", ["12345", "x" * 129, "abc\ndef", ""])
def test_a_passcode_that_is_guessed_soon_is_refused_and_not_repeated(passcode: str) -> None:
    with pytest.raises(InvalidValueError) as raised:
        check_passcode("link", passcode)

    assert raised.value.value == "…"


@pytest.mark.parametrize(
    ("value", "of", "expected"),
    [
        ("1", "3", "33.33"),
        ("2", "3", "66.67"),
        ("1", "1", "100.00"),
        ("0", "1", "0.00"),
        ("0", "0", None),
        (None, "1", None),
        ("1", None, None),
        ("1", "80000", "0.00"),
    ],
)
def test_a_percentage_is_rounded_or_unknown(
    value: str | None, of: str | None, expected: str | None
) -> None:
    found = percentage(*(None if each is None else Decimal(each) for each in (value, of)))

    assert found == (None if expected is None else Decimal(expected))
