"""A comment: what somebody says about a portfolio, or about one thing in it.

What it is about is named, not referred to: an import that is taken back and read again finds what
was said of its rows.

>>> About.read("figure:gain:2026")
About(kind='figure', key='gain:2026')
>>> About.read("transaction:row-1").needs, About.read("figure:value").needs
('transactions', 'totals')
"""

import unicodedata
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final, Literal, NoReturn, TypeAlias, get_args
from uuid import UUID

from attrs import evolve, frozen

from cryptotracker.domain.errors import InvalidValueError
from cryptotracker.domain.identity.shares import TOTALS, TRANSACTIONS, Scope

Kind: TypeAlias = Literal["portfolio", "transaction", "asset", "figure"]
PORTFOLIO: Final[Kind] = "portfolio"
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
NEEDS: Final[Mapping[Kind, Scope]] = {
    "portfolio": TOTALS,
    "asset": TOTALS,
    "transaction": TRANSACTIONS,
    "figure": TRANSACTIONS,
}
"""What one has to be able to read at least, to read what is said about it."""
SUMS: Final = ("value", "cost_basis", "unrealised")
"""The figures that whoever sees totals sees."""

KEY_LONGEST: Final = 200
TEXT_LONGEST: Final = 2_000
MOST: Final = 5_000
"""About so many comments there are on a portfolio at a time."""
LINES: Final = ("\n",)
HIDDEN: Final = frozenset({"Cc", "Cs", "Zl", "Zp", "Co", "Cn"})
TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that turn the direction of what follows: they make a text read otherwise than it is."""


@frozen
class About:
    """What a comment is about: the portfolio, or a transaction, asset or figure by its name."""

    kind: Kind = PORTFOLIO
    key: str = ""

    def __attrs_post_init__(self) -> None:
        if bool(self.key) == (self.kind == PORTFOLIO):
            refuse("about", self.key, "`portfolio`, or a kind and a name like `asset:BTC`")
        if len(self.key) > KEY_LONGEST:
            refuse("about", self.key[:KEY_LONGEST], f"at most {KEY_LONGEST} characters")
        check_signs("about", self.key)

    @classmethod
    def read(cls, text: str) -> "About":
        """Read it as it is written: `portfolio`, `transaction:kraken-1`, `figure:gain:2026`."""
        name, _, key = text.partition(":")
        kind = next((each for each in KINDS if each == name), None)
        if kind is None:
            refuse("about", name[:KEY_LONGEST], f"one of {', '.join(KINDS)}, like `asset:BTC`")
        return cls(kind, key)

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}" if self.key else self.kind

    @property
    def needs(self) -> Scope:
        """The least scope of a share that shows this, and so what is said about it."""
        if self.kind == "figure" and self.key in SUMS:
            return TOTALS
        return NEEDS[self.kind]


@frozen(kw_only=True)
class Comment:
    """What one user said about one thing.

    Attributes:
        user_id: who wrote it; it goes with them.
        edited_at: when its author changed it last, None if never.
        resolved_at: since when it is settled, None while it is open.
    """

    id: UUID
    portfolio_id: UUID
    about: About
    user_id: UUID
    text: str
    created_at: datetime
    edited_at: datetime | None = None
    resolved_at: datetime | None = None

    def __attrs_post_init__(self) -> None:
        if not self.text.strip():
            refuse("text", "", "a comment is not blank")
        if len(self.text) > TEXT_LONGEST:
            reason = f"at most {TEXT_LONGEST} characters, and there are {len(self.text)}"
            refuse("text", "…", reason)
        check_signs("text", self.text, LINES)

    def saying(self, text: str, now: datetime) -> "Comment":
        return evolve(self, text=text, edited_at=now)


@frozen(kw_only=True)
class Thread:
    """All that is said about one thing: how many comments, and how many of them are open."""

    about: About
    comments: int
    open: int
    last_at: datetime


def check_signs(column: str, text: str, allowed: Collection[str] = ()) -> None:
    """Refuse what cannot be seen, or shows as what it is not."""
    for each in text:
        if each not in allowed and (each in TURNING or unicodedata.category(each) in HIDDEN):
            refuse(column, ascii(each), "plain text has no control characters")


def refuse(column: str, value: str, reason: str) -> NoReturn:
    raise InvalidValueError(column=column, value=value, reason=reason)
