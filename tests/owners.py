"""Two users of one service, for as long as nobody can sign in: a header says who asks."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from uuid import UUID

from attrs import frozen
from httpx import AsyncClient
from litestar.types import ASGIApp, Scope

from cryptotracker.domain.identity.permissions import Principal
from tests.service import client_to

HEADER: Final = "x-user"
ME, OTHER = UUID(int=7), UUID(int=8)


async def by_header(scope: Scope) -> Principal | None:
    """Take the word of a header for who asks."""
    user = dict(scope["headers"]).get(HEADER.encode(), b"").decode()
    return Principal(user_id=UUID(user), session_id=UUID(int=1)) if user else None


@frozen
class Both:
    """The same service as two users see it."""

    mine: AsyncClient
    theirs: AsyncClient


@asynccontextmanager
async def both(app: ASGIApp) -> AsyncIterator[Both]:
    async with client_to(app) as mine, client_to(app) as theirs:
        mine.headers[HEADER], theirs.headers[HEADER] = str(ME), str(OTHER)
        yield Both(mine, theirs)
