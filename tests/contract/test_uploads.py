"""What every keeper of uploads promises."""

import asyncio
from pathlib import Path

import pytest

from cryptotracker.adapters.uploads.folder import FolderUploads
from cryptotracker.domain.errors import UnreadableFileError
from cryptotracker.ports.uploads import Uploads


@pytest.fixture(params=["local"])
def uploads(tmp_path: Path) -> Uploads:
    return FolderUploads(tmp_path / "kept")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "sent"
    path.write_bytes(b"a,b\n1,2\n")
    return path


async def test_a_file_outlives_the_one_that_was_given(uploads: Uploads, file: Path) -> None:
    await uploads.keep("k", file)
    await asyncio.to_thread(file.write_bytes, b"other")

    async with uploads.opened("k") as path:
        assert path.read_bytes() == b"a,b\n1,2\n"


async def test_what_was_kept_is_listed_until_it_is_removed(uploads: Uploads, file: Path) -> None:
    assert await uploads.waiting() == []
    await uploads.keep("a", file)
    await uploads.keep("b", file)
    assert {each.key for each in await uploads.waiting()} == {"a", "b"}

    await uploads.remove("a")
    await uploads.remove("a")

    assert [each.key for each in await uploads.waiting()] == ["b"]


async def test_a_file_that_is_not_there_is_unreadable(uploads: Uploads) -> None:
    with pytest.raises(UnreadableFileError, match="not there any more"):
        async with uploads.opened("k"):
            pass


async def test_files_are_their_owners_alone(tmp_path: Path, file: Path) -> None:
    await FolderUploads(tmp_path / "kept").keep("k", file)

    assert (tmp_path / "kept").stat().st_mode & 0o777 == 0o700
