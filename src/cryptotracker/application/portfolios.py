"""What a user can do with portfolios and their entries."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from attrs import frozen

from cryptotracker.application.keeping import discard
from cryptotracker.domain.portfolio.kept_files import folder_of, pending_folder_of
from cryptotracker.domain.portfolio.portfolios import Account, Entry, Portfolio, Settings
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.files import FileStore
from cryptotracker.ports.pages import Page
from cryptotracker.ports.persistence import Database, UnitOfWork, Wanted


@frozen
class CreatePortfolio:
    """Make an empty portfolio; its name must be free."""

    database: Database
    clock: Clock

    async def __call__(self, settings: Settings) -> Portfolio:
        async with self.database.transaction() as work:
            return await added(work, settings, self.clock)


@frozen
class CreateAsPreferred:
    """Make an empty portfolio of what is given, and else as its owner prefers."""

    database: Database
    clock: Clock
    owner: UUID

    async def __call__(self, name: str, **given: Any) -> Portfolio:
        async with self.database.transaction() as work:
            settings = await proposed(work, self.owner, name, given)
            return await added(work, settings, self.clock)


@frozen
class ProposeSettings:
    """Return the settings of a new portfolio: what is given, else what its owner prefers."""

    database: Database
    owner: UUID

    async def __call__(self, name: str, **given: Any) -> Settings:
        async with self.database.snapshot() as work:
            return await proposed(work, self.owner, name, given)


async def proposed(work: UnitOfWork, owner: UUID, name: str, given: Mapping[str, Any]) -> Settings:
    wanted = {field: value for field, value in given.items() if value is not None}
    if not {"currency", "time_zone"} <= wanted.keys():
        found = await work.people.profiles.seen(owner)
        usual = {"currency": found.base_currency, "time_zone": found.time_zone or "UTC"}
        wanted = usual | wanted
    return Settings(name=name, **wanted)


async def added(work: UnitOfWork, settings: Settings, clock: Clock) -> Portfolio:
    portfolio = Portfolio(id=clock.new_id(), settings=settings, created_at=clock.now())
    await work.portfolios.add(portfolio)
    return portfolio


@frozen
class ListPortfolios:
    database: Database

    async def __call__(self, *, limit: int = 100, cursor: str | None = None) -> Page[Portfolio]:
        async with self.database.snapshot() as work:
            return await work.portfolios.page(limit=limit, cursor=cursor)


@frozen
class ShowPortfolio:
    database: Database

    async def __call__(self, portfolio_id: UUID) -> Portfolio:
        async with self.database.snapshot() as work:
            return await work.portfolios.get(portfolio_id)


@frozen
class FindPortfolio:
    """Find a portfolio by its name."""

    database: Database

    async def __call__(self, name: str) -> Portfolio:
        async with self.database.snapshot() as work:
            return await work.portfolios.get(name)


@frozen
class EditPortfolio:
    """Change settings; `if_match` is the version that the caller has seen, None for any."""

    database: Database

    async def __call__(
        self, portfolio_id: UUID, change: Callable[[Settings], Settings], *, if_match: int | None
    ) -> Portfolio:
        async with self.database.transaction() as work:
            portfolio = await work.portfolios.get(portfolio_id)
            portfolio.expect(if_match)
            edited = portfolio.with_settings(change(portfolio.settings))
            await work.portfolios.save(edited)
        return edited


@frozen
class DeletePortfolio:
    """Remove a portfolio with everything in it."""

    database: Database
    files: FileStore

    async def __call__(self, portfolio_id: UUID, *, if_match: int | None = None) -> None:
        async with self.database.transaction() as work:
            portfolio = await work.portfolios.get(portfolio_id)
            portfolio.expect(if_match)
            await work.portfolios.remove(portfolio_id)
        for folder in (folder_of(portfolio_id), pending_folder_of(portfolio_id)):
            await discard(self.files, folder)


@frozen
class ListTransactions:
    database: Database

    async def __call__(
        self, portfolio_id: UUID, wanted: Wanted, *, limit: int = 100, cursor: str | None = None
    ) -> Page[Entry]:
        async with self.database.snapshot() as work:
            await work.portfolios.get(portfolio_id)
            return await work.ledger.page(portfolio_id, wanted, limit=limit, cursor=cursor)


@frozen
class ListAccounts:
    database: Database

    async def __call__(self, portfolio_id: UUID) -> Sequence[Account]:
        async with self.database.snapshot() as work:
            await work.portfolios.get(portfolio_id)
            return await work.ledger.accounts(portfolio_id)
