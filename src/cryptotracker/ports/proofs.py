"""What proves who somebody is: a password that fits its hash, a token that was signed here."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from attrs import frozen

from cryptotracker.ports.secrets import Secret

ACCESS: Final = "access"
"""The use of a token that stands for its session wherever a header can be sent."""


class Passwords(Protocol):
    """Hashes passwords so that who has the hashes has to work for each guess.

    - a password fits its own hash, and no other;
    - for `None` it works as long as for a hash, and nothing fits;
    - at most two at once are worked at, beside everything else.
    """

    async def hashed(self, password: str) -> str: ...

    async def fits(self, password: str, hashed: str | None) -> bool: ...

    def is_dated(self, hashed: str) -> bool:
        """Tell whether a hash was made with less work than is asked for now."""
        ...


@frozen(kw_only=True)
class Claims:
    """What an access token says.

    Attributes:
        use: what it is good for, and for nothing else.
    """

    id: UUID
    user_id: UUID
    session_id: UUID
    issued_at: datetime
    expires_at: datetime
    use: str = ACCESS


@frozen(kw_only=True)
class InvalidTokenError(Exception):
    """A text is no access token of ours, or its time is over."""


@frozen(kw_only=True)
class UnknownKeyError(InvalidTokenError):
    """A token names a key that was not given: perhaps it is newer than what is known."""


@frozen(kw_only=True)
class KeyPair:
    """A new pair of keys: the public one as a JSON Web Key, the private one as it is kept."""

    id: str
    public: str
    private: Secret


class AccessTokens(Protocol):
    """Signs what access tokens claim, and reads what is claimed.

    - what was signed comes back as it was said;
    - of another issuer, audience, use or algorithm, or with one bit changed, a token is refused;
    - so is one whose time is over: InvalidTokenError;
    - the id of a pair is a UUID.
    """

    def pair(self) -> KeyPair: ...

    def sign(self, claims: Claims, key_id: str, private: Secret) -> str: ...

    def read(
        self, token: str, public: Mapping[str, str], now: datetime, use: str = ACCESS
    ) -> Claims:
        """Return what a token of a use claims; `public` are the keys that count, by their ids."""
        ...
