"""What figures are counted by: currency, method, scope, time zone and holding period."""

from collections.abc import Collection, Mapping
from datetime import tzinfo
from decimal import Decimal
from typing import Final

from attrs import field, frozen

from cryptotracker.domain.errors import UnknownOptionError
from cryptotracker.domain.market.assets import MONEY
from cryptotracker.domain.portfolio.cost_basis import METHOD_NAMES
from cryptotracker.domain.zones import zone_of

WALLET: Final = "wallet"
UNIVERSAL: Final = "universal"
SCOPES: Final = (WALLET, UNIVERSAL)


@frozen(kw_only=True)
class Rules:
    """What the figures are counted by.

    Attributes:
        currency: a code of ISO 4217, or an asset to count in.
        scope: `wallet` matches within an account, `universal` across all of the owner's.
        zone: fixes days and years.
        long_term_days: held for more days than this is long term; None asks for no terms.
        elections: for `specific`: disposing event → the (acquiring event, quantity) it uses.
    """

    currency: str
    method: str = "fifo"
    scope: str = UNIVERSAL
    zone: tzinfo = field(factory=lambda: zone_of("UTC"))
    long_term_days: int | None = None
    elections: Mapping[str, list[tuple[str, Decimal]]] = field(factory=dict)

    @classmethod
    def of(
        cls,
        *,
        currency: str,
        method: str = "fifo",
        scope: str = UNIVERSAL,
        time_zone: str | None = None,
        long_term_days: int | None = None,
    ) -> "Rules":
        """Check what came from outside; raise UnknownOptionError or UnknownTimeZoneError."""
        check("method", method, METHOD_NAMES)
        check("scope", scope, SCOPES)
        if currency not in MONEY and currency.upper() in MONEY:
            check("currency", currency, (currency.upper(),))
        return cls(
            currency=currency,
            method=method,
            scope=scope,
            zone=zone_of(time_zone or None),
            long_term_days=long_term_days,
        )


def check(option: str, value: str, known: Collection[str]) -> None:
    if value not in known:
        raise UnknownOptionError(option=option, value=value, known=", ".join(known))
