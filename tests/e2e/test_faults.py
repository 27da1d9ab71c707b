"""The short form of the fault programme: what is promised holds whatever breaks under it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 240


@pytest.mark.parametrize("fault", ["F1", "F2", "F3", "F4", "F5", "F6", "F13", "F16"])
def test_nothing_promised_is_broken_by(fault: str) -> None:
    command = [sys.executable, "-m", "faults", "--short", "--only", fault]

    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
    )

    assert (done.returncode, done.stderr) == (0, ""), done.stdout
