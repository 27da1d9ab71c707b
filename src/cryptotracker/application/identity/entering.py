"""Let somebody in who has proved who they are: a new session, and the tokens that go with it."""

import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from hmac import compare_digest
from hmac import digest as hmac_digest
from typing import Final

from attrs import field, frozen

from cryptotracker.application.identity.access_keys import AccessKeys
from cryptotracker.application.identity.auditing import note
from cryptotracker.application.identity.minting import digest_of, mint
from cryptotracker.application.identity.proving import factors_on
from cryptotracker.application.identity.standing import Standings
from cryptotracker.domain.identity.errors import (
    ForeignRequestError,
    SessionEndedError,
    SignInFailedError,
)
from cryptotracker.domain.identity.factors import NONE, FactorsOn
from cryptotracker.domain.identity.sessions import (
    DEVICE_LONGEST,
    FRESH,
    Client,
    Session,
)
from cryptotracker.domain.identity.signing import ACCESS
from cryptotracker.domain.identity.users import User
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Database

CSRF_BYTES: Final = 32
UNNAMED: Final = "unnamed"


@frozen(kw_only=True)
class Caller:
    """From where somebody signs in: which client, what it calls itself, from which address."""

    client: Client
    address: str
    device: str = ""

    def named(self) -> str:
        """Return a name that fits a session, of whatever a program says of itself."""
        found = "".join(each for each in self.device if each.isprintable()).strip()
        return found[:DEVICE_LONGEST].strip() or UNNAMED


@frozen(kw_only=True)
class SignedIn:
    """A session with its newest tokens."""

    session: Session
    access: str = field(repr=False)
    refresh: str = field(repr=False)
    seconds: int = int(ACCESS.total_seconds())

    @property
    def csrf(self) -> str:
        return csrf_of(self.session)


@frozen
class Enter:
    """Open a session; its id and tokens are new, whatever the client brought along."""

    everybody: Database
    keys: AccessKeys
    clock: Clock

    async def __call__(
        self, user: User, caller: Caller, *, seen: FactorsOn = NONE, failed: int = 0
    ) -> SignedIn:
        """Let a user in; so many tries `failed` before this one.

        `seen` are the factors that were on when theirs was looked at.
        """
        now, refresh = self.clock.now(), mint()
        session = Session(
            id=self.clock.new_id(),
            user_id=user.id,
            client=caller.client,
            device=caller.named(),
            address=caller.address,
            created_at=now,
            seen_at=now,
            fresh_until=now + FRESH,
            csrf=secrets.token_bytes(CSRF_BYTES),
        )
        access = await self.keys.issue(user.id, session.id)
        async with self.everybody.transaction() as work:
            # What was proved was proved to the user as they were then.
            current = await work.people.users.get(user.id)
            if current.disabled_at is not None or current.password != user.password:
                raise SignInFailedError
            if await factors_on(work, user.id) != seen:
                raise SignInFailedError
            await work.people.sessions.save(session, refresh=refresh.digest)
            facts = {"session": str(session.id), "device": session.device, "failed": str(failed)}
            await note(work, user.id, "signed_in", now, **facts)
        return SignedIn(session=session, access=access, refresh=refresh.text)


@frozen
class Refresh:
    """Keep a session up: take its refresh token, give the next one and a new access token.

    A token that comes a second time, also at the same moment, ends the session: somebody has a
    copy. That is kept before anybody is told.
    """

    everybody: Database
    keys: AccessKeys
    standings: Standings
    clock: Clock

    async def __call__(self, refresh: str, address: str, *, csrf: str | None = None) -> SignedIn:
        """Refresh; of a web client's token, `csrf` is the proof that a page of ours asks."""
        now, following = self.clock.now(), mint()
        async with self.everybody.transaction() as work:
            shown = await work.people.sessions.show(digest_of(refresh), now)
            if shown is None:
                raise SessionEndedError
            session, used = shown
            if session.client == "web" and not proves(session, csrf):
                raise ForeignRequestError
            after = session.shown(now, used=used).seen_from(address)
            # Whoever is kept out has no session that goes on. To ask for the user, too, would be to
            # wait in a circle with those who change a user and then end their sessions.
            goes_on = after.is_live(now)
            await work.people.sessions.save(after, refresh=following.digest if goes_on else None)
            if used and session.is_live(now):
                facts = {"session": str(session.id), "device": session.device}
                await note(work, session.user_id, "refresh_token_reused", now, **facts)
        if not goes_on:
            self.standings.forget()
            raise SessionEndedError
        access = await self.keys.issue(after.user_id, after.id)
        return SignedIn(session=after, access=access, refresh=following.text)


def csrf_of(session: Session) -> str:
    """Return what a page of ours reads and sends along; another session's is another."""
    made = hmac_digest(session.csrf, session.id.bytes, sha256)
    return urlsafe_b64encode(made).decode().rstrip("=")


def proves(session: Session, csrf: str | None) -> bool:
    given = (csrf or "").encode("utf-8", "replace")
    return compare_digest(given, csrf_of(session).encode())
