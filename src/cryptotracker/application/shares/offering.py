"""What owners do with the shares of their portfolios: make, list, change and revoke them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from attrs import evolve, field, frozen

from cryptotracker.application.identity.auditing import note
from cryptotracker.application.identity.joining import found
from cryptotracker.application.identity.letters import Letters
from cryptotracker.application.identity.minting import Minted, mint
from cryptotracker.application.identity.patience import Patience
from cryptotracker.domain.identity.errors import ShareConflictError, ShareNotFoundError
from cryptotracker.domain.identity.notices import EMAIL, SHARING, wants
from cryptotracker.domain.identity.shares import (
    MOST,
    PERSON,
    Kind,
    Scope,
    Share,
    check_passcode,
    until,
)
from cryptotracker.domain.identity.users import check_email
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.mail import Letter, Outbox
from cryptotracker.ports.persistence import Database, Databases
from cryptotracker.ports.proofs import Passwords


@frozen(kw_only=True)
class Offer:
    """What an owner wants to share; the passcode is as it was typed, and never kept."""

    kind: Kind
    scope: Scope
    days: int
    label: str = ""
    email: str = ""
    passcode: str | None = field(default=None, repr=False)


@frozen(kw_only=True)
class Changes:
    """What an owner wants to be otherwise; None leaves it as it is, an empty passcode none."""

    scope: Scope | None = None
    days: int | None = None
    label: str | None = None
    passcode: str | None = field(default=None, repr=False)


@frozen
class Made:
    """A new share; its link is told once."""

    share: Share
    link: str | None


@frozen(kw_only=True)
class MakeShare:
    """Share a portfolio with a person, or with whoever has a link.

    Nothing tells whether a person's address has an account here: what is done, answered and
    written to the address is the same.
    """

    databases: Databases
    everybody: Database
    patience: Patience
    passwords: Passwords
    outbox: Outbox
    letters: Letters
    clock: Clock

    async def __call__(self, owner: UUID, portfolio_id: UUID, offer: Offer) -> Made:
        minted = None if offer.kind == PERSON else mint()
        now = self.clock.now()
        share = Share(
            id=self.clock.new_id(),
            portfolio_id=portfolio_id,
            kind=offer.kind,
            scope=offer.scope,
            label=offer.label,
            email=offer.email,
            digest=minted.digest if minted else None,
            created_at=now,
            expires_at=until(offer.days, now),
        )
        await self._may(owner, share)
        if offer.passcode is not None:
            check_passcode(offer.kind, offer.passcode)
            share = evolve(share, passcode=await self.passwords.hashed(offer.passcode))
        if offer.kind == PERSON:
            share = await self._addressed(share)
        letter = await self._letter(share)
        async with self.databases.of(owner).transaction() as work:
            await work.portfolios.get(portfolio_id)  # of two that are made at once, one waits
            check_room(await work.shares.of(portfolio_id), share, now)
            await work.shares.add(share)
            await note(work, owner, "share_made", now, **facts(share))
            if letter is not None:
                await self.outbox.post(work, letter)
        return Made(share, self._link(minted))

    async def _may(self, owner: UUID, share: Share) -> None:
        """Refuse before there is any work with passcodes, or a letter."""
        async with self.databases.of(owner).snapshot() as work:
            check_room(await work.shares.of(share.portfolio_id), share, self.clock.now())

    async def _addressed(self, share: Share) -> Share:
        """Name the user of the address, if there is one: it may be somebody else's one day."""
        check_email(share.email)
        async with self.everybody.snapshot() as work:
            user = await found(work, share.email)
        return share.seen_by(user.id) if user else share

    async def _letter(self, share: Share) -> Letter | None:
        if share.kind != PERSON or not await self.patience.may_write(share.email):
            return None
        if share.user_id is not None and not await self._wanted(share.user_id):
            return None
        return self.letters.shared(share.email)

    async def _wanted(self, user_id: UUID) -> bool:
        async with self.everybody.snapshot() as work:
            preferences = await work.people.profiles.get(user_id)
        return wants(preferences.notices, SHARING, EMAIL)

    def _link(self, minted: Minted | None) -> str | None:
        return self.letters.share_link(minted.text) if minted else None


@frozen
class ListShares:
    databases: Databases

    async def __call__(self, owner: UUID, portfolio_id: UUID) -> Sequence[Share]:
        async with self.databases.of(owner).snapshot() as work:
            return await work.shares.of(portfolio_id)


@frozen
class EditShare:
    """Change what a share shows, for how long, and by which passcode; visits begin again."""

    databases: Databases
    passwords: Passwords
    clock: Clock

    async def __call__(
        self, owner: UUID, portfolio_id: UUID, share_id: UUID, changes: Changes
    ) -> Share:
        async with self.databases.of(owner).snapshot() as work:
            share = await work.shares.get(share_id)
        if share.portfolio_id != portfolio_id:
            raise ShareNotFoundError(share=str(share_id))
        changed(share, changes, self.clock.now())  # refuse before there is any work with passcodes
        hashed = None
        if changes.passcode:
            check_passcode(share.kind, changes.passcode)
            hashed = await self.passwords.hashed(changes.passcode)
        async with self.databases.of(owner).transaction() as work:
            share = changed(await work.shares.get(share_id), changes, self.clock.now())
            if changes.passcode is not None:
                share = evolve(share, passcode=hashed)
            await work.shares.save(share)
            await note(work, owner, "share_changed", self.clock.now(), **facts(share))
        return share


@frozen
class RevokeShare:
    """End a share at once, with whatever was begun by its link."""

    databases: Databases
    clock: Clock

    async def __call__(self, owner: UUID, portfolio_id: UUID, share_id: UUID) -> None:
        async with self.databases.of(owner).transaction() as work:
            share = await work.shares.get(share_id)
            await work.shares.remove(portfolio_id, share_id)
            await note(work, owner, "share_revoked", self.clock.now(), **facts(share))


def facts(share: Share) -> dict[str, str]:
    """Say what is written down of a share; whom it is for, its owner knows by its id."""
    return {"share": str(share.id), "kind": share.kind, "scope": share.scope}


def changed(share: Share, changes: Changes, now: datetime) -> Share:
    return evolve(
        share,
        scope=changes.scope or share.scope,
        label=share.label if changes.label is None else changes.label,
        expires_at=share.expires_at if changes.days is None else until(changes.days, now),
    )


def check_room(others: Sequence[Share], share: Share, now: datetime) -> None:
    """Refuse a second share with one address, and more than there is room for."""
    if len(others) >= MOST:
        reason = f"a portfolio has at most {MOST} shares; revoke one that is not needed"
        raise ShareConflictError(reason=reason)
    same = (each for each in others if share.key is not None and each.key == share.key)
    if any(each.is_live(now) for each in same):
        reason = "it is shared with this address already; change that share, or revoke it"
        raise ShareConflictError(reason=reason)
