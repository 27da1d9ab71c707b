"""Whatever the method, matching neither creates nor loses a coin or a cent."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, localcontext
from random import Random
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cryptotracker.domain.numbers import EXACT, ZERO, total
from cryptotracker.domain.portfolio.accounting import Accounting
from cryptotracker.domain.portfolio.disposals import Disposal
from cryptotracker.domain.portfolio.history import history
from cryptotracker.domain.portfolio.report import Report, Sum
from cryptotracker.domain.portfolio.rules import Rules
from cryptotracker.domain.portfolio.transactions import Amount, Transaction
from cryptotracker.domain.records import changed
from tests.property.strategies import RULES, SCOPES, START, computed, ledgers, quantities, values

Figures: TypeAlias = tuple[Sequence[tuple[object, ...]], Sequence[tuple[object, ...]]]

rules = pytest.mark.parametrize(
    "rules", RULES, ids=[f"{each.method}-{each.scope}" for each in RULES]
)


def received(event: Transaction) -> Amount | None:
    return event.received if event.type in {"buy", "swap", "income", "gift_in"} else None


def acquired(events: list[Transaction]) -> dict[str, Decimal]:
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for event in events:
        if amount := received(event):
            sums[amount.asset] = EXACT.add(sums[amount.asset], amount.quantity)
    return sums


def known(disposals: list[Disposal]) -> Iterator[tuple[str, Decimal, Decimal]]:
    for disposal in disposals:
        for match in disposal.matches:
            if match.cost_basis is not None:
                yield disposal.outflow.asset, match.quantity, match.cost_basis


def figures(disposals: list[Disposal], report: Report) -> Figures:
    """Return every figure, without the names of the events."""
    gone = [
        (
            each.outflow.asset,
            each.outflow.quantity,
            each.outflow.proceeds,
            each.cost_basis,
            each.gain,
            each.gain_low,
            each.gain_high,
        )
        for each in disposals
    ]
    held = [
        (each.account, each.asset, each.quantity, each.cost_basis) for each in report.holdings()
    ]
    return gone, held


def added(parts: Iterable[Decimal | None]) -> Decimal | None:
    found = Sum()
    for part in parts:
        found.add(part)
    return found.amount


def bought(name: str, quantity: Decimal, value: Decimal) -> Transaction:
    amount = Amount("BTC", quantity)
    return Transaction(
        time=START, type="buy", id=name, received=amount, value=value, value_currency="EUR"
    )


def free(events: list[Transaction]) -> list[Transaction]:
    """Leave fees out, whose worth is fixed."""
    return [changed(each, fees=(), fee_value=None) for each in events]


def in_unit(event: Transaction, unit: Decimal) -> Transaction:
    sent, received = (
        leg and Amount(leg.asset, leg.quantity * unit) for leg in (event.sent, event.received)
    )
    fees = tuple(Amount(fee.asset, fee.quantity * unit) for fee in event.fees)
    return changed(event, sent=sent, received=received, fees=fees)


def rounded(gain: Decimal | None) -> Decimal | None:
    """Leave off the digits where the rounding of divisions differs."""
    return None if gain is None else gain.quantize(Decimal("1e-9"))


@rules
@given(events=ledgers())
def test_quantities_costs_and_proceeds_are_conserved(
    rules: Rules, events: list[Transaction]
) -> None:
    without_leaks = [event for event in events if event.type != "withdrawal"]

    disposals, report = computed(without_leaks, rules)

    bought = acquired(without_leaks)
    costs = [Decimal(3) + (each.value or ZERO) for each in without_leaks if received(each)]
    open_lots = [(each.asset, lot) for each in report.holdings() for lot in each.lots]
    assert total(cost for _, _, cost in known(disposals)) + total(
        lot.cost or ZERO for _, lot in open_lots
    ) == total(costs)
    assert {
        asset: total(
            [quantity for name, quantity, _ in known(disposals) if name == asset]
            + [lot.quantity for name, lot in open_lots if name == asset and lot.cost is not None]
        )
        for asset in bought
    } == bought


@rules
@given(events=ledgers())
def test_the_matches_of_a_disposal_add_up_to_it(rules: Rules, events: list[Transaction]) -> None:
    disposals, _ = computed(events, rules)

    for each in disposals:
        assert total(match.quantity for match in each.matches) == each.outflow.quantity
        assert added(match.proceeds for match in each.matches) == each.outflow.proceeds
        assert [m for m in each.matches if m.cost_basis is None] == [
            m for m in each.matches if m.rule == "unknown"
        ]


@rules
@given(events=ledgers())
def test_no_balance_differs_from_what_the_ledger_adds_up_to(
    rules: Rules, events: list[Transaction]
) -> None:
    _, report = computed(events, rules)

    sums: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for event in events:
        target = event.to_account or event.account
        for account, leg, sign in (
            (event.account, event.sent, -1),
            (target, event.received, 1),
            *((event.account, fee, -1) for fee in event.fees),
        ):
            if leg is not None:
                sums[account, leg.asset] += sign * leg.quantity
    found = {key: held for key, held in report.accounting.balances.items() if held}
    assert found == {key: held for key, held in sums.items() if held}


@rules
@given(events=ledgers(), random=st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    rules: Rules, events: list[Transaction], random: Random
) -> None:
    shuffled = random.sample(events, len(events))

    assert figures(*computed(shuffled, rules)) == figures(*computed(events, rules))


@rules
@given(events=ledgers())
def test_a_ledger_given_twice_counts_once(rules: Rules, events: list[Transaction]) -> None:
    report = Report(Accounting(rules))

    twice = list(report.disposals(history([events, events]).events))

    assert figures(twice, report) == figures(*computed(events, rules))


@rules
@given(events=ledgers(), precision=st.integers(1, 60))
def test_no_figure_depends_on_the_callers_context(
    rules: Rules, events: list[Transaction], precision: int
) -> None:
    expected = figures(*computed(events, rules))

    with localcontext(prec=precision):
        found = figures(*computed(events, rules))

    assert found == expected


@rules
@given(events=ledgers())
def test_a_stream_gives_what_a_batch_gives(rules: Rules, events: list[Transaction]) -> None:
    in_order = history([events]).events
    report = Report(Accounting(rules))

    streamed = [
        disposal
        for moment in sorted({event.time for event in in_order})
        for disposal in report.disposals(event for event in in_order if event.time == moment)
    ]

    assert figures(streamed, report) == figures(*computed(events, rules))


@rules
@given(quantity=quantities, value=values, parts=st.sampled_from([2, 5, 10]))
def test_a_purchase_in_equal_parts_is_the_purchase(
    rules: Rules, quantity: Decimal, value: Decimal, parts: int
) -> None:
    whole = bought("whole", quantity * parts, value * parts)
    split = [bought(f"part {number}", quantity, value) for number in range(parts)]
    sale = changed(whole, id="z", type="sell", received=None, sent=Amount("BTC", quantity))

    of_whole, _ = computed([whole, sale], rules)
    of_parts, _ = computed([*split, sale], rules)

    assert of_parts[0].gain == of_whole[0].gain
    assert of_parts[0].cost_basis == value


@rules
@given(events=ledgers(), power=st.integers(-6, 6))
def test_quantities_in_another_unit_bring_the_same_money(
    rules: Rules, events: list[Transaction], power: int
) -> None:
    scaled = [in_unit(event, Decimal(10) ** power) for event in events]

    found, _ = computed(scaled, rules)

    expected, _ = computed(events, rules)
    assert [each.outflow.proceeds for each in found] == [each.outflow.proceeds for each in expected]
    assert [rounded(each.gain) for each in found] == [rounded(each.gain) for each in expected]


@rules
@given(events=ledgers(), power=st.integers(0, 6))
def test_money_in_another_unit_scales_every_gain(
    rules: Rules, events: list[Transaction], power: int
) -> None:
    unit = Decimal(10) ** power
    scaled = [changed(each, value=each.value and each.value * unit) for each in free(events)]

    found, _ = computed(scaled, rules)

    expected, _ = computed(free(events), rules)
    gains = [each.gain and each.gain * unit for each in expected]
    assert [rounded(each.gain) for each in found] == [rounded(gain) for gain in gains]


@pytest.mark.parametrize("scope", SCOPES)
@given(events=ledgers(), data=st.data())
def test_elections_use_no_unit_twice(
    scope: str, events: list[Transaction], data: st.DataObject
) -> None:
    ids = st.sampled_from([event.id for event in events])
    chosen = data.draw(st.dictionaries(ids, st.lists(st.tuples(ids, quantities), max_size=3)))
    rules = Rules(currency="EUR", method="specific", scope=scope, elections=chosen)
    staying = [event for event in events if event.type != "withdrawal"]

    disposals, report = computed(staying, rules)

    open_lots = [(each.asset, lot) for each in report.holdings() for lot in each.lots]
    bought = acquired(staying)
    assert {
        asset: total(
            [quantity for name, quantity, _ in known(disposals) if name == asset]
            + [lot.quantity for name, lot in open_lots if name == asset and lot.cost is not None]
        )
        for asset in bought
    } == bought
    for each in disposals:
        assert total(match.quantity for match in each.matches) == each.outflow.quantity
