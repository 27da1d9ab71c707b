"""The shapes of figures on the wire: the calculators' documents, and what is said beside them."""

from msgspec import Struct, structs

from cryptotracker.application.books import PriceOrigin
from cryptotracker.application.figures import Shown
from cryptotracker.domain.portfolio.lots import Lot
from cryptotracker.domain.portfolio.net_worth import NetWorth
from cryptotracker.domain.portfolio.report import Holding
from cryptotracker.domain.portfolio.valued import Valued
from cryptotracker.entrypoints.documents.gains import (
    DisposalView,
    HoldingView,
    IncomeView,
    IssueView,
    TotalsView,
)
from cryptotracker.entrypoints.documents.holdings import (
    AccountView,
    HoldingsDocument,
    HoldingsTotals,
    PositionView,
)
from cryptotracker.entrypoints.documents.net_worth import NetWorthDocument, PointView
from cryptotracker.entrypoints.documents.text import instant, number


class PriceSourceView(Struct, frozen=True):
    name: str
    simulated: bool
    as_of: str | None

    @classmethod
    def of(cls, origin: PriceOrigin) -> "PriceSourceView":
        return cls(origin.name, origin.simulated, instant(origin.as_of))


class HoldingsView(Struct, frozen=True, kw_only=True):
    currency: str
    at: str | None
    accounts: list[AccountView]
    assets: list[PositionView]
    totals: HoldingsTotals
    issues: list[IssueView]
    price_source: PriceSourceView

    @classmethod
    def of(cls, shown: Shown[Valued]) -> "HoldingsView":
        document = structs.asdict(HoldingsDocument.of(shown.found))
        return cls(**document, price_source=PriceSourceView.of(shown.source))


class GainsPage(Struct, frozen=True, kw_only=True):
    """The `gains` document; the last two fields go with a limit."""

    currency: str
    method: str
    scope: str
    country: str
    disposals: list[DisposalView]
    income: list[IncomeView]
    holdings: list[HoldingView]
    totals: TotalsView
    issues: list[IssueView]
    next_cursor: str | None = None
    disposal_count: int = 0


class OpenLotView(Struct, frozen=True, kw_only=True):
    account: str | None
    asset: str
    acquired: str | None
    quantity: str | None
    unit_cost: str | None
    cost_basis: str | None
    basis: str
    event: str

    @classmethod
    def of(cls, holding: Holding, lot: Lot) -> "OpenLotView":
        return cls(
            account=holding.account,
            asset=holding.asset,
            acquired=instant(lot.acquired),
            quantity=number(lot.quantity),
            unit_cost=number(lot.unit_cost),
            cost_basis=number(lot.cost),
            basis="unknown" if lot.cost is None else "known",
            event=lot.event,
        )


class NetWorthView(Struct, frozen=True, kw_only=True):
    currency: str
    step: str
    time_zone: str
    points: list[PointView]
    price_source: PriceSourceView

    @classmethod
    def of(cls, shown: Shown[NetWorth]) -> "NetWorthView":
        document = structs.asdict(NetWorthDocument.of(shown.found))
        return cls(**document, price_source=PriceSourceView.of(shown.source))
