"""Where second factors of users are kept, and what makes codes of them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeAlias
from uuid import UUID

from attrs import field, frozen

from cryptotracker.domain.identity.challenges import Challenge
from cryptotracker.domain.identity.passkeys import Passkey
from cryptotracker.domain.identity.totp import Totp
from cryptotracker.domain.identity.users import User

Document: TypeAlias = Mapping[str, Any]
"""JSON as WebAuthn has it: what a browser is asked, and what it answers."""


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


class Passkeys(Protocol):
    """The passkeys of users.

    - a credential belongs to one user, once;
    - what is listed in a transaction is changed by nobody else until the transaction ends;
    - one of another user is as good as none.
    """

    async def add(self, passkey: Passkey) -> bool:
        """Tell whether it was added: its credential may be somebody's already."""
        ...

    async def of(self, user_id: UUID) -> Sequence[Passkey]:
        """List those of a user, oldest first."""
        ...

    async def find(self, credential: str) -> UUID | None:
        """Tell whose a credential is."""
        ...

    async def save(self, passkey: Passkey) -> None: ...

    async def remove(self, user_id: UUID, passkey_id: UUID) -> None: ...


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
    def passkeys(self) -> Passkeys: ...

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


@frozen(kw_only=True)
class Answer:
    """What a browser answered for a passkey; nothing in it is believed before it was verified."""

    credential: str
    document: Document = field(repr=False)


@frozen(kw_only=True)
class AnswerRefusedError(Exception):
    """An answer is not what was asked for, or its signature does not hold."""


@frozen(kw_only=True)
class Made:
    """A passkey that a device has made for us."""

    credential: str
    public_key: bytes
    sign_count: int


class Authenticators(Protocol):
    """Asks devices, and verifies what they answer, as WebAuthn has it.

    - only what was answered to this challenge, at a page of ours, by a device that has looked at
      who uses it, is verified; all else: AnswerRefusedError;
    - so is what a copy of a passkey answers, where its device counts;
    - and what was answered for another user.
    """

    def creation(self, challenge: bytes, user: User, known: Collection[str]) -> Document: ...

    def request(self, challenge: bytes) -> Document: ...

    def challenge_of(self, answer: Answer) -> bytes:
        """Read which challenge an answer says it is to."""
        ...

    def made(self, answer: Answer, challenge: bytes) -> Made: ...

    def verified(self, answer: Answer, challenge: bytes, passkey: Passkey) -> int:
        """Verify an answer; return how often the passkey was used."""
        ...
