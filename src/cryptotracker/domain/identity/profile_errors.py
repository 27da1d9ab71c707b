"""What goes wrong with somebody's picture, with the facts in fields."""

from attrs import frozen

from cryptotracker.domain.errors import CryptoTrackerError


@frozen(kw_only=True, str=True)
class PictureRefusedError(CryptoTrackerError):
    """What was sent as a picture is none that is taken; it says why."""

    reason: str


@frozen(kw_only=True, str=True)
class AvatarNotFoundError(CryptoTrackerError):
    """Somebody has no picture."""
