"""Let a session listen where no header can be sent: an address is all that a browser is asked for.

An address may be written down on its way, so what it holds is good for a moment, once, and for
nothing but this.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

from attrs import frozen

from cryptotracker.application.identity.access_keys import AccessKeys
from cryptotracker.application.identity.minting import digest_of
from cryptotracker.application.identity.standing import Standing, Standings
from cryptotracker.ports.persistence import Database
from cryptotracker.ports.proofs import InvalidTokenError

USE: Final = "stream"
LASTING: Final = timedelta(seconds=30)


@frozen
class StreamTickets:
    """Hands out tickets, and takes each of them once."""

    everybody: Database
    keys: AccessKeys
    standings: Standings

    async def issue(self, user_id: UUID, session_id: UUID) -> str:
        return await self.keys.issue(user_id, session_id, use=USE, lasting=LASTING)

    async def redeem(self, ticket: str) -> Standing | None:
        """Return how the session of a ticket stands; None if the ticket is not good any more."""
        try:
            claims = await self.keys.read(ticket, USE)
        except InvalidTokenError:
            return None
        # By its id: of one signature there are two spellings.
        spent = digest_of(str(claims.id))
        async with self.everybody.transaction() as work:
            new = await work.people.handshakes.spend(spent, claims.expires_at)
        found = await self.standings.of(claims.session_id) if new else None
        return found if found and found.user.id == claims.user_id else None
