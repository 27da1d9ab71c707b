"""Issue access tokens and read them, with keys that follow each other."""

import logging
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from attrs import define, field

from cryptotracker.domain.errors import BrokenSealError, SecretMissingError
from cryptotracker.domain.identity import signing
from cryptotracker.domain.identity.signing import ACCESS, SigningKey
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Database
from cryptotracker.ports.proofs import ACCESS as USE
from cryptotracker.ports.proofs import AccessTokens, Claims, UnknownKeyError
from cryptotracker.ports.secrets import INSTALLATION, Place, Secret
from cryptotracker.ports.vault import Vault

KNOWN_FOR: Final = timedelta(minutes=1)
"""After so long the keys are read again: another process may have made the next one."""
MISSED_FOR: Final = timedelta(seconds=1)
"""A key that is not known is looked for so often at most, however many tokens name one."""

log = logging.getLogger(__name__)


@define
class AccessKeys:
    """The keys of this installation, as one process knows them."""

    _everybody: Database
    _tokens: AccessTokens
    _vault: Vault
    _clock: Clock
    _keys: Sequence[SigningKey] = ()
    _private: dict[str, Secret] = field(factory=dict, repr=False)
    _read_at: datetime | None = None

    async def issue(
        self, user_id: UUID, session_id: UUID, *, use: str = USE, lasting: timedelta = ACCESS
    ) -> str:
        now = self._clock.now()
        claims = Claims(
            id=self._clock.new_id(),
            user_id=user_id,
            session_id=session_id,
            issued_at=now,
            expires_at=now + lasting,
            use=use,
        )
        await self._look(now, KNOWN_FOR)
        key = signing.signing(self._keys, now)
        assert key is not None  # one was made if there was none
        if key.id not in self._private and not await self._opens(key):
            key = await self._make(now, now, lost=(key,))
        return self._tokens.sign(claims, key.id, self._private[key.id])

    async def read(self, token: str, use: str = USE) -> Claims:
        """Return what a token of a use claims, or raise InvalidTokenError."""
        now = self._clock.now()
        await self._look(now, KNOWN_FOR)
        try:
            return self._tokens.read(token, self._public(now), now, use)
        except UnknownKeyError:
            await self._look(now, MISSED_FOR)
            return self._tokens.read(token, self._public(now), now, use)

    async def public(self) -> Sequence[str]:
        """Return the keys that others may check tokens with, each as a JSON Web Key."""
        now = self._clock.now()
        await self._look(now, KNOWN_FOR)
        return [*self._public(now).values()]

    def _public(self, now: datetime) -> dict[str, str]:
        return {each.id: each.public for each in signing.counting(self._keys, now)}

    async def _look(self, now: datetime, within: timedelta) -> None:
        """Read the keys unless that was done of late, and make the next one in time."""
        if self._read_at is not None and now - self._read_at < within:
            return
        async with self._everybody.snapshot() as work:
            self._keys = await work.people.signing_keys.all()
        self._read_at = now
        due = signing.next_from(self._keys, now)
        if due is not None:
            await self._make(now, due)

    async def _opens(self, key: SigningKey) -> bool:
        """Fetch a private key, if it is there: an installation may have lost what sealed it."""
        try:
            async with self._everybody.snapshot() as work:
                private = await self._vault.open(work.sealed, place(key.id))
        except (SecretMissingError, BrokenSealError):
            log.warning("The signing key %s is lost: another one takes its place", key.id)
            return False
        self._private[key.id] = private
        return True

    async def _make(
        self, now: datetime, signs_from: datetime, lost: Collection[SigningKey] = ()
    ) -> SigningKey:
        """Make a key that signs from then on; what is lost counts no more, nor what is old."""
        pair = self._tokens.pair()
        key = SigningKey(id=pair.id, public=pair.public, created_at=now, signs_from=signs_from)
        kept = signing.counting(self._keys, now)
        async with self._everybody.transaction() as work:
            for old in self._keys:
                if old in lost or old not in kept:
                    await work.people.signing_keys.remove(old.id)
                    await self._vault.remove(work.sealed, INSTALLATION, UUID(old.id))
            await work.people.signing_keys.add(key)
            await self._vault.seal(work.sealed, place(key.id), pair.private)
            self._keys = await work.people.signing_keys.all()
        self._private[key.id] = pair.private
        return key


def place(key_id: str) -> Place:
    """Say where the private half of a signing key is kept."""
    return Place(user=INSTALLATION, record=UUID(key_id), kind="signing key", field="private half")
