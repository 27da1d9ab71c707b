"""Take what Telegram signed for a page or an app of ours: while it is new, and once."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from attrs import field, frozen

from cryptotracker.application.identity.admitting import Ticket
from cryptotracker.application.identity.arriving import Arrive
from cryptotracker.application.identity.entering import Caller, SignedIn
from cryptotracker.application.identity.identities import Link
from cryptotracker.application.identity.minting import digest_of
from cryptotracker.application.identity.patience import Patience
from cryptotracker.domain.identity.identities import SKEW, TELEGRAM
from cryptotracker.domain.identity.identity_errors import IssuerNotFoundError, IssuerRefusedError
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.issuers import Telegram, Vouched
from cryptotracker.ports.persistence import Database

OLDEST: Final = timedelta(minutes=5)
TITLE: Final = "Telegram"


@frozen(kw_only=True)
class FromTelegram:
    """What somebody got from Telegram: as an app within it, or as a page."""

    init_data: str | None = field(default=None, repr=False)
    page: Mapping[str, str | int] = field(factory=dict, repr=False)


@frozen(kw_only=True)
class ByTelegram:
    """Sign in, or link, by what Telegram signed."""

    everybody: Database
    patience: Patience
    telegram: Telegram | None
    arrive: Arrive
    link_identity: Link
    clock: Clock

    async def enter(
        self, given: FromTelegram, caller: Caller, invitation: str | None = None
    ) -> SignedIn | Ticket:
        counted = await self.patience.count(address=caller.address)
        vouched = await self._vouched(given)
        invited = digest_of(invitation) if invitation is not None else None
        entered = await self.arrive(vouched, caller, invited)
        await self.patience.forgive(counted)
        return entered

    async def link(self, given: FromTelegram, session_id: UUID) -> None:
        await self.link_identity(await self._vouched(given), session_id, TITLE)

    async def _vouched(self, given: FromTelegram) -> Vouched:
        if self.telegram is None:
            raise IssuerNotFoundError(issuer=TELEGRAM)
        proof = (
            self.telegram.of_page(given.page)
            if given.init_data is None
            else self.telegram.of_app(given.init_data)
        )
        age = self.clock.now() - proof.signed_at
        if not -SKEW <= age <= OLDEST:
            raise IssuerRefusedError(issuer=TELEGRAM)
        async with self.everybody.transaction() as work:
            until = proof.signed_at + OLDEST + SKEW
            new = await work.people.handshakes.spend(proof.digest, until)
        if not new:
            raise IssuerRefusedError(issuer=TELEGRAM)
        return proof.vouched
