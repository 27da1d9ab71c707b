r"""The file of an import as it is kept, and where in it each line begins.

>>> index = LineIndex.of([b"one", b"\ntwo\n", b"three"], block=4)
>>> [index.place(line) for line in (1, 2, 3, 4)]
[(0, 0), (0, 1), (1, 1), None]
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from uuid import UUID

from attrs import define, field, frozen

FOLDER: Final = "imports"
PENDING: Final = "pending"
"""Where files wait for the job that imports them."""

BLOCK: Final = 1 << 18
HEAD: Final = 1 << 16
"""So many bytes of a file show how its lines end."""


def line_end(head: bytes) -> bytes:
    """Tell how lines end in a file that begins like this."""
    return b"\r" if b"\r" in head and b"\n" not in head else b"\n"


@frozen
class LineIndex:
    """Finds a line without reading the lines before it.

    Attributes:
        end: of a line.
        ended: how many lines have ended by the end of each block.
    """

    end: bytes
    ended: Sequence[int]

    @classmethod
    def of(cls, pieces: Iterable[bytes], *, block: int = BLOCK) -> "LineIndex":
        counting = LineCount(block)
        for _ in counting.through(pieces):
            pass
        return counting.index

    def place(self, line: int) -> tuple[int, int] | None:
        """Name the block to read from, and how many lines end there before this one begins."""
        before = line - 1
        block = bisect_left(self.ended, before) if before else 0
        if before < 0 or block == len(self.ended):
            return None
        return block, before - (self.ended[block - 1] if block else 0)


@define
class LineCount:
    """Counts the lines of a file while its pieces pass by."""

    block: int = BLOCK
    _end: bytes = b""
    _ended: list[int] = field(factory=list)
    _filled: int = 0

    def through(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            self._end = self._end or line_end(piece[:HEAD])
            self._count(piece)
            yield piece

    def _count(self, piece: bytes) -> None:
        at = 0
        while at < len(piece):
            if self._filled in {0, self.block}:
                self._ended.append(self._ended[-1] if self._ended else 0)
                self._filled = 0
            until = min(at + self.block - self._filled, len(piece))
            self._ended[-1] += piece.count(self._end, at, until)
            self._filled += until - at
            at = until

    @property
    def index(self) -> LineIndex:
        return LineIndex(self._end or b"\n", self._ended)


@frozen(kw_only=True)
class LiteralRow:
    """A row to the last character of its file, but for the end of its line.

    Attributes:
        cells: each with its name in the header, where there is one.
        cut: the text goes on in the file.
    """

    text: str
    cells: Sequence[tuple[str, str]] = ()
    cut: bool = False


@frozen(kw_only=True)
class KeptFile:
    """Where the file of an import is kept, and what is known of it.

    Attributes:
        digest: SHA-256 of the whole file.
    """

    import_id: UUID
    key: str
    size: int
    digest: bytes
    lines: LineIndex


def folder_of(portfolio_id: UUID) -> str:
    """Name where the files of a portfolio are: no other has one there, even if it is the same."""
    return f"{FOLDER}/{portfolio_id}"


def pending_folder_of(portfolio_id: UUID) -> str:
    """Name where the files wait that are to be imported into a portfolio."""
    return f"{PENDING}/{portfolio_id}"
