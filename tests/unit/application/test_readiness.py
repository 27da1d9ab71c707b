"""What is said of an installation whose parts come and go."""

import asyncio
import logging

import pytest
from attrs import define

from cryptotracker.application.readiness import Glance, SeeParts
from cryptotracker.domain.errors import DatabaseUnavailableError, StorageUnavailableError


@define
class Part:
    """Something to look at, that knows how often it was, and a time of its own."""

    reason: str = ""
    looks: int = 0
    hangs: bool = False
    seconds: int = 0

    def now(self) -> int:
        return self.seconds * 1_000_000_000

    async def look(self) -> bool:
        self.looks += 1
        if self.hangs:
            await asyncio.sleep(3600)
        if self.reason:
            raise StorageUnavailableError(reason=self.reason)
        return True


async def nothing() -> None: ...


async def unavailable() -> None:
    raise DatabaseUnavailableError(reason="gone")


@pytest.fixture
def files() -> Part:
    return Part()


@pytest.fixture
def see_parts(files: Part) -> SeeParts:
    return SeeParts(needed=nothing, helpful={"files": Glance(files.look, files.now)})


async def test_a_part_that_is_away_is_named(files: Part, see_parts: SeeParts) -> None:
    files.reason = "https://canary@example.org"

    assert await see_parts() == {"files": False}


async def test_without_what_everything_needs_there_is_no_answer(files: Part) -> None:
    see_parts = SeeParts(needed=unavailable, helpful={"files": Glance(files.look, files.now)})

    with pytest.raises(DatabaseUnavailableError):
        await see_parts()


async def test_a_part_is_looked_at_every_few_seconds_only(files: Part, see_parts: SeeParts) -> None:
    for _ in range(5):
        await see_parts()
    soon = files.looks
    files.seconds = 11
    await see_parts()

    assert (soon, files.looks) == (1, 2)


async def test_a_part_that_hangs_is_away_and_is_not_looked_at_again(
    files: Part, see_parts: SeeParts
) -> None:
    files.hangs = True

    async with asyncio.timeout(5):
        found = [await see_parts(), await see_parts()]

    assert (found, files.looks) == ([{"files": False}] * 2, 1)


async def test_what_changes_is_told_once_and_without_its_reason(
    files: Part, see_parts: SeeParts, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        for reason in ("https://canary@example.org", "https://canary@example.org", "", ""):
            files.reason = reason
            await see_parts()
            files.seconds += 11

    warnings = [each.message for each in caplog.records if each.levelname == "WARNING"]
    assert warnings == ["files: does not answer; going on without.", "files: answers again."]
    assert "canary" not in caplog.text
