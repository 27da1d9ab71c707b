"""A short command does nothing on its way that its answer does not need."""

import subprocess
import sys
from typing import Final

LOOKS: Final = """
import gc
from cryptotracker.entrypoints.cli.service import bootstrap
looks = []
gc.callbacks.append(lambda phase, about: looks.append(phase))
bootstrap()
print(len(looks), gc.isenabled(), gc.get_freeze_count() > 0)
"""


def test_nobody_looks_for_garbage_while_the_service_is_loaded() -> None:
    said = subprocess.run(
        [sys.executable, "-c", LOOKS], capture_output=True, text=True, check=True, timeout=60
    )

    assert said.stdout.split() == ["0", "True", "True"]
