"""Where answers wait that can be computed again."""

from typing import Protocol


class Cache(Protocol):
    """Keeps values for a while. What is only here may be lost at any time, without harm.

    Every adapter keeps these promises; tests/contract/test_cache.py holds it to them:

    - a value is given only to the owner that it was kept for, and only under its own key;
    - a value that is older than its seconds is never given;
    - what another owner keeps under the same key neither is seen nor does harm;
    - it never raises: a cache that cannot be reached has nothing, and forgets what it is given;
    - a call that is cancelled leaves nothing behind that a later call could take for its answer.
    """

    async def get(self, key: str, *, owner: str) -> bytes | None: ...

    async def set(self, key: str, value: bytes, *, owner: str, seconds: int) -> None: ...

    async def forget(self, key: str, *, owner: str) -> None: ...
