"""What every store of files promises, held against each of them."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from cryptotracker.adapters.files.local import LocalFiles
from cryptotracker.adapters.files.s3 import S3Files
from cryptotracker.domain.errors import (
    FileMissingError,
    FileTooLargeError,
    InvalidKeyError,
    StorageUnavailableError,
)
from cryptotracker.entrypoints.pricing import still_market
from cryptotracker.entrypoints.sandbox.pointing import settings_of_bucket
from cryptotracker.entrypoints.sandbox.serving import serving
from cryptotracker.entrypoints.sandbox.state import Sandbox
from cryptotracker.ports.files import FileStore, Kind
from tests.sandboxed import bare

TEXT = Kind.text
LARGE = 20_000_000


@pytest.fixture(params=["local", "s3", "stand_in"])
def files(request: pytest.FixtureRequest) -> FileStore:
    if request.param == "local":
        return LocalFiles.open(request.getfixturevalue("tmp_path") / "files")
    kinds = {"s3": "bucket", "stand_in": "sandbox_bucket"}
    found: S3Files = request.getfixturevalue(kinds[request.param])
    return found


@pytest.fixture(scope="session", name="bucket_of_sandbox")
def provide_bucket_of_sandbox() -> Iterator[dict[str, str]]:
    """Serve the sandbox's stand-in of S3, by the clock of this machine, which signs for a while."""
    with serving(Sandbox(still_market())) as address:
        given = bare(settings_of_bucket(address))
        yield {name: text for name, text in given.items() if name.startswith("S3_")}


@pytest.fixture
def sandbox_bucket(bucket_of_sandbox: dict[str, str]) -> S3Files:
    return S3Files.open("sandbox", f"test-{uuid4()}", bucket_of_sandbox)


async def content(files: FileStore, key: str, **part: int) -> bytes:
    return b"".join([piece async for piece in files.read(key, **part)])


async def keys(files: FileStore, key: str) -> list[str]:
    return sorted([each.key async for each in files.below(key)])


def torn() -> Iterator[bytes]:
    yield b"x" * LARGE
    raise ZeroDivisionError


def pieces() -> Iterator[bytes]:
    yield from (bytes([number]) * (LARGE // 20) for number in range(20))


async def test_what_is_put_is_read_and_summed_up(files: FileStore) -> None:
    stored = await files.put("a/b", [b"one ", b"two"], kind=TEXT)

    assert (stored.key, stored.size) == ("a/b", 7)
    assert stored.digest == hashlib.sha256(b"one two").digest()
    assert await content(files, "a/b") == b"one two"


async def test_an_empty_file_is_a_file(files: FileStore) -> None:
    await files.put("a/empty", [], kind=TEXT)

    assert await content(files, "a/empty") == b""
    assert await keys(files, "a") == ["a/empty"]


async def test_a_large_file_comes_in_pieces(files: FileStore) -> None:
    await files.put("large", pieces(), kind=Kind.binary)

    found = [len(piece) async for piece in files.read("large")]

    assert sum(found) == LARGE
    assert max(found) < LARGE // 2


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({"start": 3}, b"3456789"),
        ({"start": 3, "length": 2}, b"34"),
        ({"start": 8, "length": 9}, b"89"),
        ({"start": 10, "length": 1}, b""),
        ({"start": 99}, b""),
        ({"length": 0}, b""),
    ],
)
async def test_a_part_is_read_and_past_the_end_is_nothing(
    files: FileStore, part: dict[str, int], expected: bytes
) -> None:
    await files.put("digits", [b"0123456789"], kind=TEXT)

    assert await content(files, "digits", **part) == expected


async def test_a_file_is_replaced(files: FileStore) -> None:
    await files.put("a", [b"old and long"], kind=TEXT)

    await files.put("a", [b"new"], kind=TEXT)

    assert await content(files, "a") == b"new"


async def test_a_copy_outlives_what_it_was_made_from_and_its_replacement(files: FileStore) -> None:
    await files.put("pending/a", [b"one"], kind=TEXT)
    await files.put("imports/b", [b"old"], kind=TEXT)

    await files.copy("pending/a", "imports/b")
    await files.put("pending/a", [b"two"], kind=TEXT)
    between = await content(files, "imports/b")
    await files.delete("pending/a")

    assert (between, await content(files, "imports/b")) == (b"one", b"one")
    assert await keys(files, "") == ["imports/b"]
    with pytest.raises(FileMissingError):
        await files.copy("pending/a", "imports/c")
    with pytest.raises(InvalidKeyError):
        await files.copy("imports/b", "../c")


async def test_what_breaks_off_leaves_what_was_there(files: FileStore) -> None:
    await files.put("a/b", [b"old"], kind=TEXT)

    with pytest.raises(ZeroDivisionError):
        await files.put("a/b", torn(), kind=TEXT)
    with pytest.raises(ZeroDivisionError):
        await files.put("a/new", torn(), kind=TEXT)

    assert await content(files, "a/b") == b"old"
    assert await keys(files, "a") == ["a/b"]


async def test_what_is_too_large_is_not_kept(files: FileStore) -> None:
    with pytest.raises(FileTooLargeError):
        await files.put("a/b", [b"12345", b"6"], kind=TEXT, largest=5)

    assert await keys(files, "a") == []


async def test_what_is_not_there_is_missing_and_needs_no_deleting(files: FileStore) -> None:
    with pytest.raises(FileMissingError):
        await content(files, "nowhere")

    await files.delete("nowhere")


async def test_files_are_found_and_deleted_below_a_key_as_in_a_folder(files: FileStore) -> None:
    for key in ("a/1", "a/2/3", "ab/1", "b"):
        await files.put(key, [key.encode()], kind=TEXT)

    found = await keys(files, "a")
    await files.delete("a")

    assert found == ["a/1", "a/2/3"]
    assert await keys(files, "") == ["ab/1", "b"]
    assert await keys(files, "a") == []
    assert await content(files, "ab/1") == b"ab/1"
    await files.delete("b")
    with pytest.raises(FileMissingError):
        await content(files, "b")


@pytest.mark.parametrize("key", ["", "/a", "a/", "../a", "a/../b", "a//b", "A", "é", "a\0", ".a"])
async def test_a_key_leads_nowhere_else(files: FileStore, key: str) -> None:
    with pytest.raises(InvalidKeyError):
        await files.put(key, [b""], kind=TEXT)
    with pytest.raises(InvalidKeyError):
        await content(files, key)
    with pytest.raises(InvalidKeyError):
        await files.delete(key)


@pytest.mark.parametrize("kind", ["bucket", "sandbox_bucket"])
async def test_a_bucket_lets_a_file_be_fetched_by_its_type_for_a_while(
    kind: str, request: pytest.FixtureRequest
) -> None:
    bucket: S3Files = request.getfixturevalue(kind)
    await bucket.put("a", [b"text"], kind=TEXT)

    address = await bucket.signed("a", seconds=60)

    assert address
    async with httpx.AsyncClient() as anybody:
        answer = await anybody.get(address)
    assert (answer.status_code, answer.content) == (200, b"text")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


async def test_a_directory_has_no_addresses(tmp_path: Path) -> None:
    files = LocalFiles.open(tmp_path)
    await files.put("a", [b"text"], kind=TEXT)

    assert await files.signed("a", seconds=60) is None


async def test_a_directory_is_its_owners_alone(tmp_path: Path) -> None:
    files = LocalFiles.open(tmp_path / "files")

    await files.put("a/b", [b""], kind=TEXT)

    modes = [(tmp_path / "files" / each).stat().st_mode & 0o777 for each in ("", "a", "a/b")]
    assert modes == [0o700, 0o700, 0o600]


async def test_a_store_that_cannot_be_used_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageUnavailableError, match="Not a directory"):
        LocalFiles.open(tmp_path / "file" / "below")

    nobody = {"S3_ENDPOINT": "http://127.0.0.1:1", "S3_REGION": "x", "S3_ACCESS_KEY_ID": "x"}
    files = S3Files.open("b", "", nobody | {"S3_SECRET_ACCESS_KEY": "hunter2"})
    with pytest.raises(StorageUnavailableError) as caught:
        await files.put("a", [b""], kind=TEXT)
    assert "hunter2" not in str(caught.value)


@pytest.fixture
def encrypted(bucket_settings: tuple[str, dict[str, str]]) -> S3Files:
    name, settings = bucket_settings
    return S3Files.open(name, "", settings | {"S3_ENCRYPTION": "AES256"})


async def test_a_bucket_is_asked_to_encrypt(encrypted: S3Files) -> None:
    await encrypted.put("a", [b"text"], kind=TEXT)

    address = await encrypted.signed("a", seconds=60)

    assert address
    async with httpx.AsyncClient() as anybody:
        answer = await anybody.get(address)
    assert answer.headers["x-amz-server-side-encryption"] == "AES256"
