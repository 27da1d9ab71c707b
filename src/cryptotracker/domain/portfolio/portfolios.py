"""A user's portfolio, what was imported into it, and its entries as they are kept."""

import unicodedata
from datetime import datetime
from typing import Final
from uuid import UUID

from attrs import evolve, field, frozen

from cryptotracker.domain.errors import (
    InvalidValueError,
    VersionConflictError,
)
from cryptotracker.domain.market.assets import is_money
from cryptotracker.domain.portfolio.cost_basis import METHOD_NAMES
from cryptotracker.domain.portfolio.transactions import Transaction
from cryptotracker.domain.zones import zone_of

SCOPES: Final = ("universal", "wallet")
NAME_LONGEST: Final = 100
CENTURY_DAYS: Final = 36_525

THE_OWNER: Final = UUID("00000000-0000-7000-8000-000000000001")
"""Whose everything is while there is no sign-in."""

DONE: Final = "done"
UNDONE: Final = "undone"


@frozen(kw_only=True)
class Settings:
    """What the owner of a portfolio chooses; every figure follows from it and the entries.

    Attributes:
        long_term_days: after so many days a gain is long-term; None makes no difference of it.
    """

    name: str
    currency: str
    method: str = "fifo"
    scope: str = "universal"
    time_zone: str = "UTC"
    long_term_days: int | None = None

    def __attrs_post_init__(self) -> None:
        check_name(self.name)
        if not is_money(self.currency):
            refuse("currency", self.currency, "not a currency's code, like EUR")
        check_choice("method", self.method, METHOD_NAMES)
        check_choice("scope", self.scope, SCOPES)
        zone_of(self.time_zone)
        if self.long_term_days is not None and not 0 < self.long_term_days <= CENTURY_DAYS:
            refuse("long_term_days", str(self.long_term_days), f"from 1 to {CENTURY_DAYS} days")


@frozen(kw_only=True)
class Portfolio:
    """A set of entries that is accounted for as one.

    Attributes:
        owner: whose it is, as soon as it is kept.
        version: counts every change of the settings or the entries.
        transactions: how many entries there are.
    """

    id: UUID
    settings: Settings
    created_at: datetime
    owner: UUID | None = field(default=None, eq=False)
    version: int = 1
    transactions: int = 0

    def expect(self, version: int | None) -> None:
        """Raise VersionConflictError unless this is the version that somebody has seen."""
        if version not in {None, self.version}:
            raise VersionConflictError(
                thing=str(self.id), expected=str(version), current=self.version
            )

    def with_settings(self, settings: Settings) -> "Portfolio":
        return evolve(self, settings=settings, version=self.version + 1)

    def refigured(self) -> "Portfolio":
        """Count a change of what its figures rest on besides its entries."""
        return evolve(self, version=self.version + 1)

    def with_more(self, transactions: int) -> "Portfolio":
        """Count entries that were added, or, if negative, removed."""
        return evolve(self, transactions=self.transactions + transactions, version=self.version + 1)


@frozen(kw_only=True)
class Import:
    """One file that was read into a portfolio.

    Attributes:
        added: rows that were new when the file was read.
        known: rows that were there already, from another file; undoing that one leaves them.
        skipped: rows that were read and, for a good reason, make no entry.
        needs_answer: rows that an option, like a time zone, would make readable.
        rejected: rows that could not be read, those that need an answer left out.
        added_by: the address of somebody with whom the portfolio is shared; None, its owner.
    """

    id: UUID
    portfolio_id: UUID
    file: str
    format: str
    created_at: datetime
    state: str = DONE
    added: int = 0
    known: int = 0
    skipped: int = 0
    needs_answer: int = 0
    rejected: int = 0
    added_by: str | None = None


@frozen(kw_only=True)
class Entry:
    """A transaction as it is kept: its `id` is the source's, or derived; this one's is ours."""

    id: UUID
    import_id: UUID
    transaction: Transaction


@frozen(kw_only=True)
class Account:
    """A wallet or venue, as far as the entries tell."""

    name: str
    transactions: int
    first: datetime
    last: datetime


def check_name(name: str) -> None:
    if not name.strip() or name != name.strip():
        refuse("name", name, "a name is not blank, and has no blanks around it")
    if len(name) > NAME_LONGEST:
        refuse("name", name[:NAME_LONGEST], f"a name has at most {NAME_LONGEST} characters")
    if any(unicodedata.category(each) in {"Cc", "Cs"} for each in name):
        refuse("name", ascii(name), "a name has no control characters")


def check_choice(column: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        refuse(column, value, "one of " + ", ".join(choices))


def refuse(column: str, value: str, reason: str) -> None:
    raise InvalidValueError(column=column, value=value, reason=reason)
