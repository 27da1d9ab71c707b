"""The servers that ours is measured against: one answer ready to send, and one read row.

    uvicorn bench.yardsticks:raw      ASGI without a framework, asyncpg without a toolkit
    uvicorn bench.yardsticks:fastapi  the same trivial route in FastAPI

`raw` reads the portfolio that YARDSTICK_ID names from the database that YARDSTICK_DATABASE does.
"""

import json
import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

import asyncpg
from attrs import define
from fastapi import FastAPI

Message = MutableMapping[str, Any]
ALIVE: Final = {"status": "alive"}
ONE_ROW: Final = """
    SELECT id::text, name, currency, method, scope, time_zone, created_at::text, version,
        transactions
    FROM portfolios WHERE id = $1
"""


@define
class Raw:
    """Answers `/one-row` from the database, and everything else with the same few bytes."""

    pool: Any = None

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        if scope["type"] == "lifespan":
            await self.live(receive, send)
            return
        body = await self.row() if scope["path"] == "/one-row" else json.dumps(ALIVE).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def live(
        self,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        await receive()
        self.pool = await asyncpg.create_pool(os.environ["YARDSTICK_DATABASE"])
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.pool.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def row(self) -> bytes:
        async with self.pool.acquire() as connection:
            found = await connection.fetchrow(ONE_ROW, os.environ["YARDSTICK_ID"])
        return json.dumps(dict(found)).encode()


raw = Raw()
fastapi = FastAPI()


@fastapi.get("/health/live")
async def live() -> dict[str, str]:
    return ALIVE
