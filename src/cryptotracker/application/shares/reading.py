"""Find what is shared with whoever asks, as a user or by a link."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Final
from uuid import UUID

from attrs import frozen

from cryptotracker.application.identity.joining import found
from cryptotracker.application.identity.minting import digest_of, mint
from cryptotracker.application.identity.patience import Patience
from cryptotracker.domain.identity.errors import (
    PasscodeNeededError,
    ShareNotFoundError,
)
from cryptotracker.domain.identity.shares import VISIT, Share, Visit
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Database, UnitOfWork
from cryptotracker.ports.proofs import Passwords

LINK: Final = "link"


@frozen
class Opened:
    """A share that goes on, and the name of whose portfolio it is."""

    share: Share
    shared_by: str

    @property
    def owner(self) -> UUID:
        assert self.share.owner is not None
        return self.share.owner


@frozen
class TakeShare:
    """Let a share be a user's from now on, if it was only their address's until now."""

    everybody: Database

    async def __call__(self, share: Share, user_id: UUID) -> None:
        if share.user_id is not None:
            return
        with suppress(ShareNotFoundError):  # it was revoked in the meantime
            async with self.everybody.transaction() as work:
                current = await work.shares.get(share.id)
                if current.user_id is None:
                    await work.shares.save(current.seen_by(user_id))


@frozen
class ListShared:
    """List what is shared with a user, oldest first."""

    everybody: Database
    clock: Clock

    async def __call__(self, user_id: UUID) -> Sequence[Opened]:
        now = self.clock.now()
        async with self.everybody.snapshot() as work:
            user = await found(work, user_id)
            if user is None:  # the implied owner has no address
                return []
            offered = await work.shares.offered(user.id, user.key)
            opened = [await going_on(work, each, now) for each in offered]
        live = [each for each in opened if each is not None]
        for each in live:
            await TakeShare(self.everybody)(each.share, user_id)
        return live


@frozen
class OpenShared:
    """Return a share that is for a user; any other is as good as none: ShareNotFoundError."""

    everybody: Database
    clock: Clock

    async def __call__(self, user_id: UUID, share_id: UUID) -> Opened:
        async with self.everybody.snapshot() as work:
            user = await found(work, user_id)
            share = await work.shares.get(share_id)
            if user is None or not share.is_for(user.id, user.email):
                raise ShareNotFoundError(share=str(share_id))
            opened = await going_on(work, share, self.clock.now())
        if opened is None:
            raise ShareNotFoundError(share=str(share_id))
        await TakeShare(self.everybody)(share, user_id)
        return opened


@frozen(kw_only=True)
class Begun:
    """A visit by a link: the text that whoever opened it reads on with, and until when."""

    text: str
    expires_at: datetime


@frozen(kw_only=True)
class OpenLink:
    """Begin a visit by a link, or raise ShareNotFoundError or PasscodeNeededError.

    Each try is counted before anything is looked at: by where it comes from, and of a link that
    has a passcode by the link.
    """

    everybody: Database
    patience: Patience
    passwords: Passwords
    clock: Clock

    async def __call__(self, token: str, passcode: str | None, address: str) -> Begun:
        counted = await self.patience.count_address(address)
        digest, now = digest_of(token), self.clock.now()
        async with self.everybody.snapshot() as work:
            share = await linked(work, digest, now)
        if share.passcode is not None:
            if not passcode:  # that is no guess
                await self.patience.forgive(counted)
                raise PasscodeNeededError
            await self._prove(digest, passcode, share.passcode)
        minted = mint()
        visit = Visit(digest=minted.digest, share_id=share.id, expires_at=now + VISIT)
        async with self.everybody.transaction() as work:
            if await linked(work, digest, now) != share:  # it was changed in the meantime
                raise PasscodeNeededError
            await work.shares.begin(visit)
        await self.patience.forgive(counted)
        return Begun(text=minted.text, expires_at=visit.expires_at)

    async def _prove(self, link: bytes, passcode: str, hashed: str) -> None:
        counted = await self.patience.count_passcode(link)
        if not await self.passwords.fits(passcode, hashed):
            raise PasscodeNeededError
        await self.patience.forgive(counted)


@frozen
class GoOnVisiting:
    """Return the share of a visit that was begun by its link, or raise ShareNotFoundError."""

    everybody: Database
    clock: Clock

    async def __call__(self, text: str) -> Opened:
        now = self.clock.now()
        async with self.everybody.snapshot() as work:
            visit = await work.shares.visit(digest_of(text))
            if visit is None or not visit.goes_on(now):
                raise ShareNotFoundError(share=LINK)
            opened = await going_on(work, await work.shares.get(visit.share_id), now)
        if opened is None:
            raise ShareNotFoundError(share=LINK)
        return opened


async def linked(work: UnitOfWork, digest: bytes, now: datetime) -> Share:
    share = await work.shares.linked(digest)
    if share is None or await going_on(work, share, now) is None:
        raise ShareNotFoundError(share=LINK)
    return share


async def going_on(work: UnitOfWork, share: Share, now: datetime) -> Opened | None:
    """Open a share whose time is not over, and whose owner nobody keeps out."""
    if share.owner is None or not share.is_live(now):
        return None
    owner = await found(work, share.owner)
    if owner is not None and owner.disabled_at is not None:
        return None
    return Opened(share, owner.name if owner else "")
