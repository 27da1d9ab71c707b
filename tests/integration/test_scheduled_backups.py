"""Backups that a worker makes by itself, where and when the settings say."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

import pytest

from cryptotracker.application.jobs.backing_up import BACK_UP
from cryptotracker.domain.errors import SettingsError
from cryptotracker.domain.jobs.jobs import Job
from cryptotracker.entrypoints.background import terms
from cryptotracker.entrypoints.bootstrap import open_installation
from cryptotracker.entrypoints.checks import backups
from cryptotracker.entrypoints.settings import Settings, read_settings
from cryptotracker.ports.jobs import JobsWanted

PATIENCE_SECONDS = 30


@pytest.fixture
def given(tmp_path: Path, database_url: str) -> dict[str, str]:
    (tmp_path / "key").write_bytes(b"k" * 32)
    return {
        "CRYPTOTRACKER_DATA_DIR": str(tmp_path / "data"),
        "CRYPTOTRACKER_DATABASE_URL": database_url,
        "CRYPTOTRACKER_BACKUP_TO": str(tmp_path / "backups"),
        "CRYPTOTRACKER_BACKUP_KEY_FILE": str(tmp_path / "key"),
        "CRYPTOTRACKER_BACKUP_KEEP": "1",
    }


async def backed_up(settings: Settings) -> Job:
    """Let a worker do what the schedule will have it do."""
    stop = asyncio.Event()
    async with open_installation(settings) as opened:
        worker = opened.operations.work
        now = worker.clock.now()
        job = Job(id=worker.clock.new_id(), kind=BACK_UP, created_at=now, not_before=now)
        async with worker.database.transaction() as work:
            await work.jobs.enqueue(job)
        task = asyncio.create_task(worker(terms(settings), stop))
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                found = (await opened.operations.jobs.list(JobsWanted(kind=BACK_UP))).items[0]
                if found.finished_at is not None:
                    break
                await asyncio.sleep(0.02)
        stop.set()
        await task
    return found


async def test_a_worker_makes_backups_and_keeps_the_last(
    given: Mapping[str, str], tmp_path: Path
) -> None:
    settings = read_settings(given)

    before = await backups(settings)
    first = await backed_up(settings)
    second = await backed_up(settings)
    after = await backups(settings)

    assert first.result
    assert second.result
    assert second.result["removed"] == [first.result["backup"]]
    assert sorted((tmp_path / "backups").glob("*.backup")) == [
        tmp_path / "backups" / str(second.result["backup"])
    ]
    assert (before.state, after.state) == ("not made yet", "ok")
    assert after.detail == f"the last one succeeded at {second.finished_at:%Y-%m-%d %H:%M} UTC"


async def test_a_backup_that_failed_is_told(given: Mapping[str, str]) -> None:
    settings = read_settings(given)
    async with open_installation(settings) as opened:
        worker = opened.operations.work
        now = worker.clock.now()
        job = Job(id=worker.clock.new_id(), kind=BACK_UP, created_at=now, not_before=now)
        async with worker.database.transaction() as work:
            await work.jobs.enqueue(job.failed({"type": "FileNotFoundError"}, now))

    found = await backups(settings)

    assert (found.state, found.detail) == ("broken", "the last one failed")
    assert found.remedy == f"cryptotracker jobs show {job.id}"


async def test_nothing_is_scheduled_without_a_place(tmp_path: Path, empty_sqlite: str) -> None:
    settings = Settings(data_dir=tmp_path, database_url=empty_sqlite)

    async with open_installation(settings) as opened:
        assert [each.name for each in opened.operations.work.schedules] == ["clean-up", "candles"]
    assert (await backups(settings)).state == "off"


async def test_what_is_set_is_scheduled(given: Mapping[str, str]) -> None:
    settings = read_settings({**given, "CRYPTOTRACKER_BACKUP_AT": "5 4 * * sun"})

    async with open_installation(settings) as opened:
        assert [(each.name, each.at) for each in opened.operations.work.schedules[-1:]] == [
            ("backup", settings.backup_at)
        ]


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("BACKUP_KEY_FILE", None, "is needed with BACKUP_TO"),
        ("BACKUP_KEY_FILE", "/no/such/key", "is no file of at least 32 random bytes"),
        ("BACKUP_AT", "daily", "has five parts"),
        ("BACKUP_KEEP", "0", "is a whole number from 1"),
        ("BACKUP_TO", "ftp://x", "s3://bucket/prefix"),
    ],
)
def test_what_is_set_wrong_is_refused(
    given: dict[str, str], name: str, value: str | None, reason: str
) -> None:
    given.pop(f"CRYPTOTRACKER_{name}", None)
    if value is not None:
        given[f"CRYPTOTRACKER_{name}"] = value

    with pytest.raises(SettingsError) as refused:
        read_settings(given)

    assert refused.value.name == f"CRYPTOTRACKER_{name}"
    assert reason in refused.value.reason
