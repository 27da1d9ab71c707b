"""The passwords that are guessed first; `common_passwords.txt` says where they are from."""

from functools import cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).with_suffix(".txt")


@cache
def common_passwords() -> frozenset[str]:
    """Read the list, in small letters; those too short to be taken are not in it."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("# "))
