"""A portfolio that is shared with somebody, and by a link that somebody has opened."""

from typing import Final
from uuid import UUID

from attrs import evolve

from cryptotracker.domain.identity.shares import Kind, Scope, Share, Visit
from cryptotracker.ports.persistence import UnitOfWork
from tests.contract.ledgers import MINE
from tests.contract.people import ADA, FIRST, HASH, LATER, NOW, SECOND

VISIT: Final = Visit(digest=SECOND, share_id=UUID(int=2), expires_at=LATER)


def share(number: int = 1, kind: Kind = "person", scope: Scope = "totals") -> Share:
    return Share(
        id=UUID(int=number),
        portfolio_id=MINE,
        kind=kind,
        scope=scope,
        label="mine",
        email="Bob@Example.org" if kind == "person" else "",
        digest=None if kind == "person" else FIRST,
        passcode=HASH if kind == "link" else None,
        created_at=NOW,
        expires_at=LATER,
        owner=ADA.id,
    )


async def add_share(work: UnitOfWork, portfolio_id: UUID) -> None:
    """Share a portfolio by a link that somebody has opened."""
    await work.shares.add(evolve(share(2, "link"), portfolio_id=portfolio_id))
    await work.shares.begin(VISIT)
