"""What clients of the stream ask for, and why it may not be granted."""

from uuid import UUID

from msgspec import Struct

from cryptotracker.domain.market.assets import Currency, is_money

ASSETS_MOST = 500


class Wish(Struct, frozen=True, forbid_unknown_fields=True):
    """What a client asks for."""

    op: str
    topic: str
    portfolio: UUID | None = None
    job: UUID | None = None
    assets: list[str] = []
    currency: str = "USD"
    interval: str = ""


class WishError(Exception):
    """A wish that cannot be granted; the text says why."""


def assets_of(wish: Wish, most: int = ASSETS_MOST) -> tuple[str, ...]:
    """Read which assets somebody means, each once."""
    if not 0 < len(wish.assets) <= most:
        message = f"assets are from 1 to {most} names"
        raise WishError(message)
    return tuple(dict.fromkeys(wish.assets))


def currency_of(wish: Wish) -> Currency:
    if not is_money(wish.currency):
        message = "currency is a currency's code, like USD"
        raise WishError(message)
    return Currency(wish.currency)
