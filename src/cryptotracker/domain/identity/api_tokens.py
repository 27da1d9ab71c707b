"""A token that a program acts with for its user: what it looks like, what it may, how long.

>>> text = written(b"ct" * 16)
>>> text
'ct_pat_NaBy5qxeMTSNyrwm2dTVWgEASOrO3Zh0aK3Uto3nRae2qqAnj'
>>> is_token(text), is_token(text[:-1] + "X")
(True, False)
"""

import re
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID
from zlib import crc32

from attrs import field, frozen

from cryptotracker.domain.errors import InvalidValueError
from cryptotracker.domain.identity.permissions import READ, WRITE

PREFIX: Final = "ct_pat_"
RANDOM_BYTES: Final = 32
DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
RANDOM_DIGITS: Final = 43
"""In base 62 they hold 256 bits."""
SUM_DIGITS: Final = 6
"""They hold the 32 bits of a checksum, by which those who look for leaked secrets know ours."""
FORM: Final = re.compile(rf"{PREFIX}[0-9A-Za-z]{{{RANDOM_DIGITS + SUM_DIGITS}}}", re.ASCII)

SCOPES: Final = (READ, WRITE)
DAYS_MOST: Final = 365
TOKENS_MOST: Final = 50
"""Of one user at once."""
NAME_LONGEST: Final = 100
REMEMBERED: Final = timedelta(minutes=1)
"""The last use is written down so often at most: to write takes longer than to look."""


def as_set(names: Iterable[str]) -> frozenset[str]:
    return frozenset(names)


@frozen(kw_only=True)
class ApiToken:
    """What we keep of a token: of the text itself, a digest only.

    Attributes:
        name: what its user calls the program that has it.
    """

    id: UUID
    user_id: UUID
    name: str
    scopes: frozenset[str] = field(converter=as_set)
    digest: bytes = field(repr=False)
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None = None

    def __attrs_post_init__(self) -> None:
        check_name(self.name)
        check_scopes(self.scopes)

    def is_live(self, now: datetime) -> bool:
        return now < self.expires_at

    def is_news(self, now: datetime) -> bool:
        """Tell whether a use is to be written down."""
        return self.last_used_at is None or now - self.last_used_at >= REMEMBERED


def written(secret: bytes) -> str:
    body = PREFIX + based(int.from_bytes(secret), RANDOM_DIGITS)
    return body + checksum(body)


def is_token(text: str) -> bool:
    """Tell whether a text is one that we may have made; slips of the pen need no database."""
    return FORM.fullmatch(text) is not None and text[-SUM_DIGITS:] == checksum(text[:-SUM_DIGITS])


def checksum(body: str) -> str:
    return based(crc32(body.encode()), SUM_DIGITS)


def based(number: int, size: int) -> str:
    """Write a number in base 62, with leading zeros."""
    digits = ""
    for _ in range(size):
        number, digit = divmod(number, len(DIGITS))
        digits = DIGITS[digit] + digits
    return digits


def until(now: datetime, days: int) -> datetime:
    """Return when a token ends that is to hold for some days: none holds for ever."""
    if not 1 <= days <= DAYS_MOST:
        reason = f"a token holds for 1 to {DAYS_MOST} days"
        raise InvalidValueError(column="days", value=str(days), reason=reason)
    return now + timedelta(days=days)


def check_name(name: str) -> None:
    if not name.isprintable() or not name.strip() or len(name) > NAME_LONGEST:
        reason = f"a token has a name of 1 to {NAME_LONGEST} printable characters"
        raise InvalidValueError(column="name", value=ascii(name[:NAME_LONGEST]), reason=reason)


def check_scopes(scopes: Collection[str]) -> None:
    if not scopes or not set(scopes) <= set(SCOPES):
        reason = f"a token has one or both of {', '.join(SCOPES)}"
        raise InvalidValueError(column="scopes", value=", ".join(sorted(scopes)), reason=reason)
