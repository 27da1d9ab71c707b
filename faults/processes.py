"""The processes that are killed, frozen and started again: databases and the product itself."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import httpx
from attrs import Factory, define, field

from tests.programs import find
from tests.servers import answers, free_port, server_user, within_reach

PROGRAM: Final = Path(sys.executable).parent / "cryptotracker"
PATIENCE_SECONDS: Final = 30
LEFT_SECONDS: Final = 2
DURABLE: Final = ("fsync=on", "synchronous_commit=on", "full_page_writes=on")


class OverdueError(Exception):
    """Something did not happen in its time."""


def wait(
    what: str,
    ready: Callable[[], bool],
    seconds: float = PATIENCE_SECONDS,
    *,
    every: float = 0.02,
) -> float:
    """Wait until something holds, and say how long that took; who asks often takes time away."""
    started = time.monotonic()
    while not ready():
        if time.monotonic() - started > seconds:
            message = f"not within {seconds:g} s: {what}"
            raise OverdueError(message)
        time.sleep(every)
    return time.monotonic() - started


def family(process: int) -> list[int]:
    """List a process and all that it started; PostgreSQL's children are no group of its own."""
    found = [process]
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):  # some end while they are listed
            found += [each for child in task.read_text().split() for each in family(int(child))]
    return found


def signal_family(process: int, number: int) -> None:
    for each in family(process):
        with suppress(ProcessLookupError):
            os.kill(each, number)


@define
class Postgres:
    """A PostgreSQL that keeps what it acknowledged, in a directory of its own.

    Attributes:
        log_home: where its write-ahead log lies; a full disk under that one ends the server.
    """

    home: Path
    log_home: Path = field(default=Factory(lambda self: self.home, takes_self=True))
    settings: Sequence[str] = DURABLE
    port: int = field(factory=free_port)
    _process: subprocess.Popen[bytes] | None = None
    _program: Path = Path()

    @property
    def url(self) -> str:
        return self.through(self.port)

    def through(self, port: int) -> str:
        return f"postgresql://tests@127.0.0.1:{port}/postgres"

    def prepare(self, *options: str) -> None:
        """Make the directory; only this machine's own connections come in, so without password."""
        for folder in (self.home, self.log_home):
            folder.mkdir(parents=True, exist_ok=True)
        user = server_user()
        self._program = find("postgres").resolve()
        if user is not None:
            self._program = within_reach(self._program, self.home)
            for folder in (self.home, self.log_home):
                for each in (folder, *folder.parents[:2]):
                    each.chmod(0o755)
                os.chown(folder, user, -1)
        command: list[str | Path] = [
            *(self._program.with_name("initdb"), "--pgdata", self.home / "data"),
            *("--waldir", self.log_home / "wal", "--username=tests", "--auth=trust"),
            *("--encoding=UTF8", "--no-locale", "--no-sync", "--no-instructions"),
        ]
        subprocess.run(
            [*command, *options],
            cwd=self.home,
            user=user,
            stdout=subprocess.DEVNULL,
            check=True,
        )

    def start(self) -> None:
        state = self.home / "data" / "postmaster.pid"
        state.unlink(missing_ok=True)
        places = (f"port={self.port}", f"unix_socket_directories={self.home}")
        options = [f"--{each}" for each in (*self.settings, *places, "max_connections=200")]
        with (self.home / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._program, "-D", self.home / "data", *options],
                cwd=self.home,
                user=server_user(),
                extra_groups=[] if server_user() is not None else None,
                stdout=log,
                stderr=log,
            )
        wait("PostgreSQL", lambda: state.exists() and "ready" in state.read_text())

    def _signal(self, number: int) -> None:
        assert self._process
        signal_family(self._process.pid, number)

    def kill(self) -> None:
        self._signal(signal.SIGKILL)
        assert self._process
        self._process.wait()

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)


@define
class Redis:
    """A Redis that forgets everything when it is killed."""

    home: Path
    port: int = field(factory=free_port)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        options = ("--bind", "127.0.0.1", "--port", str(self.port), "--save", "")
        self._process = subprocess.Popen(
            [find("redis"), *options], cwd=self.home, stdout=subprocess.DEVNULL
        )
        wait("Redis", lambda: answers(self.port))

    def kill(self) -> None:
        assert self._process
        self._process.kill()
        self._process.wait()

    def freeze(self) -> None:
        assert self._process
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self._process
        self._process.send_signal(signal.SIGCONT)


@define
class Product:
    """One installation of ours: its settings, and the processes that use it."""

    home: Path
    settings: Mapping[str, str] = field(factory=dict)
    port: int = field(factory=free_port)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        rest = {name: value for name, value in os.environ.items() if "CRYPTOTRACKER" not in name}
        # Its server is durable but for the role, which made it.
        ours = {"DATA_DIR": str(self.home), "DATABASE_ACCEPTS_RISKS": "yes"}
        ours |= {"RATE_LIMIT_ADDRESS": "0", "LOG_LEVEL": "error", **self.settings}
        return rest | {f"CRYPTOTRACKER_{name}": value for name, value in ours.items()}

    def start(self, *arguments: str | Path) -> subprocess.Popen[str]:
        return self.begin(PROGRAM, *arguments)

    def begin(self, *command: str | Path, stdin: int | None = None) -> subprocess.Popen[str]:
        return subprocess.Popen(
            command,
            env=self.environment,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str | Path) -> str:
        """Run a command to its end, and give what it printed."""
        process = self.start(*arguments)
        said, complained = process.communicate(timeout=600)
        if process.returncode:
            message = f"{arguments[0]} ended with {process.returncode}: {complained.strip()}"
            raise OverdueError(message)
        return said

    @contextmanager
    def serving(self) -> Iterator[httpx.Client]:
        # A connection is left by us before the server leaves it, or a request may cross its end.
        limits = httpx.Limits(keepalive_expiry=LEFT_SECONDS)
        client = httpx.Client(base_url=self.address, timeout=30, limits=limits)
        with self.server() as process, client:
            wait("the server", lambda: ended(process) or ready(client))
            yield client
            ended(process)

    @contextmanager
    def server(self) -> Iterator[subprocess.Popen[str]]:
        process = self.start("serve", "--port", str(self.port))
        try:
            yield process
        finally:
            kill(process)


def ended(process: subprocess.Popen[str]) -> bool:
    """Make sure that a process has not ended by itself."""
    if process.poll() is not None:
        message = f"it ended with {process.returncode}: {process.communicate()[1][-500:]}"
        raise OverdueError(message)
    return False


def ready(client: httpx.Client) -> bool:
    try:
        return client.get("/health/ready", timeout=5).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def kill(process: subprocess.Popen[str]) -> None:
    """End a process and its children at once, as a power cut would."""
    if process.poll() is None:
        signal_family(process.pid, signal.SIGKILL)
    process.communicate()
