"""Passwords that are known to have leaked, in a list on this machine: nobody else is asked.

A line of the list is the SHA-1 of a password, in hexadecimal, and whatever follows it; lines are
in order, as in the list that Have I Been Pwned gives away. It may have gigabytes: it is not read,
but looked into some forty times.
"""

from bisect import bisect_left
from collections.abc import Container
from hashlib import sha1
from os import SEEK_END
from pathlib import Path
from typing import BinaryIO, Final

from attrs import frozen

DIGITS: Final = 40
AFTER_ALL: Final = b"\xff"


@frozen
class LeakedPasswords(Container[str]):
    _path: Path

    def __contains__(self, password: object) -> bool:
        wanted = sha1(str(password).encode(), usedforsecurity=False).hexdigest().upper().encode()
        with self._path.open("rb") as file:
            size = file.seek(0, SEEK_END)
            at = bisect_left(range(size), wanted, key=lambda place: digest_after(file, place))
            return digest_after(file, at) == wanted


def digest_after(file: BinaryIO, place: int) -> bytes:
    """Read the digest of the first line that begins at a place or after it."""
    if place:
        file.seek(place - 1)
        file.readline()
    else:
        file.seek(0)
    return file.readline()[:DIGITS].upper() or AFTER_ALL
