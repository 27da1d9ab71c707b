"""A cache that several processes share, in Redis."""

from hashlib import blake2b
from typing import Final

from attrs import frozen

from cryptotracker.adapters.sharing.redis.connection import Connection
from cryptotracker.ports.cache import Cache

PREFIX: Final = "cryptotracker:cache:"
TAG_BYTES: Final = 32


@frozen
class RedisCache(Cache):
    """Each value begins with a tag of its owner and key, which is looked at before it is given.

    Should a connection ever answer one question with the answer to another, what is not ours is
    not shown.
    """

    _connection: Connection

    async def get(self, key: str, *, owner: str) -> bytes | None:
        found = await self._connection.ask(lambda redis: redis.get(place(key, owner)))
        if not isinstance(found, bytes) or found[:TAG_BYTES] != tag(key, owner):
            return None
        return found[TAG_BYTES:]

    async def set(self, key: str, value: bytes, *, owner: str, seconds: int) -> None:
        tagged = tag(key, owner) + value
        await self._connection.ask(lambda redis: redis.set(place(key, owner), tagged, ex=seconds))

    async def forget(self, key: str, *, owner: str) -> None:
        await self._connection.ask(lambda redis: redis.delete(place(key, owner)))


def place(key: str, owner: str) -> str:
    return f"{PREFIX}{owner}:{key}"


def tag(key: str, owner: str) -> bytes:
    digest = blake2b(digest_size=TAG_BYTES)
    for part in (owner, key):
        encoded = part.encode()
        digest.update(len(encoded).to_bytes(8) + encoded)
    return digest.digest()
