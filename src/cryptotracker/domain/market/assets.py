"""What can be held: assets, whose identity is not their ticker, and money."""

from typing import Final, NewType

from attrs import field, frozen
from attrs.validators import in_

AssetId = NewType("AssetId", str)
Currency = NewType("Currency", str)

MONEY: Final = frozenset(
    """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP
    BYN BZD CAD CDF CHF CLP CNY COP CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP
    GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES
    KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR
    MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB
    RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY
    TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
    """.split()
)
"""Codes of ISO 4217 (list one, funds and metals left out) and those withdrawn since 2019.

Money is what cost and value are counted in: it has no lots and is never disposed of.
"""


def is_money(asset: str) -> bool:
    """Tell money from assets; codes are upper case, so `usd` is an asset of that name."""
    return asset in MONEY


KINDS: Final = ("coin", "token", "stablecoin", "wrapped", "fiat")


@frozen(kw_only=True)
class Asset:
    """Something that can be held, known by its id: many assets may share one symbol.

    Attributes:
        aliases: what other venues and times call it: Kraken's XXBT, the IOT of before.
        color: as `#rrggbb`.
    """

    id: AssetId
    symbol: str
    name: str
    kind: str = field(validator=in_(KINDS))
    aliases: tuple[str, ...] = ()
    color: str = ""
