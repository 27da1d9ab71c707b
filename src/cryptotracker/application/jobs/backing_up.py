"""Make a backup again and again, in the background."""

from collections.abc import Callable
from typing import Final

from attrs import frozen

from cryptotracker.application.backups import MakeBackup
from cryptotracker.application.jobs.attempts import Attempt
from cryptotracker.domain.jobs.jobs import Facts
from cryptotracker.ports.backups import Secret
from cryptotracker.ports.files import FileStore

BACK_UP: Final = "backup"


@frozen(kw_only=True)
class BackUp:
    """Make one backup; what it needs is opened only now, most workers never make one."""

    make: Callable[[], MakeBackup]
    to: Callable[[], FileStore]
    secret: Callable[[], Secret]
    keep: int

    async def __call__(self, attempt: Attempt) -> Facts | None:
        def tell(what: str) -> None:
            attempt.tell(attempt.progress.done + 1, text=what)

        done = await self.make()(self.to(), self.secret(), keep=self.keep, tell=tell)
        return {
            "backup": done.key,
            "bytes": done.size,
            "files": done.total.files,
            "missing": done.total.missing,
            "removed": list(done.removed),
        }
