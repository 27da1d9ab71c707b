"""What Bob, with whom a portfolio is shared, and its owner say about it."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from attrs import evolve

from cryptotracker.domain.identity.comments import About, Comment
from cryptotracker.ports.persistence import UnitOfWork
from tests.contract.ledgers import MINE
from tests.contract.people import ADA, BOB, NOW

SECOND: Final = timedelta(seconds=1)
BITCOIN: Final = About("asset", "BTC")


def comment(number: int = 1, about: About = BITCOIN, user_id: UUID = BOB.id) -> Comment:
    return Comment(
        id=UUID(int=number),
        portfolio_id=MINE,
        about=about,
        user_id=user_id,
        text="Where does it come from?\nThere is no receipt.",
        created_at=NOW + number * SECOND,
    )


async def add_comment(work: UnitOfWork, portfolio_id: UUID) -> None:
    """Let an owner say something about a portfolio."""
    await work.comments.save(evolve(comment(user_id=ADA.id), portfolio_id=portfolio_id))
