"""Notice what other programs commit to a SQLite file; a server's database is not watched."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from functools import partial
from typing import Final

from cryptotracker.adapters.persistence.engines import address
from cryptotracker.domain.errors import DatabaseUnavailableError

PAUSE_SECONDS: Final = 1


async def commits(url: str) -> AsyncIterator[None]:
    """Give a sign after each second in which something was committed, by us or by others.

    The question costs a look at one page in memory.
    """
    target = address(url)
    if target.get_backend_name() != "sqlite":
        return
    connect = partial(sqlite3.connect, target.database or "", check_same_thread=False)
    with closing(await asyncio.to_thread(connect)) as connection:
        last = await asyncio.to_thread(version, connection)
        while True:
            await asyncio.sleep(PAUSE_SECONDS)
            found = await asyncio.to_thread(version, connection)
            if found != last:
                last = found
                yield


def version(connection: sqlite3.Connection) -> int:
    """Return a number that every commit of another connection changes."""
    try:
        (found,) = connection.execute("PRAGMA data_version").fetchone()
    except sqlite3.Error as error:
        raise DatabaseUnavailableError(reason=str(error)) from error
    return int(found)
