"""Take every wall of security/guards.toml away, one by one: a test must notice each time.

Works in a copy of the source tree; `python tools/guards.py NAME…` tries only some.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
COPIED: Final = ("src", "tests", "faults", "tools", "security", "docs", "pyproject.toml")
TESTS_FAILED: Final = 1
PATIENCE_SECONDS: Final = 600


def main(names: list[str]) -> int:
    guards = read()
    unnoticed = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for each in COPIED:
            taken = shutil.copytree if (ROOT / each).is_dir() else shutil.copy
            taken(ROOT / each, copy / each)
        for name in names or guards:
            noticed = notices(copy, guards[name])
            sys.stdout.write(f"{'noticed  ' if noticed else 'UNNOTICED'} {name}\n")
            sys.stdout.flush()
            unnoticed += [] if noticed else [name]
    count = len(names or guards)
    sys.stdout.write(f"{count - len(unnoticed)} of {count} were noticed to be gone\n")
    return min(len(unnoticed), 1)


def read() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((ROOT / "security/guards.toml").read_text(encoding="utf-8"))


def without(guard: Mapping[str, Any]) -> str:
    """Return the file without its guard, whose lines must stand in it exactly once."""
    text: str = (ROOT / guard["file"]).read_text(encoding="utf-8")
    if text.count(guard["lines"]) != 1:
        message = f"{guard['file']} has {text.count(guard['lines'])} times: {guard['lines']}"
        raise LookupError(message)
    return text.replace(guard["lines"], guard["instead"])


def notices(copy: Path, guard: Mapping[str, Any]) -> bool:
    target = copy / guard["file"]
    target.write_text(without(guard), encoding="utf-8")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-qx", "-p", "no:cacheprovider", *guard["tests"]],
            cwd=copy,
            env=environment(copy),
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
    finally:
        shutil.copy(ROOT / guard["file"], target)
    # A file that no longer imports proves nothing: then there is no failed test.
    return done.returncode == TESTS_FAILED and b" failed" in done.stdout


def environment(copy: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1"}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
