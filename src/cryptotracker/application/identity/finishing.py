"""Do what a browser was sent to an issuer for, once it is back."""

from collections.abc import Mapping

from attrs import frozen

from cryptotracker.application.identity.admitting import Ticket
from cryptotracker.application.identity.arriving import Arrive
from cryptotracker.application.identity.entering import Caller, SignedIn
from cryptotracker.application.identity.handshakes import Back, asked_with, issuer_of
from cryptotracker.application.identity.identities import Link, Prove
from cryptotracker.application.identity.patience import Patience, counted_at
from cryptotracker.domain.identity.identities import ENTER, LINK, Handshake
from cryptotracker.domain.identity.identity_errors import IssuerRefusedError
from cryptotracker.ports.issuers import Answered, Issuer, Vouched


@frozen(kw_only=True)
class Finish:
    """Ask the issuer whom it vouches for, and sign them in, or link or take that as proof."""

    issuers: Mapping[str, Issuer]
    patience: Patience
    arrive: Arrive
    link: Link
    prove: Prove

    async def __call__(
        self, handshake: Handshake, back: Back, caller: Caller
    ) -> SignedIn | Ticket | None:
        """Return a new session, or a ticket to the second step, if it was to sign in."""
        issuer = issuer_of(self.issuers, handshake.issuer)
        vouched = await self._vouched(issuer, handshake, back)
        if handshake.purpose == ENTER:
            entered = await self.arrive(vouched, caller, handshake.invitation)
            await self.patience.forgive(counted_at(caller.address))
            return entered
        if handshake.purpose == LINK:
            assert handshake.session_id is not None
            await self.link(vouched, handshake.session_id, issuer.title)
        else:
            await self.prove(vouched, handshake)
        return None

    async def _vouched(self, issuer: Issuer, handshake: Handshake, back: Back) -> Vouched:
        if back.code is None:
            raise IssuerRefusedError(issuer=handshake.issuer)
        asked = asked_with(back.state, back.browser, handshake.purpose)
        return await issuer.vouched(Answered(code=back.code, issuer=back.named), asked)
