"""Where the tokens are kept that programs act with for their users."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from cryptotracker.domain.identity.api_tokens import ApiToken


class ApiTokens(Protocol):
    """Tokens, by digest: their texts are not kept.

    - a token of another user is as good as none;
    - a token that was removed does not come back by being used.
    """

    async def add(self, token: ApiToken) -> None: ...

    async def find(self, key: UUID | bytes) -> ApiToken | None:
        """Return the token of an id or of a digest."""
        ...

    async def of(self, user_id: UUID) -> Sequence[ApiToken]:
        """List the tokens of a user, newest first, those that have ended too."""
        ...

    async def used(self, token_id: UUID, now: datetime) -> None: ...

    async def remove(self, token_id: UUID) -> bool:
        """Remove a token; say whether there was one."""
        ...
