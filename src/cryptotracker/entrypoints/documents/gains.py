"""The `gains` document: its shapes, and a writer that streams it."""

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import UNSET, Struct, UnsetType, json

from cryptotracker.domain.portfolio.disposals import Disposal, Match
from cryptotracker.domain.portfolio.issues import Issue
from cryptotracker.domain.portfolio.lots import Lot
from cryptotracker.domain.portfolio.postings import Income
from cryptotracker.domain.portfolio.report import Figures, Holding, Report
from cryptotracker.entrypoints.documents.text import instant, number


class MatchView(Struct, frozen=True):
    acquired: str | None
    account: str | None
    quantity: str | None
    unit_cost: str | None
    cost_basis: str | None
    proceeds: str | None
    gain: str | None
    term: str | None
    rule: str

    @classmethod
    def of(cls, match: Match) -> "MatchView":
        return cls(
            instant(match.acquired),
            match.account,
            number(match.quantity),
            number(match.unit_cost),
            number(match.cost_basis),
            number(match.proceeds),
            number(match.gain),
            match.term,
            match.rule,
        )


class DisposalView(Struct, frozen=True):
    event: str
    time: str | None
    account: str
    asset: str
    quantity: str | None
    proceeds: str | None
    cost_basis: str | None
    gain: str | None
    basis: str
    gain_low: str | None
    gain_high: str | None
    matches: list[MatchView]
    kind: Literal["fee"] | UnsetType = UNSET

    @classmethod
    def of(cls, disposal: Disposal) -> "DisposalView":
        outflow = disposal.outflow
        gain = number(disposal.gain)
        known = gain is not None
        return cls(
            outflow.event.id,
            instant(outflow.event.time),
            outflow.account,
            outflow.asset,
            number(outflow.quantity),
            number(outflow.proceeds),
            number(disposal.cost_basis),
            gain,
            disposal.basis,
            gain if known else number(disposal.gain_low),
            gain if known else number(disposal.gain_high),
            [MatchView.of(match) for match in disposal.matches],
            "fee" if outflow.kind == "fee" else UNSET,
        )


class IncomeView(Struct, frozen=True):
    event: str
    time: str | None
    account: str
    asset: str
    quantity: str | None
    value: str | None
    kind: str

    @classmethod
    def of(cls, income: Income) -> "IncomeView":
        return cls(
            income.event.id,
            instant(income.event.time),
            income.account,
            income.asset,
            number(income.quantity),
            number(income.value),
            income.event.subtype or "other",
        )


class LotView(Struct, frozen=True, omit_defaults=True):
    quantity: str | None
    unit_cost: str | None
    cost_basis: str | None
    acquired: str | UnsetType | None = UNSET


class HoldingView(Struct, frozen=True):
    account: str | None
    asset: str
    quantity: str | None
    cost_basis: str | None
    basis: str
    lots: list[LotView]

    @classmethod
    def of(cls, holding: Holding, *, pooled: bool) -> "HoldingView":
        lots = [lot_view(lot, pooled=pooled) for lot in holding.lots]
        quantity, cost = number(holding.quantity), number(holding.cost_basis)
        if pooled and len(lots) > 1:
            lots = [LotView(quantity, None, cost)]
        return cls(holding.account, holding.asset, quantity, cost, holding.basis, lots)


def lot_view(lot: Lot, *, pooled: bool) -> LotView:
    acquired = UNSET if pooled else instant(lot.acquired)
    return LotView(number(lot.quantity), number(lot.unit_cost), number(lot.cost), acquired)


class TotalsView(Struct, frozen=True):
    proceeds: str | None
    cost_basis: str | None
    gain: str | None
    short_term_gain: str | None
    long_term_gain: str | None
    exempt_gain: str | None
    income: str | None
    fees: str | None
    disallowed_loss: str | None
    gain_low: str | UnsetType | None = UNSET
    gain_high: str | UnsetType | None = UNSET

    @classmethod
    def of(cls, totals: Figures) -> "TotalsView":
        unknown = totals.gain is None
        return cls(
            number(totals.proceeds),
            number(totals.cost_basis),
            number(totals.gain),
            number(totals.short_term_gain),
            number(totals.long_term_gain),
            number(totals.exempt_gain),
            number(totals.income),
            number(totals.fees),
            "0",
            number(totals.gain_low) if unknown else UNSET,
            number(totals.gain_high) if unknown else UNSET,
        )


class IssueView(Struct, frozen=True):
    code: str
    severity: str
    event: str | None
    asset: str | None
    quantity: str | None
    message: str
    file: str | UnsetType = UNSET
    line: int | UnsetType = UNSET
    column: str | UnsetType = UNSET
    value: str | UnsetType = UNSET
    reason: str | UnsetType = UNSET

    @classmethod
    def of(cls, issue: Issue) -> "IssueView":
        return cls(
            issue.code,
            issue.severity,
            issue.event or None,
            issue.asset or None,
            number(issue.quantity),
            issue.message,
            *(issue.place or ()),
        )


encode = json.Encoder().encode


def gains_document(report: Report, disposals: Iterable[Disposal], country: str) -> Iterator[bytes]:
    """Write the document piece by piece; the engine runs while the disposals are written."""
    rules = report.accounting.rules
    head = {"currency": rules.currency, "method": rules.method, "scope": rules.scope}
    yield encode(head | {"country": country})[:-1] + b',"disposals":['
    separator = b""
    for disposal in disposals:
        yield separator + encode(DisposalView.of(disposal))
        separator = b",\n"
    pooled = rules.method == "average"
    yield b'],\n"income":[' + b",\n".join(encode(IncomeView.of(each)) for each in report.income)
    yield b'],\n"holdings":['
    separator = b""
    for holding in report.holdings():
        yield separator + encode(HoldingView.of(holding, pooled=pooled))
        separator = b",\n"
    yield b'],\n"totals":' + encode(TotalsView.of(report.totals.figures()))
    issues = b",\n".join(encode(IssueView.of(each)) for each in report.issues)
    yield b',\n"issues":[' + issues + b"]}\n"
