"""Issue access tokens and read them, with keys that follow each other."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from attrs import define

from cryptotracker.domain.identity import signing
from cryptotracker.domain.identity.signing import ACCESS, SigningKey
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Database
from cryptotracker.ports.proofs import AccessTokens, Claims, KeySealer, UnknownKeyError
from cryptotracker.ports.secrets import BrokenSealError

KNOWN_FOR: Final = timedelta(minutes=1)
"""After so long the keys are read again: another process may have made the next one."""
MISSED_FOR: Final = timedelta(seconds=1)
"""A key that is not known is looked for so often at most, however many tokens name one."""

PLACE: Final = "signing key"


@define
class AccessKeys:
    """The keys of this installation, as one process knows them."""

    _everybody: Database
    _tokens: AccessTokens
    _sealer: KeySealer
    _clock: Clock
    _keys: Sequence[SigningKey] = ()
    _read_at: datetime | None = None

    async def issue(self, user_id: UUID, session_id: UUID) -> str:
        now = self._clock.now()
        claims = Claims(
            id=self._clock.new_id(),
            user_id=user_id,
            session_id=session_id,
            issued_at=now,
            expires_at=now + ACCESS,
        )
        await self._look(now, KNOWN_FOR)
        key = signing.signing(self._keys, now)
        try:
            assert key is not None  # one was made if there was none
            private = self._open(key)
        except BrokenSealError:  # a backup of another installation was restored
            key = await self._make(now, now)
            private = self._open(key)
        return self._tokens.sign(claims, key.id, private)

    async def read(self, token: str) -> Claims:
        """Return what a token claims, or raise InvalidTokenError."""
        now = self._clock.now()
        await self._look(now, KNOWN_FOR)
        try:
            return self._tokens.read(token, self._public(now), now)
        except UnknownKeyError:
            await self._look(now, MISSED_FOR)
            return self._tokens.read(token, self._public(now), now)

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

    async def _make(self, now: datetime, signs_from: datetime) -> SigningKey:
        pair = self._tokens.pair()
        key = SigningKey(
            id=pair.id,
            public=pair.public,
            sealed=self._sealer.seal(pair.private, PLACE, pair.id),
            created_at=now,
            signs_from=signs_from,
        )
        async with self._everybody.transaction() as work:
            for old in self._keys:
                if old not in signing.counting(self._keys, now):
                    await work.people.signing_keys.remove(old.id)
            await work.people.signing_keys.add(key)
            self._keys = await work.people.signing_keys.all()
        return key

    def _open(self, key: SigningKey) -> bytes:
        return self._sealer.open(key.sealed, PLACE, key.id)
