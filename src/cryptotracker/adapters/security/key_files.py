"""The keys of a ring: 32 random bytes each, in a file that nobody but its owner can read.

A line of the file is a key; the oldest come first. What a key sealed cannot be opened by another,
so a key that is there stays as it is: one more is added, or one is taken out when told to.
"""

import os
import secrets
import shutil
import tempfile
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, NoReturn

from attrs import field, frozen

from cryptotracker.adapters.security.ciphers import KEY_BYTES, DoesNotOpenError, seal, unseal
from cryptotracker.domain.errors import BrokenSealError, SettingsError
from cryptotracker.ports.secrets import KeyFile, Part

OTHERS: Final = 0o077
LONGEST: Final = 100_000


@frozen(kw_only=True)
class RingFile(KeyFile):
    """The keys of one ring; the setting names the file to people."""

    name: str
    path: Path
    setting: str
    _held: dict[str, bytes] = field(factory=dict, repr=False, eq=False)

    def names(self) -> Sequence[str]:
        found = self._read()
        self._held.clear()
        self._held.update(found)
        return list(found)

    def seal(self, key: str, plain: bytes, *about: Part) -> bytes:
        return seal(self._key(key), plain, *about)

    def open(self, key: str, sealed: bytes, *about: Part) -> bytes:
        try:
            return unseal(self._key(key), sealed, *about)
        except DoesNotOpenError as error:
            raise BrokenSealError(what=f"what the {self.name} key {key} sealed") from error

    def add(self) -> str:
        key = f"k{secrets.token_hex(4)}"
        found = dict(self._read())
        if found:
            self._sweep()
        self._write(found | {key: secrets.token_bytes(KEY_BYTES)}, new=not found)
        return self.names()[-1]

    def remove(self, key: str) -> None:
        found = self._read()
        if key in found:
            self._sweep()
            self._write({name: each for name, each in found.items() if name != key})
            self.names()

    def _key(self, key: str) -> bytes:
        if key not in self._held:
            self.names()
        if key not in self._held:
            self._refuse(f"{self.path} lacks the key {key}; add its line from where it was made")
        return self._held[key]

    @property
    def place(self) -> str:
        return str(self.path)

    @property
    def _mark(self) -> str:
        return f"cryptotracker-{self.name}-key-1"

    def _read(self) -> Mapping[str, bytes]:
        try:
            with self.path.open("rb") as file:
                mode = os.fstat(file.fileno()).st_mode
                lines = file.read(LONGEST).decode("ascii", "replace").splitlines()
        except FileNotFoundError:
            return {}
        except OSError as error:
            self._refuse(f"{self.path} cannot be read: {error.strerror}", error)
        if os.name == "posix" and mode & OTHERS:
            self._refuse(f"{self.path} can be read by others; run: chmod 600 '{self.path}'")
        found = dict(self._parsed(line) for line in lines if line.strip())
        if not found:
            self._refuse(f"{self.path} holds no {self.name} key")
        return found

    def _parsed(self, line: str) -> tuple[str, bytes]:
        try:
            mark, name, text = line.split()
            key = urlsafe_b64decode(text)
        except (ValueError, NotBase64) as error:
            self._refuse(f"{self.path} holds no {self.name} key", error)
        if mark != self._mark or len(key) != KEY_BYTES:
            self._refuse(f"{self.path} holds no {self.name} key")
        return name, key

    def _write(self, keys: Mapping[str, bytes], *, new: bool = False) -> None:
        """Write the file whole; of two who make a new one at the same moment, one does."""
        lines = [f"{self._mark} {name} {text(key)}\n" for name, key in keys.items()]
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(
                dir=self.path.parent, prefix=self._unfinished
            ) as folder:
                written = Path(folder) / "keys"
                with written.open("xb") as file:  # nobody else gets into the folder
                    written.chmod(0o600)
                    file.write("".join(lines).encode())
                    file.flush()
                    os.fsync(file.fileno())
                place(written, self.path, new=new)
        except OSError as error:
            self._refuse(f"{self.path} cannot be written: {error.strerror}", error)

    @property
    def _unfinished(self) -> str:
        return f".{self.path.name}-"

    def _sweep(self) -> None:
        """Remove what somebody left who died while writing: there are keys in it."""
        for folder in self.path.parent.glob(f"{self._unfinished}*"):
            shutil.rmtree(folder, ignore_errors=True)

    def _refuse(self, reason: str, cause: Exception | None = None) -> NoReturn:
        raise SettingsError(name=self.setting, reason=reason) from cause


def text(key: bytes) -> str:
    return urlsafe_b64encode(key).decode()


def place(written: Path, path: Path, *, new: bool) -> None:
    """Give a file that is written its name, at once, so that a power cut does not take it back."""
    if new:
        with suppress(FileExistsError):
            os.link(written, path)
    else:
        written.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
