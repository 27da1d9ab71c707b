"""A share: what its owner lets somebody else see of a portfolio, for a time.

Each scope includes those before it. A person is named by an address; of a link, whoever has it
sees the portfolio; a public page shows percentages and nothing else.

>>> includes(AMOUNTS, TOTALS), includes(TOTALS, AMOUNTS)
(True, False)
"""

import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, Literal, NoReturn, TypeAlias
from uuid import UUID

from attrs import evolve, field, frozen

from cryptotracker.domain.errors import InvalidValueError
from cryptotracker.domain.identity.users import check_email, key_of

Scope: TypeAlias = Literal["percentages", "totals", "amounts", "transactions", "comment", "write"]
PERCENTAGES: Final[Scope] = "percentages"
TOTALS: Final[Scope] = "totals"
AMOUNTS: Final[Scope] = "amounts"
TRANSACTIONS: Final[Scope] = "transactions"
COMMENT: Final[Scope] = "comment"
WRITE: Final[Scope] = "write"
SCOPES: Final[tuple[Scope, ...]] = (PERCENTAGES, TOTALS, AMOUNTS, TRANSACTIONS, COMMENT, WRITE)

Kind: TypeAlias = Literal["person", "link", "public"]
PERSON: Final[Kind] = "person"
LINK: Final[Kind] = "link"
PUBLIC: Final[Kind] = "public"
ALLOWED: Final[Mapping[Kind, tuple[Scope, ...]]] = {
    PERSON: (TOTALS, AMOUNTS, TRANSACTIONS, COMMENT, WRITE),
    LINK: (TOTALS, AMOUNTS, TRANSACTIONS),
    PUBLIC: (PERCENTAGES,),
}
"""What can be chosen, the least first: it is what holds if nothing is chosen. To comment
and to write take a person, so that it can be said who did."""

MOST: Final = 100
"""So many shares a portfolio has at a time."""
DAYS_USUAL: Final = 30
DAYS_MOST: Final = 365
VISIT: Final = timedelta(minutes=15)
"""So long somebody who opened a link can read without opening it again."""
FORGOTTEN: Final = timedelta(days=30)
"""So long after its end a share is shown to its owner, who may let it go on."""

LABEL_LONGEST: Final = 100
PASSCODE_SHORTEST: Final = 6
PASSCODE_LONGEST: Final = 128


@frozen(kw_only=True)
class Terms:
    """What is shared, and for how many days."""

    scope: Scope
    days: int


PRESETS: Final[Mapping[str, Terms]] = {"accountant": Terms(scope=COMMENT, days=90)}
"""Terms that have a name: an accountant reads all there is, asks about it, and adds
nothing."""


@frozen(kw_only=True)
class Share:
    """A portfolio as somebody else may see it.

    Attributes:
        owner: whose the portfolio is, as soon as the share is kept.
        label: what its owner calls it; nobody else sees that.
        email: whom it is for, as its owner wrote it; nobody's, of a link.
        user_id: the user it is for, once one of that address was seen. From then on it is
            theirs, whatever their address is, and whoever has that address next.
        digest: of what stands in the link.
        passcode: its hash, None where none is asked for.
    """

    id: UUID
    portfolio_id: UUID
    kind: Kind
    scope: Scope
    created_at: datetime
    expires_at: datetime
    label: str = ""
    email: str = ""
    user_id: UUID | None = None
    digest: bytes | None = None
    passcode: str | None = field(default=None, repr=False)
    owner: UUID | None = field(default=None, eq=False)

    def __attrs_post_init__(self) -> None:
        check_label(self.label)
        if self.kind == PERSON:
            check_email(self.email)
        if self.scope not in ALLOWED[self.kind]:
            refuse("scope", self.scope, f"of this kind one of {', '.join(ALLOWED[self.kind])}")

    @property
    def key(self) -> str | None:
        """The address as it is compared."""
        return key_of(self.email) if self.kind == PERSON else None

    def is_live(self, now: datetime) -> bool:
        return now < self.expires_at

    def is_for(self, user_id: UUID, email: str) -> bool:
        """Tell whether it is for a user who reads the mail of an address."""
        if self.kind != PERSON:
            return False
        return self.user_id == user_id if self.user_id else self.key == key_of(email)

    def seen_by(self, user_id: UUID) -> "Share":
        return evolve(self, user_id=user_id)


@frozen(kw_only=True)
class Visit:
    """Somebody opened a link, and reads for some minutes; they are nobody in particular."""

    digest: bytes
    share_id: UUID
    expires_at: datetime

    def goes_on(self, now: datetime) -> bool:
        return now < self.expires_at


def includes(scope: Scope, needed: Scope) -> bool:
    """Tell whether who may see one thing may see another."""
    return SCOPES.index(needed) <= SCOPES.index(scope)


def until(days: int, now: datetime) -> datetime:
    """Return when a share ends that goes on for some days."""
    if not 0 < days <= DAYS_MOST:
        refuse("days", str(days), f"from 1 to {DAYS_MOST} days")
    return now + timedelta(days=days)


def check_label(label: str) -> None:
    if len(label) > LABEL_LONGEST:
        refuse("label", label[:LABEL_LONGEST], f"at most {LABEL_LONGEST} characters")
    if any(unicodedata.category(each) in {"Cc", "Cs", "Zl", "Zp"} for each in label):
        refuse("label", ascii(label), "a label has no control characters")


def check_passcode(kind: Kind, passcode: str) -> None:
    """Refuse what is guessed too soon; it is never repeated in words."""
    if kind != LINK:
        refuse("passcode", "…", "only a link has a passcode")
    if not PASSCODE_SHORTEST <= len(passcode) <= PASSCODE_LONGEST:
        refuse("passcode", "…", f"from {PASSCODE_SHORTEST} to {PASSCODE_LONGEST} characters")
    if any(unicodedata.category(each) in {"Cc", "Cs"} for each in passcode):
        refuse("passcode", "…", "a passcode has no control characters")


def refuse(column: str, value: str, reason: str) -> NoReturn:
    raise InvalidValueError(column=column, value=value, reason=reason)
