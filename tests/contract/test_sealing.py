"""What sealing promises: nobody reads or changes a stream without its secret."""

from collections.abc import AsyncIterator

import pytest

from cryptotracker.adapters.security.sealing import CHUNK, SealedStreams
from cryptotracker.domain.errors import BackupUnusableError
from cryptotracker.ports.backups import Secret

WORDS = "correct horse"
KEY = Secret(key=b"k" * 32)
PASSPHRASE = Secret(passphrase=WORDS)
CONTENT = b"".join(number.to_bytes(4) for number in range(700_000))
HEAD = 200
"""Header and first chunk end before this byte."""


async def stream(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


async def sealed(content: bytes, secret: Secret = KEY) -> bytes:
    return b"".join([piece async for piece in SealedStreams().seal(stream(content), secret)])


async def opened(content: bytes, secret: Secret = KEY, *, piece: int = 100_000) -> bytes:
    cut = [content[at : at + piece] for at in range(0, len(content), piece)]
    return b"".join([each async for each in SealedStreams().open(stream(*cut), secret)])


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, len(CONTENT)])
async def test_what_was_sealed_comes_out(size: int) -> None:
    assert await opened(await sealed(CONTENT[:size])) == CONTENT[:size]


async def test_a_passphrase_seals_too_and_nothing_of_either_is_seen() -> None:
    found = await sealed(CONTENT, PASSPHRASE)

    assert await opened(found, PASSPHRASE) == CONTENT
    assert CONTENT[:64] not in found
    assert WORDS.encode() not in found
    assert WORDS not in repr(PASSPHRASE)


async def test_the_same_content_is_never_sealed_the_same() -> None:
    assert await sealed(b"same") != await sealed(b"same")


@pytest.mark.parametrize("secret", [Secret(key=b"x" * 32), Secret(passphrase=WORDS)])
async def test_another_secret_opens_nothing(secret: Secret) -> None:
    with pytest.raises(BackupUnusableError):
        await opened(await sealed(CONTENT), secret)


@pytest.mark.parametrize("at", [0, 30, 60, 150, 300, CHUNK + 500, 2 * CHUNK + 500, -1])
async def test_a_flipped_bit_is_found(at: int) -> None:
    damaged = bytearray(await sealed(CONTENT))
    damaged[at] ^= 1

    with pytest.raises(BackupUnusableError):
        await opened(bytes(damaged))


@pytest.mark.parametrize("left", [0, 10, 100, HEAD, CHUNK, 2 * CHUNK + 500])
async def test_a_stream_that_is_cut_off_is_found(left: int) -> None:
    with pytest.raises(BackupUnusableError):
        await opened((await sealed(CONTENT))[:left])


async def test_a_stream_cut_between_two_chunks_is_found() -> None:
    found = await sealed(CONTENT)
    last = len(CONTENT) % CHUNK + 16

    with pytest.raises(BackupUnusableError, match="cut off"):
        await opened(found[:-last])


async def test_chunks_cannot_change_places_or_files() -> None:
    found, size = await sealed(CONTENT), CHUNK + 16
    head = len(found) - len(CONTENT) - 3 * 16
    first, second = found[head : head + size], found[head + size : head + 2 * size]
    other = await sealed(CONTENT)

    with pytest.raises(BackupUnusableError):
        await opened(found[:head] + second + first + found[head + 2 * size :])
    with pytest.raises(BackupUnusableError):
        await opened(found[: head + size] + other[head + size :])


async def test_something_added_is_found() -> None:
    with pytest.raises(BackupUnusableError):
        await opened(await sealed(b"small") + b"more")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"x" * 5_000])
async def test_what_is_no_backup_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(BackupUnusableError, match="no backup of ours"):
        await opened(content)
