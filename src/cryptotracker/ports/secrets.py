"""What must never be shown, where it is kept, and the keys that keep it from being read."""

from collections.abc import Sequence
from typing import Final, Protocol, TypeAlias
from uuid import UUID

from attrs import field, frozen

MASTER, FRONT, WORKER = "master", "front", "worker"
"""Who opens what was sealed: workers, by the master key or what was sent to them; the server."""

INSTALLATION: Final = UUID(int=0)
"""The user of secrets that are nobody's: those of the installation itself."""

FORMAT: Final = 1
"""How the parts that something is sealed about are put together."""

Part: TypeAlias = str | int | UUID


@frozen(repr=False)
class Secret:
    """A text that is printed as `[secret]`, wherever it is printed; only `reveal` gives it."""

    _text: str = field(repr=False)

    def reveal(self) -> str:
        return self._text

    def __str__(self) -> str:
        return "[secret]"

    __repr__ = __str__


@frozen(kw_only=True)
class Place:
    """Where a secret is kept; what is sealed for one place opens in no other.

    Attributes:
        user: whose it is, or INSTALLATION.
        record: the id of what it belongs to, as of a connection.
        kind: of that record; of a connection, its exchange, or the key could be sent elsewhere.
        field: which of the record's secrets.
        version: of the record; an earlier secret put back in its place does not open.
    """

    user: UUID
    record: UUID
    kind: str
    field: str
    version: int = 1

    @property
    def about(self) -> tuple[Part, ...]:
        """Say in full what is sealed about."""
        parts = (self.user, self.record, self.kind, self.field, self.version)
        return ("cred", FORMAT, *parts)


class Ring(Protocol):
    """Keys of this installation, each with a name, in a file that no backup holds.

    - what a key sealed opens by that key and about the same parts only: BrokenSealError;
    - a key that is not in the file, or a file that is not as it must be: SettingsError;
    - a key that was added to the file since is found.
    """

    @property
    def name(self) -> str: ...

    def names(self) -> Sequence[str]:
        """Name the keys as they lie in the file, oldest first; without a file there are none."""
        ...

    def seal(self, key: str, plain: bytes, *about: Part) -> bytes: ...

    def open(self, key: str, sealed: bytes, *about: Part) -> bytes: ...


class KeyFile(Ring, Protocol):
    """A ring whose file may be changed; who does that sees to it that nobody else does.

    - whenever it is interrupted, the file holds what it held before, or what it is to hold.
    """

    @property
    def setting(self) -> str:
        """Name the setting that says where the file is."""
        ...

    @property
    def place(self) -> str:
        """Say where the file is."""
        ...

    def add(self) -> str:
        """Make another key, and the file if there is none; return its name."""
        ...

    def remove(self, key: str) -> None:
        """Take a key out, if it is there."""
        ...
