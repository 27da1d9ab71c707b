"""What sources say of prices, before and after anybody believes it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from attrs import frozen

from cryptotracker.domain.market.assets import Currency


@frozen(kw_only=True)
class Feed:
    """What is known of a source beforehand.

    Attributes:
        oldest: what is older than that it cannot mean to be a price of now.
        counts_in: coins in which it counts in place of the dollar; they are worth what they are.
    """

    name: str
    oldest: timedelta
    counts_in: tuple[str, ...] = ()


@frozen(kw_only=True)
class Claim:
    """What a source said of one price, as its answer had it: nothing of it is believed yet.

    Attributes:
        asset: as the ledger writes what was asked for.
        currency: what was asked for.
        price: the number or whatever stood in its place.
        time: seconds since 1970, or a text, or whatever stood in its place.
        asset_said: what it calls the asset, where it says so and that is not what was meant.
        currency_said: what it counts in, likewise.
    """

    source: str
    asset: str
    currency: Currency
    price: object
    time: object
    asset_said: str = ""
    currency_said: str = ""


@frozen(kw_only=True)
class Trade:
    """One exchange of an asset for money, as a source told of it: a claim of a price, and how much.

    Attributes:
        quantity: the number or whatever stood in its place.
    """

    claim: Claim
    quantity: object


@frozen(kw_only=True)
class Observation:
    """A claim that stood every check."""

    source: str
    asset: str
    currency: Currency
    price: Decimal
    as_of: datetime


@frozen(kw_only=True)
class Refusal:
    """A claim, or a whole answer, that is not believed.

    Attributes:
        asset: empty of a whole answer.
        reason: a key of REASONS.
        said: what was said, cut short.
    """

    source: str
    reason: str
    at: datetime
    asset: str = ""
    currency: str = ""
    said: str = ""


OF_ANSWERS: Final[Mapping[str, str]] = {
    "not_json": "the answer is no JSON: cut off, a web page, or in another encoding than UTF-8",
    "duplicate_key": "the answer says one thing twice",
    "too_deep": "the answer is nested more deeply than any honest one",
    "too_large": "the answer is larger than any honest one",
    "compressed": "the answer is compressed, which was not asked for and can hide its size",
    "redirected": "the answer sends elsewhere",
    "error_inside": "the answer says that it is one, and holds an error",
    "wrong_shape": "the answer is not of the form that was agreed on",
    "unknown_symbol": "the source does not know the pair that it was asked for",
}
"""Why a whole answer is not believed."""

OF_CLAIMS: Final[Mapping[str, str]] = {
    "wrong_asset": "it is of another asset than was asked for",
    "wrong_currency": "it is in another currency than was asked for",
    "no_price": "there is nothing where the price should be",
    "not_a_number": "the price is no finite number",
    "not_positive": "the price is nought or below",
    "out_of_range": "no price has so many digits",
    "no_time": "it does not say of when it is, or not in a way that can be read",
    "wrong_time_unit": "its time counts in thousandths of seconds, where seconds were agreed on",
    "in_the_future": "it is of a time to come",
    "stale": "it is older than its source's prices are",
    "jumped": "it is ten times what the price was, or more, or a tenth or less; "
    "two sources have to say so twice",
    "impossible": "the figures of one answer contradict each other",
    "outlier": "the other sources say otherwise",
    "disagree": "the sources say different things, and nothing tells which of them is right",
}
"""Why one price is not believed."""

REASONS: Final[Mapping[str, str]] = {**OF_ANSWERS, **OF_CLAIMS}
SAID_MOST: Final = 80


def cut(said: object) -> str:
    """Write down what was said, short and of one line.

    >>> cut("1,234.5"), cut(None), cut("a" + chr(10) + "b")
    ('1,234.5', 'null', 'a b')
    """
    text = "null" if said is None else str(said)[: SAID_MOST * 4]
    shown = "".join(each if each.isprintable() else " " for each in text)
    return " ".join(shown.split())[:SAID_MOST]
