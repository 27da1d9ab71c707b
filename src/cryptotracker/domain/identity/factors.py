"""Which second factors a user has: what they have to show beside a password."""

from datetime import datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

from attrs import field, frozen

Method: TypeAlias = Literal["totp", "passkey", "recovery"]

CHANGED: Final = "factors_changed"
"""Why a session ended: it was opened by other factors than count now."""


@frozen(kw_only=True)
class FactorsOn:
    """The factors that are on.

    Attributes:
        totp: since when codes of an app are asked for, None if they are not.
        passkeys: their ids.
    """

    totp: datetime | None = None
    passkeys: frozenset[UUID] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.methods)

    @property
    def methods(self) -> tuple[Method, ...]:
        """List how the second step can be done; whoever has a factor has recovery codes."""
        found: list[Method] = []
        if self.totp is not None:
            found.append("totp")
        if self.passkeys:
            found.append("passkey")
        return (*found, "recovery") if found else ()


NONE: Final = FactorsOn()


@frozen(kw_only=True)
class FactorProof:
    """What somebody shows as their second factor: a code of their app, or a recovery code."""

    text: str = field(repr=False)
    recovers: bool = False
