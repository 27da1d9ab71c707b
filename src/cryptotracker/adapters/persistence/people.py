"""What is known of people, in its tables; the keys of access tokens among them."""

from collections.abc import Sequence

from attrs import asdict, frozen
from sqlalchemy import delete, insert, select

from cryptotracker.adapters.persistence.api_tokens import SqlApiTokens
from cryptotracker.adapters.persistence.attempts import SqlAttempts
from cryptotracker.adapters.persistence.audit import SqlAuditLog
from cryptotracker.adapters.persistence.factors import SqlFactors
from cryptotracker.adapters.persistence.identities import SqlHandshakes, SqlIdentities
from cryptotracker.adapters.persistence.leaving import SqlLeaving
from cryptotracker.adapters.persistence.one_time import SqlOneTimeTokens
from cryptotracker.adapters.persistence.ownership import Scope
from cryptotracker.adapters.persistence.people_tables import signing_keys
from cryptotracker.adapters.persistence.profiles import SqlProfiles
from cryptotracker.adapters.persistence.sessions import SqlSessions
from cryptotracker.adapters.persistence.standing import SqlStanding
from cryptotracker.adapters.persistence.users import SqlAdministrators, SqlUsers
from cryptotracker.domain.identity.signing import SigningKey
from cryptotracker.ports.identity import People, SigningKeys


@frozen
class SqlSigningKeys(SigningKeys):
    _scope: Scope

    async def all(self) -> Sequence[SigningKey]:
        query = select(signing_keys).order_by(signing_keys.c.id)
        rows = (await self._scope.connection.execute(query)).mappings()
        return [SigningKey(**row) for row in rows]

    async def add(self, key: SigningKey) -> None:
        await self._scope.connection.execute(insert(signing_keys).values(asdict(key)))

    async def remove(self, key_id: str) -> None:
        this = delete(signing_keys).where(signing_keys.c.id == key_id)
        await self._scope.connection.execute(this)


@frozen
class SqlPeople(People):
    users: SqlUsers
    administrators: SqlAdministrators
    sessions: SqlSessions
    standing: SqlStanding
    one_time: SqlOneTimeTokens
    attempts: SqlAttempts
    signing_keys: SqlSigningKeys
    api_tokens: SqlApiTokens
    audit: SqlAuditLog
    leaving: SqlLeaving
    identities: SqlIdentities
    handshakes: SqlHandshakes
    factors: SqlFactors
    profiles: SqlProfiles

    @classmethod
    def of(cls, scope: Scope, *, locking: bool) -> "SqlPeople":
        return cls(
            SqlUsers(scope, locking),
            SqlAdministrators(scope, locking),
            SqlSessions(scope, locking),
            SqlStanding(scope),
            SqlOneTimeTokens(scope, locking),
            SqlAttempts(scope),
            SqlSigningKeys(scope),
            SqlApiTokens(scope),
            SqlAuditLog(scope),
            SqlLeaving(scope),
            SqlIdentities(scope),
            SqlHandshakes(scope),
            SqlFactors.of(scope, locking=locking),
            SqlProfiles(scope, locking),
        )
