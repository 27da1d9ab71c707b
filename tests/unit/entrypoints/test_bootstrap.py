"""What is opened, and what is refused, before anything is served."""

from pathlib import Path
from uuid import UUID

import asyncpg
import pytest
from attrs import evolve

from cryptotracker.domain.errors import DatabaseUnavailableError, SettingsError
from cryptotracker.entrypoints.assembly import AT_HAND
from cryptotracker.entrypoints.bootstrap import (
    check_files,
    current_revision,
    open_tracker,
    open_trackers,
    upgrade_database,
)
from cryptotracker.entrypoints.settings import Settings


async def test_a_file_is_made_and_brought_up_to_date_by_itself(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "new" / "data")

    async with open_tracker(settings) as tracker:
        page = await tracker.list_portfolios()

    assert page.items == []
    assert settings.data_dir.stat().st_mode & 0o777 == 0o700


async def test_a_servers_database_is_upgraded_only_when_told_to(
    postgres: str, tmp_path: Path
) -> None:
    server, _, name = postgres.rpartition("/")
    bare = f"{name}_bare"
    admin = await asyncpg.connect(f"{server}/postgres")
    await admin.execute(f'DROP DATABASE IF EXISTS "{bare}"')
    await admin.execute(f'CREATE DATABASE "{bare}"')
    await admin.close()
    settings = Settings(data_dir=tmp_path, database_url=f"{server}/{bare}")

    with pytest.raises(DatabaseUnavailableError, match="run `cryptotracker db upgrade`"):
        async with open_tracker(settings):
            pass
    assert await current_revision(settings) is None

    await upgrade_database(settings)
    async with open_tracker(settings) as tracker:
        assert (await tracker.list_portfolios()).items == []


@pytest.mark.parametrize("sources", [("nobody",), ("simulated", "nobody")])
async def test_a_source_that_is_not_there_is_named(
    tmp_path: Path, sources: tuple[str, ...]
) -> None:
    settings = evolve(Settings(data_dir=tmp_path), price_sources=sources)

    with pytest.raises(SettingsError, match="PRICE_SOURCES"):
        async with open_tracker(settings):
            pass


async def test_the_demonstration_is_loaded_once(tmp_path: Path) -> None:
    async with open_tracker(Settings(data_dir=tmp_path)) as tracker:
        first = await tracker.load_demo()
        again = await tracker.load_demo()
        await tracker.load_demo.if_empty()
        imports = await tracker.list_imports(first.id)

    assert again == first
    assert len(imports.items) == len(tracker.load_demo.files)


async def test_files_may_be_kept_in_a_bucket(
    tmp_path: Path, bucket_settings: tuple[str, dict[str, str]]
) -> None:
    name, given = bucket_settings
    settings = Settings(data_dir=tmp_path, storage_url=f"s3://{name}/below/", of_adapters=given)

    async with open_tracker(settings) as tracker:
        demo = await tracker.load_demo()
        await check_files(settings)
        explained = await tracker.explain(f"{demo.id}:income")

    assert not (tmp_path / "files").exists()
    assert [row.missing for row in explained.rows() if row.literal is None] == []


async def test_an_unknown_setting_of_a_bucket_is_named(tmp_path: Path) -> None:
    settings = Settings(
        data_dir=tmp_path, storage_url="s3://x-y", of_adapters={"S3_KEY": "hunter2"}
    )

    with pytest.raises(SettingsError, match="S3_KEY") as caught:
        async with open_tracker(settings):
            pass
    assert "hunter2" not in str(caught.value)


async def test_the_use_cases_of_who_asked_of_late_are_at_hand(
    empty_sqlite: str, tmp_path: Path
) -> None:
    settings = Settings(data_dir=tmp_path, database_url=empty_sqlite)
    async with open_trackers(settings) as trackers:
        mine, theirs = trackers.of(UUID(int=1)), trackers.of(UUID(int=2))
        again = trackers.of(UUID(int=1))
        others = [trackers.of(UUID(int=number)) for number in range(3, AT_HAND + 3)]
        later = trackers.of(UUID(int=1))

    assert mine is again
    assert mine is not theirs
    assert mine is not later
    assert len(others) == AT_HAND
