"""Two portfolios to put entries into."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.domain.portfolio.portfolios import Import, Portfolio, Settings
from cryptotracker.domain.portfolio.transactions import Transaction
from cryptotracker.ports.persistence import Database, Recorded, Source, UnitOfWork
from tests.formats import NEW_YEAR

MINE, YOURS = UUID(int=1), UUID(int=2)


@asynccontextmanager
async def open_with_portfolios(url: str) -> AsyncIterator[Database]:
    async with open_database(url) as opened:
        async with opened.transaction() as work:
            for each, name in ((MINE, "mine"), (YOURS, "yours")):
                settings = Settings(name=name, currency="EUR")
                await work.portfolios.add(
                    Portfolio(id=each, settings=settings, created_at=NEW_YEAR)
                )
        yield opened


def record(number: int, portfolio_id: UUID = MINE) -> Import:
    """Ids of imports are far apart: those of their rows lie between."""
    return Import(
        id=UUID(int=number << 64),
        portfolio_id=portfolio_id,
        file="ledger.csv",
        format="ledger-csv",
        created_at=NEW_YEAR,
    )


async def put(
    work: UnitOfWork, number: int, *rows: Transaction, portfolio_id: UUID = MINE
) -> Recorded:
    await work.imports.save(record(number, portfolio_id))
    return await work.ledger.add(record(number, portfolio_id), Source(read=lambda: iter(rows)))


async def read(work: UnitOfWork, portfolio_id: UUID = MINE) -> Sequence[Transaction]:
    return [each async for batch in work.ledger.read(portfolio_id) for each in batch]
