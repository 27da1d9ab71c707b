"""Measure a command as a whole process: CPU and wall seconds, and its peak memory."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from attrs import frozen

LAUNCHER = Path(__file__).with_name("launcher.py")


@frozen(kw_only=True)
class Usage:
    """What a process took; a negative code is the signal that ended it."""

    code: int
    wall_seconds: float
    cpu_seconds: float
    peak_mb: float


class CommandFailedError(Exception):
    """A measured command ended with an error, so its figures mean nothing."""


def measure(
    command: Sequence[str | Path],
    *,
    output: Path,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    seconds: int = 900,
    times: int = 1,
) -> Usage:
    """Run a command so many times and give the run of median CPU time."""
    errors = output.with_name(output.name + ".err")
    arguments = [str(seconds), str(output), str(errors), *map(str, command)]
    runs: list[Usage] = []
    for _ in range(times):
        answer = subprocess.run(
            [sys.executable, "-IS", str(LAUNCHER), *arguments],
            cwd=folder,
            env=surroundings() | dict(environment or {}),
            capture_output=True,
            check=True,
        )
        usage = Usage(**json.loads(answer.stdout))
        if usage.code != 0:
            said = errors.read_text(errors="replace").strip().splitlines() or ["nothing"]
            message = f"{Path(command[0]).name} ended with {usage.code} and said: {said[-1]}"
            raise CommandFailedError(message)
        runs.append(usage)
    return sorted(runs, key=lambda usage: usage.cpu_seconds)[len(runs) // 2]


def surroundings() -> dict[str, str]:
    """Give everybody's environment without what would slow us down or set us up differently."""
    return {
        name: value
        for name, value in os.environ.items()
        if name != "PYTHONDONTWRITEBYTECODE" and not name.startswith("CRYPTOTRACKER_")
    }
