"""What must never be shown, and what keeps it from being read."""

from typing import Protocol

from attrs import field, frozen


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
class BrokenSealError(Exception):
    """What was sealed was changed, or sealed by another key or for another place."""

    key_id: str


class Sealer(Protocol):
    """Seals what only this installation may read.

    - what was sealed for one place opens for that place only: its name, as parts, is sealed in;
    - one bit changed, or another key, and it does not open: BrokenSealError;
    - equal texts are sealed differently each time.
    """

    @property
    def key_id(self) -> str:
        """Name the key; the name is no secret."""
        ...

    def seal(self, plain: bytes, *place: str) -> bytes: ...

    def open(self, sealed: bytes, *place: str) -> bytes: ...
