"""Second factors of users, and what was asked of those who sign in, in their tables."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from attrs import asdict, fields, frozen
from sqlalchemy import ColumnElement, Row, and_, delete, func, insert, select, update

from cryptotracker.adapters.persistence.conflicts import insert_into
from cryptotracker.adapters.persistence.factor_tables import challenges, recovery_codes, totps
from cryptotracker.adapters.persistence.ownership import Scope
from cryptotracker.adapters.persistence.passkeys import SqlPasskeys
from cryptotracker.domain.identity.challenges import Challenge
from cryptotracker.domain.identity.totp import Totp
from cryptotracker.ports.factors import Challenges, Factors, RecoveryCodes, Totps

OF_TOTP: Final = tuple(each.name for each in fields(Totp))
OF_CHALLENGE: Final = tuple(each.name for each in fields(Challenge))


@frozen
class SqlTotps(Totps):
    _scope: Scope
    _locking: bool

    async def get(self, user_id: UUID) -> Totp | None:
        query = select(*(totps.c[name] for name in OF_TOTP)).where(self._of(user_id))
        if self._locking:
            query = query.with_for_update()
        row = (await self._scope.connection.execute(query)).one_or_none()
        return Totp(**dict(zip(OF_TOTP, row, strict=True))) if row else None

    async def save(self, totp: Totp) -> None:
        row = asdict(totp)
        added = insert_into(totps, self._scope.connection).values(row)
        await self._scope.connection.execute(
            added.on_conflict_do_update(
                index_elements=[totps.c.user_id], set_=row, where=self._of(totp.user_id)
            )
        )

    async def remove(self, user_id: UUID) -> None:
        await self._scope.connection.execute(delete(totps).where(self._of(user_id)))

    def _of(self, user_id: UUID) -> ColumnElement[bool]:
        return and_(self._scope.owns(totps.c.user_id), totps.c.user_id == user_id)


@frozen
class SqlRecoveryCodes(RecoveryCodes):
    _scope: Scope

    async def replace(self, user_id: UUID, digests: Collection[bytes]) -> None:
        await self._scope.connection.execute(delete(recovery_codes).where(self._of(user_id)))
        rows = [{"user_id": user_id, "digest": each} for each in digests]
        if rows:
            await self._scope.connection.execute(insert(recovery_codes), rows)

    async def use(self, user_id: UUID, digest: bytes, now: datetime) -> bool:
        this = update(recovery_codes).where(
            self._unused(user_id), recovery_codes.c.digest == digest
        )
        return (await self._scope.connection.execute(this.values(used_at=now))).rowcount == 1

    async def left(self, user_id: UUID) -> int:
        query = select(func.count()).select_from(recovery_codes).where(self._unused(user_id))
        return (await self._scope.connection.execute(query)).scalar_one()

    def _of(self, user_id: UUID) -> ColumnElement[bool]:
        return and_(self._scope.owns(recovery_codes.c.user_id), recovery_codes.c.user_id == user_id)

    def _unused(self, user_id: UUID) -> ColumnElement[bool]:
        return and_(self._of(user_id), recovery_codes.c.used_at.is_(None))


@frozen
class SqlChallenges(Challenges):
    _scope: Scope
    _locking: bool

    async def add(self, challenge: Challenge) -> None:
        await self._scope.connection.execute(insert(challenges).values(asdict(challenge)))

    async def get(self, digest: bytes) -> Challenge | None:
        query = select(*(challenges.c[name] for name in OF_CHALLENGE)).where(self._this(digest))
        if self._locking:
            query = query.with_for_update()
        row = (await self._scope.connection.execute(query)).one_or_none()
        return challenge_of(row) if row else None

    async def save(self, challenge: Challenge) -> None:
        this = update(challenges).where(self._this(challenge.digest))
        await self._scope.connection.execute(this.values(asdict(challenge)))

    async def forget(self, before: datetime) -> int:
        old = delete(challenges).where(self._mine, challenges.c.expires_at < before)
        return (await self._scope.connection.execute(old)).rowcount

    @property
    def _mine(self) -> ColumnElement[bool]:
        return self._scope.owns(challenges.c.user_id)

    def _this(self, digest: bytes) -> ColumnElement[bool]:
        return and_(self._mine, challenges.c.digest == digest)


@frozen
class SqlFactors(Factors):
    totps: SqlTotps
    recovery_codes: SqlRecoveryCodes
    passkeys: SqlPasskeys
    challenges: SqlChallenges

    @classmethod
    def of(cls, scope: Scope, *, locking: bool) -> "SqlFactors":
        return cls(
            SqlTotps(scope, locking),
            SqlRecoveryCodes(scope),
            SqlPasskeys(scope, locking),
            SqlChallenges(scope, locking),
        )


def challenge_of(row: Row[Any]) -> Challenge:
    return Challenge(**dict(zip(OF_CHALLENGE, row, strict=True)))
