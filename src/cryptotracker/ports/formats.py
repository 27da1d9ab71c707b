"""The files a ledger may come from."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, TypeAlias

from attrs import frozen

from cryptotracker.domain.portfolio.kept_files import LiteralRow
from cryptotracker.domain.portfolio.transactions import Transaction


@frozen(kw_only=True)
class Rejection:
    """A row that could not be read: where, what stood there, why, and perhaps what to ask.

    Attributes:
        line: of the file, counted from 1; 0 when the whole file is meant.
        question: the option whose answer would make the row readable (`time_zone`), or empty.
    """

    file: str
    line: int
    column: str
    value: str
    reason: str
    question: str = ""


@frozen(kw_only=True)
class Skipped:
    """A row that is understood and deliberately makes no transaction, and why."""

    file: str
    line: int
    reason: str


Remark: TypeAlias = Rejection | Skipped
Outcome: TypeAlias = Transaction | Remark


class FileFormats(Protocol):
    """Reads the export files of every known source.

    - a file is recognised by its content, never by its name;
    - a file of no known format raises UnknownFormatError, an unreadable one UnreadableFileError;
    - a wrong row becomes a Rejection, and the rows after it are read;
    - no row is dropped in silence: what makes no transaction is Skipped with its reason;
    - rows are read as they are asked for: a file of any size takes the same memory;
    - a time without zone is rejected with a question unless `time_zone` answers it;
    - the literal row of a line is the one that was read from there, whatever is wrong with it.
    """

    def names(self) -> Sequence[str]: ...

    def recognise(self, path: Path) -> str:
        """Name the format of a file."""
        ...

    def read(
        self, path: Path, *, format_name: str = "auto", time_zone: str | None = None, file: str = ""
    ) -> Iterator[Outcome]:
        """Read a file; `file` is the name it goes by in rows and messages, else the path's."""
        ...

    def literal(self, head: bytes, *, format_name: str) -> Callable[[bytes], LiteralRow]:
        """Return what gives the row that some bytes begin with; `head` is how its file begins."""
        ...
