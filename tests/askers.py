"""Those who ask: everybody that a service can be asked by, each with what they show of themselves.

Somebody more is one line in ASKERS.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Final, TypeAlias

from argon2 import PasswordHasher
from attrs import evolve, field, frozen
from joserfc import jwt

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.security.access_tokens import JoseTokens, key_of
from cryptotracker.application.identity.api_tokens import Wanted
from cryptotracker.application.identity.entering import Caller, Enter, SignedIn
from cryptotracker.application.identity.joining import Newcomer
from cryptotracker.domain.identity.permissions import READ
from cryptotracker.domain.identity.sessions import REVOKED
from cryptotracker.domain.identity.users import Role, User
from cryptotracker.ports.proofs import Claims
from cryptotracker.ports.secrets import Secret
from tests.people import SITE, WORDS, Place

OWNER, GRANTEE = "owner", "grantee"
Headers: TypeAlias = Mapping[str, str]


@frozen(kw_only=True)
class Asker:
    """Somebody who asks.

    Attributes:
        shows: makes them known to a place as far as they are, and what they send along.
        proves: what counts of them towards the policy of a route; None for nobody at all.
        reads_only: whether they may change nothing.
        of: whose things they see: the owner's, or what was shared with them to read.
    """

    shows: Callable[[Place, str], Awaitable[Headers]]
    proves: frozenset[str] | None = None
    reads_only: bool = False
    of: str = ""


@frozen
class Saying(JoseTokens):
    """Signs as we do, but says something else."""

    otherwise: Mapping[str, object] = field(factory=dict)

    def sign(self, claims: Claims, key_id: str, private: Secret) -> str:
        key = key_of(private)
        said = jwt.decode(super().sign(claims, key_id, private), key).claims
        return jwt.encode({"alg": "ES256", "kid": key_id}, {**said, **self.otherwise}, key)


@cache
def hashed() -> str:
    return PasswordHasher(time_cost=1, memory_cost=46 * 1024, parallelism=1).hash(WORDS)


def bearing(token: str) -> Headers:
    return {"authorization": f"Bearer {token}"}


async def user(place: Place, name: str, role: Role = "user") -> User:
    new = Newcomer(email=f"{name}@example.org", name=name, password=hashed(), role=role)
    return await place.people.administration.create(new)


async def session(place: Place, name: str, role: Role = "user") -> SignedIn:
    """Sign somebody in whom nobody knew before."""
    caller = Caller(client="api", address="198.51.100.1")
    return await entering(place)(await user(place, name, role), caller)


def entering(place: Place) -> Enter:
    """Give what opens a session for somebody who is not asked for a password."""
    return Enter(place.people.sign_in.everybody, place.people.keys, SystemClock())


async def nobody(_: Place, __: str) -> Headers:
    return {}


async def signed_in(place: Place, name: str) -> Headers:
    return bearing((await session(place, name)).access)


async def administering(place: Place, name: str) -> Headers:
    return bearing((await session(place, name, "admin")).access)


async def supporting(place: Place, name: str) -> Headers:
    return bearing((await session(place, name, "support")).access)


async def stale(place: Place, name: str) -> Headers:
    """Sign in, and let it be long ago."""
    found = await session(place, name)
    async with place.people.sign_in.everybody.transaction() as work:
        long_ago = evolve(found.session, fresh_until=found.session.created_at)
        await work.people.sessions.save(long_ago)
    return bearing(found.access)


async def revoked(place: Place, name: str) -> Headers:
    found = await session(place, name)
    async with place.people.sign_in.everybody.transaction() as work:
        await work.people.sessions.save(found.session.ended(REVOKED, datetime.now(UTC)))
    return bearing(found.access)


async def disabled(place: Place, name: str) -> Headers:
    found = await session(place, name)
    await place.people.administration.disable(f"{name}@example.org")
    return bearing(found.access)


async def expired(place: Place, name: str) -> Headers:
    return await otherwise(place, name, {"exp": int(datetime.now(UTC).timestamp()) - 1})


async def misdirected(place: Place, name: str) -> Headers:
    return await otherwise(place, name, {"aud": "another-service"})


async def otherwise(place: Place, name: str, said: Mapping[str, object]) -> Headers:
    """Show a token of a session that goes on, signed by our own key, that says something else."""
    found = (await session(place, name)).session
    keys = evolve(place.people.keys, tokens=Saying(SITE, said))
    return bearing(await keys.issue(found.user_id, found.id))


async def reading(place: Place, _: str) -> Headers:
    """Show a token of the owner's that may read, and nothing else."""
    users = (await place.people.administration.list()).items
    owner = next(each.id for each in users if each.name == OWNER)
    made = await place.people.programs.make(owner, Wanted(name="reader", scopes=[READ], days=1))
    shown = bearing(made.text)
    await place.client.get("/api/v1/me", headers=shown)  # its first use is written down
    return shown


PROVED: Final = frozenset({"session", "fresh"})

ASKERS: Final[Mapping[str, Asker]] = {
    "anonymous": Asker(shows=nobody),
    "expired": Asker(shows=expired),
    "revoked": Asker(shows=revoked),
    "disabled": Asker(shows=disabled),
    "misdirected": Asker(shows=misdirected),
    "admin": Asker(shows=administering, proves=PROVED | {"admin"}),
    "support": Asker(shows=supporting, proves=PROVED),
    "stale": Asker(shows=stale, proves=frozenset({"session"})),
    "other": Asker(shows=signed_in, proves=PROVED),
    GRANTEE: Asker(shows=signed_in, proves=PROVED, of=GRANTEE),
    OWNER: Asker(shows=signed_in, proves=PROVED, of=OWNER),
    "reader": Asker(shows=reading, proves=frozenset(), reads_only=True, of=OWNER),
}
"""Everybody; who is first here is the first user there."""
