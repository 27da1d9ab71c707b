"""Those with whom people sign in, and who they are there, as it is shown."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote
from uuid import UUID

from msgspec import Struct

from cryptotracker.domain.identity.identities import TELEGRAM, Identity
from cryptotracker.entrypoints.documents.text import instant
from cryptotracker.entrypoints.elsewhere import Vouching

BEGINNING: Final = "/api/v1/auth/oauth/{}"
TELEGRAM_TITLE: Final = "Telegram"


class IssuerView(Struct, frozen=True, kw_only=True):
    """Somebody with whom people sign in; a browser that is to do so goes to `start`."""

    name: str
    title: str
    start: str | None


class IdentityView(Struct, frozen=True, kw_only=True):
    """Who a user is elsewhere; `label` is what they know it by."""

    id: UUID
    issuer: str
    title: str
    label: str
    linked_at: str | None
    used_at: str | None

    @classmethod
    def of(cls, identity: Identity, titles: Mapping[str, str]) -> "IdentityView":
        return cls(
            id=identity.id,
            issuer=identity.issuer,
            title=titles.get(identity.issuer, identity.issuer),
            label=identity.label,
            linked_at=instant(identity.linked_at),
            used_at=instant(identity.used_at),
        )


def issuers(vouching: Vouching) -> list[IssuerView]:
    found = [
        IssuerView(name=name, title=issuer.title, start=BEGINNING.format(quote(name)))
        for name, issuer in vouching.issuers.items()
    ]
    if vouching.telegram is not None:
        bot = vouching.telegram
        found.append(IssuerView(name=TELEGRAM, title=TELEGRAM_TITLE, start=bot.start))
    return found


def titles(vouching: Vouching) -> Mapping[str, str]:
    """Map what issuers call themselves to what people call them."""
    found = {each.identifier: each.title for each in vouching.issuers.values()}
    return {TELEGRAM: TELEGRAM_TITLE} | found
