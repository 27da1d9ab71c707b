"""Those who ask: everybody that a service can be asked by, each with what they show of themselves.

Somebody more is one line in ASKERS.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Final
from uuid import UUID

from argon2 import PasswordHasher
from attrs import evolve, field, frozen
from joserfc import jwt
from litestar.types import ASGIApp, Scope

from cryptotracker.adapters.security.access_tokens import JoseTokens, key_of
from cryptotracker.application.identity.entering import Caller, SignedIn
from cryptotracker.application.identity.joining import Newcomer
from cryptotracker.domain.identity.permissions import READ, Principal
from cryptotracker.domain.identity.sessions import REVOKED
from cryptotracker.domain.identity.users import Role, User
from cryptotracker.entrypoints.http.app import application
from cryptotracker.ports.proofs import Claims
from cryptotracker.ports.secrets import Secret
from tests.people import SITE, WORDS, Place

OWNER: Final = "owner"


@frozen
class Shown:
    """What somebody shows, and the application that they show it to."""

    headers: Mapping[str, str] = field(factory=dict)
    app: ASGIApp | None = None


@frozen(kw_only=True)
class Asker:
    """Somebody who asks.

    Attributes:
        shows: makes them known to a place as far as they are, and what they send along.
        proves: what counts of them towards the policy of a route; None for nobody at all.
        reads_only: whether they may change nothing.
        of: whose portfolios they see.
    """

    shows: Callable[[Place, str], Awaitable[Shown]]
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


def bearing(token: str) -> Shown:
    return Shown({"authorization": f"Bearer {token}"})


async def user(place: Place, name: str, role: Role = "user") -> User:
    new = Newcomer(email=f"{name}@example.org", name=name, password=hashed(), role=role)
    return await place.people.administration.create(new)


async def session(place: Place, name: str, role: Role = "user") -> SignedIn:
    """Sign somebody in whom nobody knew before."""
    caller = Caller(client="api", address="198.51.100.1")
    return await place.people.sign_in.admit.enter(await user(place, name, role), caller)


async def nobody(_: Place, __: str) -> Shown:
    return Shown()


async def signed_in(place: Place, name: str) -> Shown:
    return bearing((await session(place, name)).access)


async def administering(place: Place, name: str) -> Shown:
    return bearing((await session(place, name, "admin")).access)


async def supporting(place: Place, name: str) -> Shown:
    return bearing((await session(place, name, "support")).access)


async def stale(place: Place, name: str) -> Shown:
    """Sign in, and let it be long ago."""
    found = await session(place, name)
    async with place.people.sign_in.everybody.transaction() as work:
        long_ago = evolve(found.session, fresh_until=found.session.created_at)
        await work.people.sessions.save(long_ago)
    return bearing(found.access)


async def revoked(place: Place, name: str) -> Shown:
    found = await session(place, name)
    async with place.people.sign_in.everybody.transaction() as work:
        await work.people.sessions.save(found.session.ended(REVOKED, datetime.now(UTC)))
    return bearing(found.access)


async def disabled(place: Place, name: str) -> Shown:
    found = await session(place, name)
    await place.people.administration.disable(f"{name}@example.org")
    return bearing(found.access)


async def expired(place: Place, name: str) -> Shown:
    return await otherwise(place, name, {"exp": int(datetime.now(UTC).timestamp()) - 1})


async def misdirected(place: Place, name: str) -> Shown:
    return await otherwise(place, name, {"aud": "another-service"})


async def otherwise(place: Place, name: str, said: Mapping[str, object]) -> Shown:
    """Show a token of a session that goes on, signed by our own key, that says something else."""
    found = (await session(place, name)).session
    keys = evolve(place.people.keys, tokens=Saying(SITE, said))
    return bearing(await keys.issue(found.user_id, found.id))


async def reading(place: Place, _: str) -> Shown:
    """Show a token of the owner's that may read, and nothing else."""
    owner = (await place.people.administration.list()).items
    user_id = next(each.id for each in owner if each.name == OWNER)
    token = Principal(user_id=user_id, token_id=UUID(int=1), scopes=frozenset({READ}))

    async def found(_: Scope) -> Principal | None:
        return token

    return Shown(
        app=application(
            place.opened.trackers, exposure=place.exposure, principals=found, people=place.people
        )
    )


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
    OWNER: Asker(shows=signed_in, proves=PROVED, of=OWNER),
    "reader": Asker(shows=reading, proves=frozenset(), reads_only=True, of=OWNER),
}
"""Everybody; who is first here is the first user there."""
