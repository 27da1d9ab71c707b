"""Which key signs access tokens now, and which still count: keys follow each other, overlapping."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from attrs import frozen

SIGNS: Final = timedelta(days=30)
"""So long a key signs before the next takes over."""
AHEAD: Final = timedelta(days=1)
"""So long before it signs a key is shown, so that others who check tokens have it by then."""
LINGERS: Final = timedelta(hours=1)
"""So long after its last signature a key counts: longer than any access token lives."""

ACCESS: Final = timedelta(minutes=5)
"""How long an access token lives."""


@frozen(kw_only=True)
class SigningKey:
    """A pair of keys; the private one is kept as a secret of the installation.

    Attributes:
        public: as a JSON Web Key.
    """

    id: str
    public: str
    created_at: datetime
    signs_from: datetime


def signing(keys: Sequence[SigningKey], now: datetime) -> SigningKey | None:
    """Return the key that signs now: the last one whose time has come."""
    ready = [each for each in keys if each.signs_from <= now]
    return max(ready, key=lambda each: (each.signs_from, each.id), default=None)


def next_from(keys: Sequence[SigningKey], now: datetime) -> datetime | None:
    """Return from when a key is to sign that has to be made now, None if none is needed."""
    newest = max((each.signs_from for each in keys), default=None)
    if newest is None:
        return now
    return max(now, newest + SIGNS) if newest + SIGNS - AHEAD <= now else None


def counting(keys: Sequence[SigningKey], now: datetime) -> list[SigningKey]:
    """List the keys whose signatures still count, or will."""
    current = signing(keys, now)
    if current is None:
        return list(keys)
    return [
        each
        for each in keys
        if each.signs_from >= current.signs_from or now < current.signs_from + LINGERS
    ]
