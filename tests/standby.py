"""A standby of the run's PostgreSQL that a test may stop, freeze and leave behind."""

import os
import signal
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

import asyncpg
import pytest
from attrs import define

from tests.programs import find
from tests.servers import (
    Server,
    as_plain,
    claimed,
    free_port,
    run_postgres,
    server_user,
    wait_until_ready,
    within_reach,
)


@define
class Standby:
    """A server that follows another; `database` is the one of this process."""

    home: Path
    program: Path
    port: int
    primary: str
    database: str
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"{as_plain(self._address)}/{self.database}"

    @property
    def _address(self) -> str:
        return f"{self.primary.rpartition(':')[0]}:{self.port}"

    def start(self) -> None:
        self.process = run_postgres(self.program, self.home, self.port, server_user())
        state = self.home / "data" / "postmaster.pid"
        wait_until_ready(
            Server(
                self.process,
                signal.SIGQUIT,
                self.url,
                lambda: state.exists() and "ready" in state.read_text(),
            )
        )

    def stop(self) -> None:
        assert self.process
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()

    @asynccontextmanager
    async def behind(self) -> AsyncIterator[None]:
        """Let it take what the primary sends, and not act on it."""
        await self._order("SELECT pg_wal_replay_pause()")
        try:
            yield
        finally:
            await self._order("SELECT pg_wal_replay_resume()")

    @contextmanager
    def stopped(self) -> Iterator[None]:
        self.stop()
        try:
            yield
        finally:
            self.start()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Stop its processes without ending them."""
        assert self.process
        leader = self.process.pid
        children = Path(f"/proc/{leader}/task/{leader}/children").read_text().split()
        processes = [leader, *map(int, children)]
        for each in processes:
            os.kill(each, signal.SIGSTOP)
        try:
            yield
        finally:
            for each in processes:
                with suppress(ProcessLookupError):
                    os.kill(each, signal.SIGCONT)

    async def _order(self, command: str) -> None:
        connection = await asyncpg.connect(f"{self._address}/postgres")
        await connection.execute(command)
        await connection.close()


def copied(primary: str, database: str, home: Path) -> Standby:
    """Copy the primary's data, so that what is started on it follows the primary."""
    user = server_user()
    program = find("postgres").resolve()
    if user is not None:
        program = within_reach(program, home)
        os.chown(home, user, -1)
    subprocess.run(
        [
            *(program.with_name("pg_basebackup"), "--dbname", f"{primary}/postgres"),
            *("--pgdata", home / "data", "--write-recovery-conf", "--checkpoint=fast"),
        ],
        cwd=home,
        env={"PATH": os.environ["PATH"]},
        user=user,
        extra_groups=None if user is None else [],
        check=True,
        capture_output=True,
    )
    return Standby(home, program, free_port(), primary, database)


@pytest.fixture(scope="session", name="standby")
def provide_standby(run: Path, worker: str, postgres: str) -> Iterator[Standby]:
    """Give a standby of this process alone; who stops it starts it again."""
    del postgres  # it makes the database that is to be found here too
    with tempfile.TemporaryDirectory(prefix="ct-", dir="/tmp") as home:
        with claimed("postgres", run) as primary:
            standby = copied(primary, worker, Path(home))
        standby.start()
        yield standby
        standby.stop()
