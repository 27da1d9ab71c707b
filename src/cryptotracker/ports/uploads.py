"""Files that were sent to us and wait for the job that reads them."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from attrs import frozen


@frozen(kw_only=True)
class Waiting:
    """A file that was kept."""

    key: str
    kept_at: datetime


class Uploads(Protocol):
    """Keeps files until they are removed.

    - a file kept is whole and there, even after a power cut, or it is not there at all;
    - the file given may be removed, or changed, as soon as it is kept;
    - a file that is not there raises UnreadableFileError when it is opened; removed twice is once.
    """

    async def keep(self, key: str, file: Path) -> None: ...

    def opened(self, key: str) -> AbstractAsyncContextManager[Path]:
        """Give the file a place where it can be read until the block ends."""
        ...

    async def remove(self, key: str) -> None: ...

    async def waiting(self) -> Sequence[Waiting]:
        """List what was kept and not removed, oldest first."""
        ...
