"""How it is answered over HTTP when something is wrong with prices of one's own or of the past."""

from collections.abc import Mapping
from typing import Final

from cryptotracker.domain.errors import CryptoTrackerError
from cryptotracker.domain.portfolio.price_errors import (
    NothingToBackFillError,
    OwnPriceNotFoundError,
    OwnPriceTakenError,
    TooManyOwnPricesError,
)
from cryptotracker.entrypoints.http.kind import Kind

PRICE_KINDS: Final[Mapping[type[CryptoTrackerError], Kind]] = {
    OwnPriceNotFoundError: Kind(
        404, "There is no such price", lambda _: "It may have been taken back."
    ),
    OwnPriceTakenError: Kind(
        409,
        "The price is stated already",
        lambda e: f"There is a price of {e.asset} in {e.currency} of that moment. Change it.",
    ),
    TooManyOwnPricesError: Kind(
        409, "Too many prices are stated", lambda e: f"One may state {e.most}. Remove one first."
    ),
    NothingToBackFillError: Kind(
        409,
        "There is nothing to back-fill",
        lambda _: "Prices are made up here: no source is to be asked for those of the past.",
    ),
}
