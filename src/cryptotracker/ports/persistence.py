"""Where portfolios, imports and entries are kept between two use cases."""

from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Collection,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol
from uuid import UUID

from attrs import frozen

from cryptotracker.domain.portfolio.kept_files import KeptFile
from cryptotracker.domain.portfolio.portfolios import Account, Entry, Import, Portfolio
from cryptotracker.domain.portfolio.transactions import Transaction
from cryptotracker.ports.comments import Comments
from cryptotracker.ports.formats import Outcome, Rejection, Remark
from cryptotracker.ports.idempotency import Answers
from cryptotracker.ports.identity import People
from cryptotracker.ports.jobs import Jobs, Upkeep
from cryptotracker.ports.market import Market
from cryptotracker.ports.own_prices import OwnPrices
from cryptotracker.ports.pages import Page
from cryptotracker.ports.sealed import Sealed
from cryptotracker.ports.shares import Shares
from cryptotracker.ports.watching import Watched

REJECTIONS_KEPT = 1_000
ROWS_SHOWN = 200


@frozen(kw_only=True)
class Wanted:
    """Which entries to list: those that meet everything given.

    Attributes:
        asset: sent, received or paid as a fee.
        account: where it happened or, of a transfer, where it arrived.
        text: somewhere in the ids, the note or the tags; upper and lower case are the same.
        start: the earliest time, inclusive.
        end: the first time that is too late.
    """

    asset: str = ""
    account: str = ""
    type: str = ""
    text: str = ""
    start: datetime | None = None
    end: datetime | None = None


def nobody(_read: int, _remarks: Sequence[Remark]) -> None:
    """Watch nothing."""


@frozen(kw_only=True)
class Source:
    """The rows of a file on their way in.

    Attributes:
        read: gives them from the first one, whenever it is called. What can be pickled may be
            called in another process.
        size: of the file in bytes, 0 if it has none.
        watch: called, in a thread, with how many rows were read and what was remarked since.
    """

    read: Callable[[], Iterator[Outcome]]
    size: int = 0
    watch: Callable[[int, Sequence[Remark]], None] = nobody


@frozen(kw_only=True)
class Recorded:
    """What became of the rows of a file: the first entries with whether they were new."""

    added: int
    known: int
    first: Sequence[tuple[Entry, bool]]


class Portfolios(Protocol):
    """The portfolios of one owner.

    - a name belongs to one portfolio: PortfolioNameTakenError;
    - what is not there raises PortfolioNotFoundError;
    - a portfolio got in a transaction is changed by nobody else until the transaction ends;
    - removing a portfolio removes its imports and entries.
    """

    async def add(self, portfolio: Portfolio) -> None: ...

    async def get(self, key: UUID | str) -> Portfolio:
        """Return the portfolio of an id, or of a name if a text is given."""
        ...

    async def page(self, *, limit: int, cursor: str | None = None) -> Page[Portfolio]:
        """List portfolios, oldest first."""
        ...

    async def save(self, portfolio: Portfolio) -> None: ...

    async def remove(self, portfolio_id: UUID) -> None: ...


class Imports(Protocol):
    """The imports of portfolios.

    - an import of another portfolio is as good as none: ImportNotFoundError;
    - at most 1,000 rejections of an import are kept, each value cut to 200 characters.
    """

    async def save(self, record: Import) -> None:
        """Add an import, or keep what changed."""
        ...

    async def get(self, portfolio_id: UUID, import_id: UUID) -> Import: ...

    async def page(
        self, portfolio_id: UUID, *, limit: int, cursor: str | None = None
    ) -> Page[Import]:
        """List imports, newest first."""
        ...

    async def reject(self, import_id: UUID, rejections: Sequence[Rejection]) -> None: ...

    async def rejections(self, import_id: UUID) -> Sequence[Rejection]: ...


class Ledger(Protocol):
    """The entries of portfolios.

    - what went in comes out to the last digit, and times to the microsecond;
    - equal rows count as often as in the file that holds most of them;
    - taking an import back leaves the rows that another import holds too;
    - rows are taken and given as they are needed: any number takes the same memory.
    """

    async def add(self, record: Import, source: Source) -> Recorded:
        """Add the rows of one file to the import's portfolio."""
        ...

    async def take_back(self, record: Import) -> int:
        """Remove what only this import holds; say how many entries that were."""
        ...

    def read(self, portfolio_id: UUID) -> AsyncIterator[Sequence[Transaction]]:
        """Give all transactions by time, in batches; at one instant as they were recorded."""
        ...

    async def page(
        self, portfolio_id: UUID, wanted: Wanted, *, limit: int, cursor: str | None = None
    ) -> Page[Entry]:
        """List entries, newest first."""
        ...

    async def accounts(self, portfolio_id: UUID) -> Sequence[Account]:
        """List the accounts by name, those that only received a transfer too."""
        ...


@frozen(kw_only=True)
class Origin:
    """Which file, of which import, a row was read from."""

    import_id: UUID
    format: str
    file: str
    line: int


class KeptFiles(Protocol):
    """The files of imports, as far as they were kept: where each lies, not what it holds.

    - what is kept of a file goes with its import.
    """

    async def save(self, kept: KeptFile) -> None: ...

    async def get(self, import_id: UUID) -> KeptFile | None: ...

    async def forget(self, import_id: UUID) -> None: ...

    async def known(self, keys: Sequence[str]) -> Collection[str]:
        """Return those of some keys that belong to an import."""
        ...

    async def origins(
        self, portfolio_id: UUID, digests: Collection[bytes]
    ) -> Mapping[bytes, Sequence[Origin]]:
        """Say where rows of a portfolio came from, by the digest of what they say."""
        ...


class Talk(Protocol):
    """Who else sees portfolios, and what they all say."""

    @property
    def shares(self) -> Shares: ...

    @property
    def comments(self) -> Comments: ...


class Records(Talk, Protocol):
    """What portfolios consist of."""

    @property
    def portfolios(self) -> Portfolios: ...

    @property
    def imports(self) -> Imports: ...

    @property
    def ledger(self) -> Ledger: ...

    @property
    def files(self) -> KeptFiles: ...

    @property
    def own_prices(self) -> OwnPrices: ...


class UnitOfWork(Records, Market, Watched, Protocol):
    """Everything that one transaction may read and change."""

    @property
    def jobs(self) -> Jobs: ...

    @property
    def upkeep(self) -> Upkeep: ...

    @property
    def answers(self) -> Answers: ...

    @property
    def people(self) -> People: ...

    @property
    def sealed(self) -> Sealed: ...


class Whole(Protocol):
    """Transactions that are kept together."""

    async def undo(self) -> None:
        """Undo those that were done so far."""
        ...


async def nothing(_: UnitOfWork) -> None:
    """Begin with nothing in particular."""


class Database(Protocol):
    """Keeps state.

    - a transaction left normally is kept whole, one left by an error not at all;
    - a rehearsal does what a transaction does and is never kept;
    - a snapshot sees one moment, waits for nobody and lets nobody wait;
    - a lagging one sees a moment of late, perhaps without what was kept in the last seconds: it is
      for who neither answers a change nor decides by what is found;
    - transactions within `together` are parts of one: kept when it is left normally, all or
      none, and seen by the snapshots after them; one that fails leaves the others as they are;
    - a database that cannot be used raises DatabaseUnavailableError.
    """

    def transaction(self) -> AbstractAsyncContextManager[UnitOfWork]: ...

    def rehearsal(self) -> AbstractAsyncContextManager[UnitOfWork]: ...

    def snapshot(self) -> AbstractAsyncContextManager[UnitOfWork]: ...

    def lagging(self) -> AbstractAsyncContextManager[UnitOfWork]: ...

    def together(
        self, first: Callable[[UnitOfWork], Awaitable[None]] = nothing
    ) -> AbstractAsyncContextManager[Whole]:
        """Make one of the transactions of this task; `first` is done at the first one's start."""
        ...


class Databases(Protocol):
    """The database as each owner sees it.

    - what belongs to another owner is as good as none, to every method of every unit of work.
    """

    def of(self, owner: UUID) -> Database: ...

    def of_everybody(self) -> Database:
        """Give all owners' at once, to clear away what is nobody's, and to find what to do."""
        ...
