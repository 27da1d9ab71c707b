"""Where the answers to requests are kept, so that a repeated request is answered and not done."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from attrs import frozen


@frozen(kw_only=True)
class Answer:
    """What was said to a request.

    Attributes:
        replayed: it was said before, and is said again.
    """

    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes
    replayed: bool = False


@frozen(kw_only=True)
class Claim:
    """One try to answer the request of a key.

    Attributes:
        holder: who tries, like nobody else.
        until: when others may take it that the holder is gone.
    """

    key: str
    holder: UUID
    until: datetime


@frozen(kw_only=True)
class Known:
    """What is known of a key.

    Attributes:
        request: what the request that was answered sums up to.
        answer: None while somebody is still at it, or was when the process died.
    """

    until: datetime
    request: bytes = b""
    answer: Answer | None = None


class Answers(Protocol):
    """The first answers to requests that carry a key.

    - of many that claim a key at once one gets it, and nobody after it was answered;
    - a claim whose time is over may be taken by somebody else, unless its holder's transaction
      has begun with `renew` and still goes on;
    - who lost a claim can neither renew it nor keep an answer: IdempotencyKeyBusyError;
    - an answer comes back byte by byte.
    """

    async def get(self, key: str) -> Known | None: ...

    async def claim(self, claim: Claim, now: datetime) -> bool:
        """Say whether the claim is the holder's now."""
        ...

    async def renew(self, claim: Claim) -> None: ...

    async def keep(self, claim: Claim, request: bytes, answer: Answer) -> None: ...

    async def purge(self, before: datetime) -> int:
        """Forget keys that were last claimed before; say how many."""
        ...
