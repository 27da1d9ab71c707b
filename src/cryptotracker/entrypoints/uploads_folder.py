"""Where uploads wait while they are read: a folder that goes with the process that made it."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

PREFIX: Final = "uploads-"


@contextmanager
def uploads_folder(data_dir: Path) -> Iterator[Path]:
    """Make a folder and hold a lock on it; the folders of killed processes are cleared away."""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(dir=data_dir, prefix=PREFIX, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        lock = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_SH)
            folder.mkdir(mode=0o700, exist_ok=True)  # another that starts now may have been faster
            for other in data_dir.glob(f"{PREFIX}*"):
                if other != folder:
                    clear(other)
            yield folder
        finally:
            os.close(lock)


def clear(folder: Path) -> None:
    """Remove a folder unless somebody holds its lock: the kernel drops that of a dead process."""
    with suppress(OSError):
        lock = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder)
        finally:
            os.close(lock)
