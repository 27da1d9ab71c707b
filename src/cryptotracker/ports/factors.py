"""Where second factors of users are kept, and what makes codes of them."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol
from uuid import UUID

from cryptotracker.domain.identity.challenges import Challenge
from cryptotracker.domain.identity.totp import Totp


class Totps(Protocol):
    """The apps that show codes; a user has one at most.

    - what is got in a transaction is changed by nobody else until the transaction ends.
    """

    async def get(self, user_id: UUID) -> Totp | None: ...

    async def save(self, totp: Totp) -> None:
        """Keep it in the place of whatever its user had."""
        ...

    async def remove(self, user_id: UUID) -> None: ...


class RecoveryCodes(Protocol):
    """The digests of recovery codes.

    - of any number that show one code at once, one is told that it was good;
    - a code of another user is as good as none.
    """

    async def replace(self, user_id: UUID, digests: Collection[bytes]) -> None:
        """Keep these and forget all that there were."""
        ...

    async def use(self, user_id: UUID, digest: bytes, now: datetime) -> bool:
        """Use a code up; tell whether it was good."""
        ...

    async def left(self, user_id: UUID) -> int: ...


class Challenges(Protocol):
    """What was asked of those who sign in.

    - a challenge got in a transaction is changed by nobody else until the transaction ends.
    """

    async def add(self, challenge: Challenge) -> None: ...

    async def get(self, digest: bytes) -> Challenge | None: ...

    async def save(self, challenge: Challenge) -> None: ...

    async def forget(self, before: datetime) -> int:
        """Remove those that were no good any more before a time."""
        ...


class Factors(Protocol):
    """What is known of second factors."""

    @property
    def totps(self) -> Totps: ...

    @property
    def recovery_codes(self) -> RecoveryCodes: ...

    @property
    def challenges(self) -> Challenges: ...


class OneTimeCodes(Protocol):
    """Makes what an app and we both reckon codes by.

    - a seed is random, of 160 bits, and base 32 writes it;
    - codes are those of RFC 6238: SHA-1, six digits, thirty seconds, which every app knows.
    """

    def seed(self) -> str: ...

    def code(self, seed: str, step: int) -> str: ...

    def uri(self, seed: str, name: str) -> str:
        """Write down for an app what it needs; `name` is whose codes they are."""
        ...

    def picture(self, uri: str) -> str:
        """Draw what an app can read from a screen, as SVG."""
        ...
