"""What the settings of a portfolio may be."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve

from cryptotracker.domain.errors import (
    InvalidValueError,
    UnknownTimeZoneError,
    VersionConflictError,
)
from cryptotracker.domain.portfolio.portfolios import Portfolio, Settings

SETTINGS = Settings(name="mine", currency="EUR")
PORTFOLIO = Portfolio(
    id=UUID(int=1), settings=SETTINGS, created_at=datetime(2026, 1, 1, tzinfo=UTC), version=3
)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", ""),
        ("name", " mine"),
        ("name", "x" * 101),
        ("name", "a\nb"),
        ("name", "a\0b"),
        ("name", "\ud800"),
        ("currency", "eur"),
        ("currency", "BTC"),
        ("method", "dice"),
        ("scope", "galaxy"),
        ("long_term_days", 0),
        ("long_term_days", 40_000),
    ],
)
def test_a_wrong_setting_is_refused_by_its_name(column: str, value: str | int) -> None:
    change: dict[str, Any] = {column: value}

    with pytest.raises(InvalidValueError) as caught:
        evolve(SETTINGS, **change)

    assert caught.value.column == column


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "/etc/passwd", "../UTC", "Europe", "a\0b"])
def test_a_time_zone_is_one_that_is_known(name: str) -> None:
    with pytest.raises(UnknownTimeZoneError):
        evolve(SETTINGS, time_zone=name)


@pytest.mark.parametrize("version", [3, None])
def test_the_current_version_or_any_may_be_expected(version: int | None) -> None:
    PORTFOLIO.expect(version)


def test_another_version_is_a_conflict_that_names_both() -> None:
    with pytest.raises(VersionConflictError) as caught:
        PORTFOLIO.expect(2)

    assert (caught.value.expected, caught.value.current) == ("2", 3)


def test_every_change_counts_the_version_up() -> None:
    changed = PORTFOLIO.with_more(5).with_more(-2).with_settings(evolve(SETTINGS, name="other"))

    assert (changed.version, changed.transactions, changed.settings.name) == (6, 3, "other")
