"""Say why a figure is what it is.

To make a figure explainable: write its function and name it in EXPLAIN. Parts that are added
always add up to their whole.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final, TypeAlias

from attrs import evolve, frozen

from cryptotracker.domain.numbers import plain
from cryptotracker.domain.portfolio.cost_basis import METHOD_WORDS
from cryptotracker.domain.portfolio.disposals import Disposal, Match
from cryptotracker.domain.portfolio.explanations import (
    Explanation,
    Part,
    Source,
    day,
    rows,
    shortened,
)
from cryptotracker.domain.portfolio.postings import Income
from cryptotracker.domain.portfolio.report import Report
from cryptotracker.domain.portfolio.transactions import Transaction
from cryptotracker.domain.portfolio.valued import Position, Valued


@frozen(kw_only=True)
class Evidence:
    """What explanations draw on: one complete report and what is held now."""

    ref: str
    report: Report
    disposals: Sequence[Disposal]
    held: Valued
    events: Mapping[str, Transaction]

    @property
    def name(self) -> str:
        """The figure's name, after the portfolio."""
        return self.ref.split(":")[1] if ":" in self.ref else ""

    @property
    def argument(self) -> str:
        """What stands behind the figure's name, colons and all."""
        return ":".join(self.ref.split(":")[2:])

    @property
    def unit(self) -> str:
        return self.report.accounting.rules.currency

    @property
    def method(self) -> str:
        return METHOD_WORDS[self.report.accounting.rules.method]

    def sibling(self, figure: str) -> str:
        return f"{self.ref.partition(':')[0]}:{figure}"


Explainer: TypeAlias = Callable[[Evidence], Explanation | None]


def explain(evidence: Evidence) -> Explanation | None:
    """Explain a figure, or return None if there is no such figure."""
    explainer = EXPLAIN.get(evidence.name)
    found = explainer(evidence) if explainer else None
    if found is None or found.value is None:
        return found
    return evolve(found, low=found.value, high=found.value)


HOLDINGS: Final[Mapping[str, tuple[str, str]]] = {
    "value": ("Value of all holdings", "Each quantity held, times its latest price."),
    "cost_basis": ("Cost of all holdings", "What the open lots cost, fees included."),
    "unrealised": ("Unrealised gain", "What the holdings are worth, less what they cost."),
}


def explain_holdings(evidence: Evidence) -> Explanation:
    """Explain a figure of all holdings by that of each."""
    figure, held = evidence.name, evidence.held
    title, sentence = HOLDINGS[figure]
    parts = [holding_part(evidence, each, getattr(each, figure)) for each in held.positions]
    return Explanation(
        ref=evidence.ref,
        title=title,
        value=held.total(figure),
        unit=evidence.unit,
        sentence=sentence,
        parts=shortened(parts, evidence.unit),
        sources=[method(evidence), *([] if figure == "cost_basis" else prices(evidence))],
    )


def holding_part(evidence: Evidence, held: Position, value: Decimal | None) -> Part:
    return Part(
        sign="+",
        label=f"{plain(held.quantity)} {held.asset}",
        value=value,
        unit=evidence.unit,
        kind="figure",
        ref=evidence.sibling(f"holding:{held.asset}"),
    )


def explain_holding(evidence: Evidence) -> Explanation | None:
    """Open one asset: its price, and the lots that are open."""
    found = [each for each in evidence.held.positions if each.asset == evidence.argument]
    if not found:
        return None
    held = found[0]
    lots = [
        lot_part(evidence, held.asset, lot.quantity, lot.cost, lot.acquired, lot.event)
        for holding in evidence.report.holdings()
        if holding.asset == held.asset
        for lot in holding.lots
    ]
    price = Part(
        sign="=",
        label=f"Price of 1 {held.asset}",
        value=held.price.price if held.price else None,
        unit=evidence.unit,
        kind="price",
    )
    cost = Part(
        sign="=",
        label="Cost of the open lots",
        value=held.cost_basis,
        unit=evidence.unit,
        kind="figure",
        parts=shortened(lots, evidence.unit),
    )
    return Explanation(
        ref=evidence.ref,
        title=f"Value of {plain(held.quantity)} {held.asset}",
        value=held.value,
        unit=evidence.unit,
        sentence="The quantity of the open lots, times the latest price.",
        parts=[price, cost],
        sources=[method(evidence), *prices(evidence, held.asset)],
    )


def explain_gain(evidence: Evidence) -> Explanation:
    totals = evidence.report.totals.figures()
    return Explanation(
        ref=evidence.ref,
        title=f"Realised gain in {evidence.argument}" if evidence.argument else "Realised gain",
        value=totals.gain,
        low=totals.gain_low,
        high=totals.gain_high,
        unit=evidence.unit,
        sentence=f"Proceeds less cost of each disposal, matched {evidence.method}.",
        parts=shortened(
            [disposal_part(evidence, each) for each in reversed(evidence.disposals)], evidence.unit
        ),
        sources=[method(evidence)],
    )


def disposal_part(evidence: Evidence, disposal: Disposal) -> Part:
    outflow = disposal.outflow
    name, what = ("fee", "fee of") if outflow.kind == "fee" else ("disposal", outflow.kind)
    figure = f"{name}:{outflow.event.id}:{outflow.asset}"
    return Part(
        sign="+",
        label=f"{day(outflow.event.time)}: {what} {plain(outflow.quantity)} {outflow.asset}",
        value=disposal.gain,
        unit=evidence.unit,
        kind="figure",
        ref=evidence.sibling(figure),
    )


def explain_disposal(evidence: Evidence) -> Explanation | None:
    """Open one disposal, or one fee: what it brought, less what each of its lots had cost."""
    event_id, _, asset = evidence.argument.rpartition(":")
    found = [
        each
        for each in evidence.disposals
        if each.outflow.event.id == event_id
        and each.outflow.asset == asset
        and (each.outflow.kind == "fee") == (evidence.name == "fee")
    ]
    if not found:
        return None
    disposal = found[0]
    outflow = disposal.outflow
    proceeds = Part(
        sign="+",
        label="Proceeds, less fees",
        value=outflow.proceeds,
        unit=evidence.unit,
        kind="transaction",
        rows=rows(outflow.event),
    )
    matches = [match_part(evidence, asset, match) for match in disposal.matches]
    return Explanation(
        ref=evidence.ref,
        title=f"Gain on {plain(outflow.quantity)} {asset} of {day(outflow.event.time)}",
        value=disposal.gain,
        low=disposal.gain_low,
        high=disposal.gain_high,
        unit=evidence.unit,
        sentence=f"Proceeds less cost, matched {evidence.method}.",
        parts=[proceeds, *shortened(matches, evidence.unit)],
        sources=[method(evidence)],
    )


def match_part(evidence: Evidence, asset: str, match: Match) -> Part:
    return evolve(
        lot_part(evidence, asset, match.quantity, match.cost_basis, match.acquired, match.event),
        sign="−",
        kind="match",
    )


def lot_part(
    evidence: Evidence,
    asset: str,
    quantity: Decimal,
    cost: Decimal | None,
    acquired: datetime | None,
    event: str,
) -> Part:
    known = (
        f"acquired {day(acquired)}"
        if acquired
        else "pooled"
        if cost is not None
        else "of unknown origin"
    )
    found = evidence.events.get(event)
    return Part(
        sign="+",
        label=f"Cost of {plain(quantity)} {asset} {known}",
        value=cost,
        unit=evidence.unit,
        kind="lot",
        rows=rows(found) if found else (),
    )


def explain_income(evidence: Evidence) -> Explanation:
    parts = [income_part(evidence, each) for each in reversed(evidence.report.income)]
    return Explanation(
        ref=evidence.ref,
        title="Income",
        value=evidence.report.totals.figures().income,
        unit=evidence.unit,
        sentence="What was received, at its worth when it was received.",
        parts=shortened(parts, evidence.unit),
    )


def income_part(evidence: Evidence, income: Income) -> Part:
    kind = income.event.subtype or "other"
    return Part(
        sign="+",
        label=f"{day(income.event.time)}: {kind}, {plain(income.quantity)} {income.asset}",
        value=income.value,
        unit=evidence.unit,
        kind="transaction",
        rows=rows(income.event),
    )


def method(evidence: Evidence) -> Source:
    rules = evidence.report.accounting.rules
    scope = "within each account" if rules.scope == "wallet" else "across all accounts"
    return Source(kind="method", text=f"Lots are matched {evidence.method}, {scope}.")


def prices(evidence: Evidence, asset: str = "") -> list[Source]:
    found = {
        f"{each.price.source}, {each.price.since:%Y-%m-%d %H:%M} UTC"
        for each in evidence.held.positions
        if each.price and asset in {"", each.asset}
    }
    return [Source(kind="price", text=text) for text in sorted(found)]


EXPLAIN: Final[Mapping[str, Explainer]] = {
    **dict.fromkeys(HOLDINGS, explain_holdings),
    "gain": explain_gain,
    "income": explain_income,
    "holding": explain_holding,
    "disposal": explain_disposal,
    "fee": explain_disposal,
}
