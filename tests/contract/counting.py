"""How many rows somebody sees of a table, whatever the question forgets to say."""

from sqlalchemy import func, select, text

from cryptotracker.adapters.persistence.database import SqlDatabase


async def count(database: SqlDatabase, table: str, owner: str) -> int | None:
    async with database.engine.begin() as connection:
        told = text("SELECT set_config('cryptotracker.owner', :owner, true)")
        await connection.execute(told, {"owner": owner})
        return await connection.scalar(select(func.count()).select_from(text(table)))
