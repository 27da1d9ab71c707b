"""Passwords by Argon2id, as OWASP asks: 46 MiB and one pass, two at once.

The work is done in threads of its own, so that a flood of sign-ins fills neither the memory nor
the threads that others need, and holds the loop up not at all.
"""

import asyncio
import secrets
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from attrs import field, frozen

from cryptotracker.ports.proofs import Passwords

KIBIBYTES: Final = 46 * 1024
PASSES: Final = 1
LANES: Final = 1
AT_ONCE: Final = 2
SALT_BYTES: Final = 16
HASH_BYTES: Final = 32


def hasher() -> PasswordHasher:
    return PasswordHasher(
        time_cost=PASSES,
        memory_cost=KIBIBYTES,
        parallelism=LANES,
        salt_len=SALT_BYTES,
        hash_len=HASH_BYTES,
    )


def nobodys() -> str:
    """Make up a hash that no password has; to try one takes as long as with any other."""
    salt, digest = (random_text(size) for size in (SALT_BYTES, HASH_BYTES))
    return f"$argon2id$v=19$m={KIBIBYTES},t={PASSES},p={LANES}${salt}${digest}"


def random_text(size: int) -> str:
    return b64encode(secrets.token_bytes(size)).decode().rstrip("=")


@frozen
class Argon2Passwords(Passwords):
    _hasher: PasswordHasher = field(factory=hasher)
    _nobodys: str = field(factory=nobodys, repr=False)
    _threads: ThreadPoolExecutor = field(
        factory=lambda: ThreadPoolExecutor(AT_ONCE, thread_name_prefix="argon2")
    )

    async def hashed(self, password: str) -> str:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._hasher.hash, password)

    async def fits(self, password: str, hashed: str | None) -> bool:
        loop = asyncio.get_running_loop()
        wanted = hashed or self._nobodys
        return await loop.run_in_executor(self._threads, self._verified, wanted, password)

    def is_dated(self, hashed: str) -> bool:
        try:
            return self._hasher.check_needs_rehash(hashed)
        except InvalidHashError:
            return True

    def _verified(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password)
        except (Argon2Error, InvalidHashError, UnicodeEncodeError):
            return False
