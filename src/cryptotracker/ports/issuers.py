"""Those elsewhere who vouch for people, and where it is kept for whom they do."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from attrs import field, frozen

from cryptotracker.domain.identity.identities import Handshake, Identity


@frozen(kw_only=True)
class Asked:
    """What an issuer is asked with, which it or its answer has to show again.

    Attributes:
        state: comes back with the browser.
        nonce: comes back in what the issuer signs.
        verifier: only its digest leaves with the browser; who has a code needs it to use that.
        again: whether the issuer is to have them sign in although it knows them.
    """

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    again: bool = False


@frozen(kw_only=True)
class Answered:
    """What a browser brings back from an issuer; `issuer` is who it says it was, if anybody."""

    code: str = field(repr=False)
    issuer: str | None = None


@frozen(kw_only=True)
class Vouched:
    """Whom an issuer vouches for.

    Attributes:
        email: None unless the issuer has seen that they read its mail.
        label: what they know their account there by.
        proved_at: when they proved it there, if the issuer says so.
    """

    issuer: str
    subject: str
    label: str
    name: str = ""
    email: str | None = None
    proved_at: datetime | None = None


class Issuer(Protocol):
    """Somebody elsewhere who vouches for people.

    - a browser that is sent to its address comes back with a code, if its user agrees;
    - a code is worth something together with what was asked only, and once;
    - what does not hold in every point raises IssuerRefusedError;
    - an answer that is late, too large or makes no sense raises IssuerUnavailableError.
    """

    @property
    def title(self) -> str: ...

    @property
    def identifier(self) -> str:
        """Return what the issuer calls itself: identities are kept by it."""
        ...

    async def address(self, asked: Asked) -> str: ...

    async def vouched(self, answered: Answered, asked: Asked) -> Vouched: ...


@frozen(kw_only=True)
class TelegramProof:
    """Whom Telegram vouches for, by a text that has a digest of its own."""

    vouched: Vouched
    digest: bytes
    signed_at: datetime


class Telegram(Protocol):
    """Reads what Telegram gave to a page of ours, or to an app within Telegram.

    - what Telegram did not sign for our bot, or where one bit was changed: IssuerRefusedError;
    - how old it may be, and that it is used once, is for others to see to.
    """

    @property
    def start(self) -> str | None:
        """Return where a browser goes to sign in, None if it would not find its way back."""
        ...

    def of_app(self, init_data: str) -> TelegramProof: ...

    def of_page(self, fields: Mapping[str, str | int]) -> TelegramProof: ...


class Identities(Protocol):
    """Who users are elsewhere.

    - an identity, by issuer and subject, is one user's: IdentityTakenError;
    - an identity of another user is as good as none.
    """

    async def add(self, identity: Identity) -> None: ...

    async def save(self, identity: Identity) -> None: ...

    async def get(self, issuer: str, subject: str) -> Identity | None: ...

    async def of(self, user_id: UUID) -> Sequence[Identity]:
        """List the identities of a user, oldest first."""
        ...

    async def remove(self, identity_id: UUID) -> None: ...


class Handshakes(Protocol):
    """Browsers that were sent elsewhere, and proofs that were shown.

    - of any number that take a handshake at once, one gets it;
    - of any number that spend a proof at once, one is told that it was good.
    """

    async def add(self, handshake: Handshake) -> None: ...

    async def take(self, digest: bytes) -> Handshake | None:
        """Return a handshake, and forget it."""
        ...

    async def spend(self, proof: bytes, until: datetime) -> bool:
        """Remember a proof that was shown, as long as it could be shown again."""
        ...

    async def forget(self, before: datetime) -> int:
        """Remove handshakes begun before a time, and proofs that are too old since."""
        ...


class Elsewhere(Protocol):
    """What is known of people elsewhere."""

    @property
    def identities(self) -> Identities: ...

    @property
    def handshakes(self) -> Handshakes: ...
