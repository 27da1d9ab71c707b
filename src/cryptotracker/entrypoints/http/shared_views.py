"""The shapes of what is shared: what a share does not include is absent, whatever it is.

The fields are those of `domain/identity/visible.py`, which says what shows them.
"""

from typing import TypeVar
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType, convert, field, to_builtins

from cryptotracker.application.figures import Shown
from cryptotracker.application.shares.reading import Opened
from cryptotracker.domain.identity.shares import PERSON, Scope
from cryptotracker.domain.identity.visible import HOLDINGS, PORTFOLIO, View, seen
from cryptotracker.domain.portfolio.portfolios import Portfolio
from cryptotracker.domain.portfolio.valued import Valued
from cryptotracker.entrypoints.documents.text import instant, number
from cryptotracker.entrypoints.http.figure_views import HoldingsView
from cryptotracker.entrypoints.http.portfolios import PortfolioView

Maybe = str | UnsetType | None
Shape = TypeVar("Shape", bound=Struct)


class Shared(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something of which a part may be absent."""


class SharedPortfolio(Shared, frozen=True, kw_only=True):
    name: Maybe = UNSET
    currency: Maybe = UNSET
    method: Maybe = UNSET
    scope: Maybe = UNSET
    time_zone: Maybe = UNSET
    long_term_days: int | UnsetType | None = UNSET
    transactions: int | UnsetType = UNSET


class SharedView(Struct, frozen=True, kw_only=True):
    """A share as those see it whom it is for; by a link, neither its id nor whose it is."""

    kind: str
    scope: str
    expires_at: str | None
    id: UUID | UnsetType = UNSET
    shared_by: str | UnsetType = UNSET
    portfolio: SharedPortfolio | UnsetType = UNSET

    @classmethod
    def of(cls, opened: Opened, portfolio: Portfolio) -> "SharedView":
        share = opened.share
        named = share.kind == PERSON
        found = seen(to_builtins(PortfolioView.of(portfolio)), PORTFOLIO, share.scope)
        return cls(
            kind=share.kind,
            scope=share.scope,
            expires_at=instant(share.expires_at),
            id=share.id if named else UNSET,
            shared_by=opened.shared_by if named else UNSET,
            portfolio=convert(found, SharedPortfolio) if found else UNSET,
        )


class SharedPriceSource(Shared, frozen=True, kw_only=True):
    name: str | UnsetType = UNSET
    simulated: bool | UnsetType = UNSET
    as_of: Maybe = UNSET


class SharedPosition(Shared, frozen=True, kw_only=True):
    asset: str | UnsetType = UNSET
    percentage: Maybe = UNSET
    value: Maybe = UNSET
    quantity: Maybe = UNSET
    cost_basis: Maybe = UNSET
    basis: str | UnsetType = UNSET
    price: Maybe = UNSET
    price_time: Maybe = UNSET
    unrealised_gain: Maybe = UNSET


class SharedTotals(Shared, frozen=True, kw_only=True):
    cost_basis: Maybe = UNSET
    value: Maybe = UNSET
    unrealised_gain: Maybe = UNSET


class SharedAccount(Shared, frozen=True, kw_only=True):
    account: str | UnsetType = UNSET
    asset: str | UnsetType = UNSET
    quantity: Maybe = UNSET
    value: Maybe = UNSET


class SharedHoldings(Shared, frozen=True, kw_only=True):
    at: Maybe = UNSET
    currency: str | UnsetType = UNSET
    assets: list[SharedPosition] | UnsetType = UNSET
    totals: SharedTotals | UnsetType = UNSET
    accounts: list[SharedAccount] | UnsetType = UNSET
    price_source: SharedPriceSource | UnsetType = UNSET


class SharedPoint(Shared, frozen=True, kw_only=True):
    date: str | UnsetType = UNSET
    at: Maybe = UNSET
    value: Maybe = UNSET
    cost_basis: Maybe = UNSET
    flow_in: Maybe = UNSET
    flow_out: Maybe = UNSET


class SharedNetWorth(Shared, frozen=True, kw_only=True):
    currency: str | UnsetType = UNSET
    step: str | UnsetType = UNSET
    time_zone: str | UnsetType = UNSET
    points: list[SharedPoint] | UnsetType = UNSET
    price_source: SharedPriceSource | UnsetType = UNSET


class SharedLeg(Shared, frozen=True, kw_only=True):
    asset: str | UnsetType = UNSET
    quantity: Maybe = UNSET


class SharedTransaction(Shared, frozen=True, kw_only=True):
    id: str | UnsetType = UNSET
    event: str | UnsetType = UNSET
    time: Maybe = UNSET
    type: str | UnsetType = UNSET
    subtype: str | UnsetType = UNSET
    account: str | UnsetType = UNSET
    to_account: str | UnsetType = UNSET
    sent: SharedLeg | UnsetType | None = UNSET
    received: SharedLeg | UnsetType | None = UNSET
    fees: list[SharedLeg] | UnsetType = UNSET
    value: Maybe = UNSET
    value_currency: str | UnsetType = UNSET
    fee_value: Maybe = UNSET
    txid: str | UnsetType = UNSET
    note: str | UnsetType = UNSET
    tags: str | UnsetType = UNSET


class SharedMatch(Shared, frozen=True, kw_only=True):
    acquired: Maybe = UNSET
    account: Maybe = UNSET
    quantity: Maybe = UNSET
    unit_cost: Maybe = UNSET
    cost_basis: Maybe = UNSET
    proceeds: Maybe = UNSET
    gain: Maybe = UNSET
    term: Maybe = UNSET
    rule: str | UnsetType = UNSET


class SharedDisposal(Shared, frozen=True, kw_only=True):
    event: str | UnsetType = UNSET
    time: Maybe = UNSET
    account: str | UnsetType = UNSET
    asset: str | UnsetType = UNSET
    quantity: Maybe = UNSET
    proceeds: Maybe = UNSET
    cost_basis: Maybe = UNSET
    gain: Maybe = UNSET
    basis: str | UnsetType = UNSET
    gain_low: Maybe = UNSET
    gain_high: Maybe = UNSET
    kind: str | UnsetType = UNSET
    matches: list[SharedMatch] | UnsetType = UNSET


class SharedGainTotals(Shared, frozen=True, kw_only=True):
    proceeds: Maybe = UNSET
    cost_basis: Maybe = UNSET
    gain: Maybe = UNSET
    short_term_gain: Maybe = UNSET
    long_term_gain: Maybe = UNSET
    exempt_gain: Maybe = UNSET
    income: Maybe = UNSET
    fees: Maybe = UNSET
    disallowed_loss: Maybe = UNSET
    gain_low: Maybe = UNSET
    gain_high: Maybe = UNSET


class SharedGains(Shared, frozen=True, kw_only=True):
    currency: str | UnsetType = UNSET
    method: str | UnsetType = UNSET
    scope: str | UnsetType = UNSET
    country: str | UnsetType = UNSET
    disposals: list[SharedDisposal] | UnsetType = UNSET
    totals: SharedGainTotals | UnsetType = UNSET
    next_cursor: Maybe = UNSET
    disposal_count: int | UnsetType = UNSET


class SharedIncome(Shared, frozen=True, kw_only=True):
    event: str | UnsetType = UNSET
    time: Maybe = UNSET
    account: str | UnsetType = UNSET
    asset: str | UnsetType = UNSET
    quantity: Maybe = UNSET
    value: Maybe = UNSET
    kind: str | UnsetType = UNSET


class SharedRejection(Shared, frozen=True, kw_only=True):
    line: int | UnsetType = UNSET
    column: str | UnsetType = UNSET
    value: str | UnsetType = UNSET
    reason: str | UnsetType = UNSET


class SharedImport(Shared, frozen=True, kw_only=True):
    import_id: Maybe = field(name="import", default=UNSET)
    file: str | UnsetType = UNSET
    format: str | UnsetType = UNSET
    state: str | UnsetType = UNSET
    added: int | UnsetType = UNSET
    known: int | UnsetType = UNSET
    skipped: int | UnsetType = UNSET
    needs_answer: int | UnsetType = UNSET
    rejected_count: int | UnsetType = UNSET
    rejected: list[SharedRejection] | UnsetType = UNSET


def shown(document: Struct, view: View, scope: Scope, shape: type[Shape]) -> Shape:
    """Show of a document of its owner's what a scope includes."""
    return convert(seen(to_builtins(document), view, scope), shape)


def holdings(found: Shown[Valued], scope: Scope) -> SharedHoldings:
    """Show what is held, with each asset's part of it."""
    document = to_builtins(HoldingsView.of(found))
    for asset, part in zip(document["assets"], found.found.percentages(), strict=True):
        asset["percentage"] = number(part)
    return convert(seen(document, HOLDINGS, scope), SharedHoldings)
