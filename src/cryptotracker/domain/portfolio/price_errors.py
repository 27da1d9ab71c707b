"""What can be wrong with prices that owners state, and with what is asked about them."""

from attrs import frozen

from cryptotracker.domain.errors import CryptoTrackerError


@frozen(kw_only=True, str=True)
class OwnPriceNotFoundError(CryptoTrackerError):
    """No price of one's own has this id."""

    price: str


@frozen(kw_only=True, str=True)
class OwnPriceTakenError(CryptoTrackerError):
    """One has stated a price of this moment already."""

    asset: str
    currency: str


@frozen(kw_only=True, str=True)
class TooManyOwnPricesError(CryptoTrackerError):
    """Nobody may state more prices than this."""

    most: int


@frozen(kw_only=True, str=True)
class NothingToBackFillError(CryptoTrackerError):
    """Prices are made up here: there is nobody to ask for those of the past."""
