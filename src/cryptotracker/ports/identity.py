"""Where users, their sessions, and all that proves who they are, is kept."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from cryptotracker.domain.identity.attempts import Tries
from cryptotracker.domain.identity.one_time import OneTimeToken
from cryptotracker.domain.identity.sessions import Session
from cryptotracker.domain.identity.signing import SigningKey
from cryptotracker.domain.identity.users import User
from cryptotracker.ports.api_tokens import ApiTokens
from cryptotracker.ports.audit import AuditLog
from cryptotracker.ports.factors import Factors
from cryptotracker.ports.issuers import Elsewhere
from cryptotracker.ports.leaving import Leaving
from cryptotracker.ports.pages import Page
from cryptotracker.ports.profiles import Profiles
from cryptotracker.ports.standing import Standing


class Users(Protocol):
    """Those who may sign in; to one of them, there is nobody else.

    - an address, however its letters are, belongs to one user: EmailTakenError; so does an id;
    - who is not there raises UserNotFoundError;
    - a user got in a transaction is changed by nobody else until the transaction ends.
    """

    async def add(self, user: User) -> None: ...

    async def get(self, key: UUID | str) -> User:
        """Return the user of an id, or of an address if a text is given."""
        ...

    async def save(self, user: User) -> None: ...

    async def page(self, *, limit: int, cursor: str | None = None) -> Page[User]:
        """List users, oldest first."""
        ...

    async def others(self, than: UUID) -> bool:
        """Tell whether there is a user beside one."""
        ...


class Administrators(Protocol):
    """Those who run the place, but for those who are shut out.

    - listed in a transaction, they are changed by nobody else until it ends; of two that list them
      at once, the second sees what the first one did.
    """

    async def all(self) -> Sequence[User]:
        """List them, oldest first."""
        ...


class Sessions(Protocol):
    """Sessions, and the refresh tokens of each: by digest, for they are not kept.

    - a session of another user is as good as none: SessionNotFoundError;
    - a session got or shown in a transaction is changed by nobody else until it ends;
    - of any number that show one token at once, one is told that it was not used before.
    """

    async def save(self, session: Session, *, refresh: bytes | None = None) -> None:
        """Add a session, or keep what changed; `refresh` is the next token of its family."""
        ...

    async def get(self, session_id: UUID) -> Session: ...

    async def show(self, refresh: bytes, now: datetime) -> tuple[Session, bool] | None:
        """Use a token; return its session and whether it was used before, None if it is none."""
        ...

    async def live(self, user_id: UUID, now: datetime) -> Sequence[Session]:
        """List the sessions of a user that go on, last seen first."""
        ...

    async def forget(self, before: datetime) -> int:
        """Remove sessions that were last seen before a time, and tokens used before it."""
        ...


class OneTimeTokens(Protocol):
    """What was sent to addresses.

    - a token got in a transaction is changed by nobody else until the transaction ends.
    """

    async def add(self, token: OneTimeToken) -> None: ...

    async def get(self, digest: bytes) -> OneTimeToken | None: ...

    async def save(self, token: OneTimeToken) -> None: ...

    async def spend(self, user_id: UUID, now: datetime) -> None:
        """Let nothing that was sent to a user be of use any more."""
        ...

    async def forget(self, before: datetime) -> int:
        """Remove those that were no good any more before a time."""
        ...


class Attempts(Protocol):
    """The wrong tries by kind and whom they are counted by; of that, a digest only.

    - tries taken in a transaction are counted by nobody else until the transaction ends;
    - transactions that take several never wait for each other in a circle.
    """

    async def take(self, by: Mapping[str, bytes]) -> Mapping[str, Tries]: ...

    async def save(self, by: Mapping[str, bytes], tries: Mapping[str, Tries]) -> None: ...

    async def of(self, kind: str, *, limit: int) -> Sequence[bytes]:
        """List by what those of a kind are counted."""
        ...

    async def forget(self, before: datetime) -> int:
        """Forget those that last tried before a time; say how many."""
        ...


class SigningKeys(Protocol):
    """The keys that access tokens are signed with; those who keep keys see them, no user does."""

    async def all(self) -> Sequence[SigningKey]: ...

    async def add(self, key: SigningKey) -> None: ...

    async def remove(self, key_id: str) -> None: ...


class Deputies(Protocol):
    """Programs that act for people, what is written down of all who do, and how they go."""

    @property
    def api_tokens(self) -> ApiTokens: ...

    @property
    def audit(self) -> AuditLog: ...

    @property
    def leaving(self) -> Leaving: ...


class Proofs(Protocol):
    """What proves who people are."""

    @property
    def one_time(self) -> OneTimeTokens: ...

    @property
    def attempts(self) -> Attempts: ...

    @property
    def signing_keys(self) -> SigningKeys: ...

    @property
    def factors(self) -> Factors: ...


class People(Deputies, Proofs, Elsewhere, Protocol):
    """What is known of people."""

    @property
    def users(self) -> Users: ...

    @property
    def administrators(self) -> Administrators: ...

    @property
    def sessions(self) -> Sessions: ...

    @property
    def standing(self) -> Standing: ...

    @property
    def profiles(self) -> Profiles: ...
