"""Prices that owners state themselves: of what no market prices, or where they know better."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from attrs import field, frozen

from cryptotracker.domain.errors import InvalidValueError
from cryptotracker.domain.market.assets import Currency, is_money
from cryptotracker.domain.market.checks import out_of_range
from cryptotracker.domain.market.quotes import MANUAL, Quote

MOST: Final = 2_000
NOTE_LONGEST: Final = 500
ASSET_LONGEST: Final = 100
EARLIEST: Final = datetime(1970, 1, 8, tzinfo=UTC)


def stripped(text: str) -> str:
    return text.strip()


@frozen(kw_only=True)
class OwnPrice:
    """What one unit of an asset cost, as its owner says.

    Attributes:
        as_of: the instant; of a whole day its first moment, in UTC.
        overrides: whether it counts before what the market says of the day.
    """

    id: UUID
    asset: str
    currency: Currency
    as_of: datetime
    whole_day: bool
    price: Decimal
    note: str = field(default="", converter=stripped)
    overrides: bool = False
    stated_at: datetime

    def __attrs_post_init__(self) -> None:
        check_asset(self.asset, self.currency)
        if self.price <= 0 or out_of_range(self.price):
            refuse("price", str(self.price)[:40], "a price is above nought, and below 10^30")
        if len(self.note) > NOTE_LONGEST or not is_plain(self.note):
            reason = f"a note has at most {NOTE_LONGEST} characters, and no control characters"
            refuse("note", ascii(self.note)[:40], reason)
        if not EARLIEST <= self.as_of <= self.stated_at:
            shown = f"{self.as_of:%Y-%m-%dT%H:%MZ}"
            refuse("at", shown, "it is not of a time to come, nor of before 1970-01-08")

    @property
    def quote(self) -> Quote:
        return Quote(
            asset=self.asset,
            currency=self.currency,
            price=self.price,
            as_of=self.as_of,
            source=MANUAL,
            grade=MANUAL,
        )


def check_asset(asset: str, currency: str) -> None:
    if not asset or len(asset) > ASSET_LONGEST or asset != asset.strip() or not is_plain(asset):
        refuse("asset", ascii(asset)[:40], "a symbol or an id, as the ledger writes it")
    if not is_money(currency):
        refuse("currency", ascii(currency)[:40], "not a currency's code, like EUR")
    if asset == currency:
        refuse("asset", asset, "it is the currency itself")


def is_plain(text: str) -> bool:
    return all(each.isprintable() for each in text)


def refuse(column: str, value: str, reason: str) -> None:
    raise InvalidValueError(column=column, value=value, reason=reason)
