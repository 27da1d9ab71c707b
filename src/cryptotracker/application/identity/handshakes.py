"""Send a browser to an issuer, and know it again when it comes back.

The browser keeps a secret, of which we keep a digest; what the issuer is asked with is made from
it. So nobody finishes what another browser began, and a copy of the database is of no use.
"""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from hmac import digest as hmac_digest
from uuid import UUID

from attrs import field, frozen

from cryptotracker.application.identity.joining import good_invitation
from cryptotracker.application.identity.minting import digest_of, mint
from cryptotracker.application.identity.patience import Patience
from cryptotracker.domain.identity.identities import (
    ENTER,
    PROVE,
    Handshake,
    Purpose,
)
from cryptotracker.domain.identity.identity_errors import (
    HandshakeUnusableError,
    IssuerNotFoundError,
)
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.issuers import Asked, Issuer
from cryptotracker.ports.persistence import Database


@frozen(kw_only=True)
class Sent:
    """Where a browser is sent, and the secret by which it is known again."""

    address: str
    browser: str = field(repr=False)


@frozen(kw_only=True)
class Back:
    """What a browser has when it comes back from an issuer.

    Attributes:
        code: None if the issuer refused, or its user changed their mind.
        named: who the issuer says it is.
    """

    issuer: str
    state: str = field(repr=False)
    browser: str = field(repr=False)
    code: str | None = field(repr=False)
    named: str | None = None


@frozen(kw_only=True)
class Begin:
    """Send a browser to an issuer, and remember it."""

    everybody: Database
    patience: Patience
    issuers: Mapping[str, Issuer]
    clock: Clock

    async def enter(self, name: str, address: str, invitation: str | None = None) -> Sent:
        """Begin for somebody who is nobody yet; how often, is counted by their address.

        Nobody is sent away with an invitation that is of no use. It is used up when they are back.
        """
        issuer = issuer_of(self.issuers, name)
        await self.patience.count(address=address)
        invited = digest_of(invitation) if invitation else None
        if invited is not None:
            async with self.everybody.snapshot() as work:
                await good_invitation(work, invited, self.clock.now())
        return await self._send(issuer, Begun(name=name, purpose=ENTER, invitation=invited))

    async def ask(self, name: str, purpose: Purpose, session_id: UUID) -> Sent:
        """Begin for somebody who is signed in."""
        issuer = issuer_of(self.issuers, name)
        return await self._send(issuer, Begun(name=name, purpose=purpose, session_id=session_id))

    async def _send(self, issuer: Issuer, begun: "Begun") -> Sent:
        state, browser = mint(), mint()
        handshake = Handshake(
            digest=state.digest,
            browser=browser.digest,
            issuer=begun.name,
            purpose=begun.purpose,
            began_at=self.clock.now(),
            session_id=begun.session_id,
            invitation=begun.invitation,
        )
        address = await issuer.address(asked_with(state.text, browser.text, begun.purpose))
        async with self.everybody.transaction() as work:
            await work.people.handshakes.add(handshake)
        return Sent(address=address, browser=browser.text)


@frozen(kw_only=True)
class Begun:
    """What a handshake is for."""

    name: str
    purpose: Purpose
    session_id: UUID | None = None
    invitation: bytes | None = None


@frozen
class TakeHandshake:
    """Find what a browser began that comes back; whatever comes of it, that was the only time."""

    everybody: Database
    clock: Clock

    async def __call__(self, back: Back) -> Handshake:
        async with self.everybody.transaction() as work:
            found = await work.people.handshakes.take(digest_of(back.state))
        browser = digest_of(back.browser)
        if found is None or not found.is_good(back.issuer, browser, self.clock.now()):
            raise HandshakeUnusableError
        return found


def issuer_of(issuers: Mapping[str, Issuer], name: str) -> Issuer:
    found = issuers.get(name)
    if found is None:
        raise IssuerNotFoundError(issuer=name)
    return found


def asked_with(state: str, browser: str, purpose: Purpose) -> Asked:
    """Make what an issuer is asked with, of what came back as well as of what went out."""
    return Asked(
        state=state,
        nonce=derived(browser, b"nonce"),
        verifier=derived(browser, b"verifier"),
        again=purpose == PROVE,
    )


def derived(browser: str, use: bytes) -> str:
    made = hmac_digest(browser.encode("utf-8", "replace"), use, sha256)
    return urlsafe_b64encode(made).decode().rstrip("=")
