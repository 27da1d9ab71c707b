"""Transfers, the pairs that make one, and fees."""

import pytest

from tests.e2e.calculating import Calculate, row

BUY = row("2025-01-01", "buy", received="10 BTC", value="1000", account="a", id="b")
ETH = row("2025-01-01", "buy", received="1 ETH", value="50", account="a", id="e")
FIGURES = ("asset", "quantity", "proceeds", "cost_basis", "gain")


def held(calculate: Calculate, *rows: dict[str, str]) -> dict[tuple[str, str], str]:
    answer = calculate([BUY, *rows], "--scope", "wallet")
    return {
        (each["account"], each["asset"]): each["quantity"] for each in answer.document["holdings"]
    }


def test_a_transfer_keeps_cost_and_age(calculate: Calculate) -> None:
    move = row("2025-02-01", "transfer", sent="4 BTC", account="a", to_account="z")

    answer = calculate([BUY, move], "--scope", "wallet")

    lots = {each["account"]: each["lots"][0] for each in answer.document["holdings"]}
    assert answer.document["disposals"] == []
    assert (lots["z"]["acquired"], lots["z"]["cost_basis"]) == ("2025-01-01T00:00:00Z", "400")
    assert lots["a"]["cost_basis"] == "600"


def test_what_a_transfer_loses_is_its_fee_and_nothing_more(calculate: Calculate) -> None:
    """Edge cases 2, 7 and 10."""
    move = row("2025-02-01", "transfer", sent="4 BTC", received="3.9 BTC", fee_value="12")
    move |= {"account": "a", "to_account": "z"}

    answer = calculate([BUY, move])

    assert answer.disposals(*FIGURES, "kind") == [("BTC", "0.1", "12", "10", "2", "fee")]
    assert answer.document["holdings"][0]["cost_basis"] == "990"
    assert answer.totals["fees"] == "12"


def test_a_transfer_from_nowhere_carries_units_of_unknown_basis(calculate: Calculate) -> None:
    """Edge case 13."""
    move = row("2025-02-01", "transfer", sent="12 BTC", account="a", to_account="z")

    answer = calculate([BUY, move], "--scope", "wallet")

    lots = answer.document["holdings"][0]["lots"]
    assert [(lot["quantity"], lot["cost_basis"]) for lot in lots] == [("10", "1000"), ("2", None)]
    assert answer.codes == ["negative_balance", "missing_basis"]


@pytest.mark.parametrize("arrival", ["2025-02-02", "2025-01-31"])
def test_sides_of_one_transaction_are_a_transfer(calculate: Calculate, arrival: str) -> None:
    """Edge cases 3 and 32: clocks differ, and both sides are counted once."""
    out = row("2025-02-01", "withdrawal", sent="4 BTC", account="a", txid="t")
    back = row(arrival, "deposit", received="3.9 BTC", account="z", txid="t")

    answer = calculate([BUY, back, out], "--scope", "wallet")

    assert [code for code in answer.codes if code != "unpriced"] == []
    assert answer.disposals("quantity", "kind") == [("0.1", "fee")]
    assert {each["account"]: each["quantity"] for each in answer.document["holdings"]} == {
        "a": "6",
        "z": "3.9",
    }


@pytest.mark.parametrize("change", [{"txid": "other"}, {"txid": ""}, {"received": "4 ETH"}])
def test_other_transactions_and_assets_do_not_pair(
    calculate: Calculate, change: dict[str, str]
) -> None:
    out = row("2025-02-01", "withdrawal", sent="4 BTC", account="a", txid="t")
    back = {"received": "4 BTC", "account": "z", "txid": "t"} | change

    answer = calculate([BUY, out, row("2025-02-01", "deposit", **back)])

    assert answer.codes == ["unmatched_transfer", "unmatched_transfer"]


def test_one_withdrawal_may_fill_several_deposits(calculate: Calculate) -> None:
    """Edge case 4, to digits that a float does not have."""
    rows = [
        row("2025-02-01", "withdrawal", sent="4.000000000000000000000000000003 BTC", txid="t"),
        row("2025-02-01", "deposit", received="1 BTC", account="y", txid="t"),
        row("2025-02-02", "deposit", received="3 BTC", account="z", txid="t", fee_value="1"),
    ]

    answer = calculate([{**BUY, "account": "main"}, *rows], "--scope", "wallet")

    assert answer.disposals("quantity") == [("0.000000000000000000000000000003",)]
    assert {each["account"]: each["quantity"] for each in answer.document["holdings"]} == {
        "main": "5.999999999999999999999999999997",
        "y": "1",
        "z": "3",
    }


def test_what_comes_back_to_its_account_never_left(calculate: Calculate) -> None:
    """Edge cases 28, 30 and 31."""
    out = row("2025-02-01", "withdrawal", sent="4 BTC", account="a", txid="t")
    back = row("2025-02-02", "deposit", received="4 BTC", account="a", txid="t")

    assert held(calculate, out, back) == {("a", "BTC"): "10"}


@pytest.mark.parametrize(
    ("fee", "disposed", "cost"),
    [
        ({"fee": "5 EUR"}, [], "105"),
        ({"fee_value": "5"}, [], "105"),
        ({"fee": "0.1 ETH", "fee_value": "6"}, [("ETH", "0.1", "6", "5", "1")], "106"),
        ({"fee": "0.1 SOL", "fee_value": "7"}, [("SOL", "0.1", "7", "7", "0")], "107"),
    ],
)
def test_a_purchase_costs_its_fee_too(
    calculate: Calculate, fee: dict[str, str], disposed: list[tuple[str, ...]], cost: str
) -> None:
    """Edge case 8: in another coin, a third coin, money, or worth alone."""
    third = row("2025-01-01", "buy", received="1 SOL", value="70", account="a")
    bought = row("2025-02-01", "buy", sent="100 EUR", received="1 X", account="a", **fee)

    answer = calculate([ETH, third, bought])

    costs = {each["asset"]: each["cost_basis"] for each in answer.document["holdings"]}
    assert answer.disposals(*FIGURES) == disposed
    assert costs["X"] == cost


def test_a_fee_in_what_is_sold_lowers_the_proceeds_and_is_a_disposal(calculate: Calculate) -> None:
    sale = row("2025-02-01", "sell", sent="1 BTC", received="200 EUR", fee="0.1 BTC", account="a")

    answer = calculate([BUY, sale])

    assert answer.disposals(*FIGURES) == [
        ("BTC", "0.1", "20", "10", "10"),
        ("BTC", "1", "180", "100", "80"),
    ]
    assert answer.totals["proceeds"] == "200"


def test_a_fee_in_what_is_received_leaves_what_was_received(calculate: Calculate) -> None:
    bought = row("2025-02-01", "buy", sent="100 EUR", received="2 X", fee="0.1 X", account="a")

    answer = calculate([bought])

    assert answer.disposals(*FIGURES) == [("X", "0.1", "5", "5.25", "-0.25")]
    assert answer.document["holdings"][0]["quantity"] == "1.9"


def test_one_event_may_pay_several_fees(calculate: Calculate) -> None:
    """Edge case 9; `fee_value` speaks for the first."""
    sale = row("2025-02-01", "sell", sent="1 BTC", value="200", fee="0.1 ETH", account="a")
    sale |= {"fee_value": "6", "fee2_asset": "EUR", "fee2_quantity": "4"}

    answer = calculate([BUY, ETH, sale])

    assert answer.disposals("asset", "proceeds") == [("BTC", "190"), ("ETH", "6")]
    assert answer.totals["fees"] == "10"


@pytest.mark.parametrize(
    "paid", [{"sent": "1 BTC", "value": "120"}, {"fee": "1 BTC", "fee_value": "120"}]
)
def test_a_fee_on_its_own_is_a_fee_however_it_is_written(
    calculate: Calculate, paid: dict[str, str]
) -> None:
    answer = calculate([BUY, row("2025-02-01", "fee", account="a", **paid)])

    assert answer.disposals(*FIGURES, "kind") == [("BTC", "1", "120", "100", "20", "fee")]
    assert answer.totals["fees"] == "120"


def test_gas_for_what_failed_is_spent_all_the_same(calculate: Calculate) -> None:
    """Edge case 28."""
    gas = row("2025-02-01", "transfer", sent="1 BTC", fee="0.1 ETH", fee_value="6")

    answer = calculate([BUY, ETH, {**gas, "account": "a", "to_account": "a"}])

    assert answer.disposals("asset", "kind") == [("ETH", "fee")]
    assert answer.document["holdings"][0]["cost_basis"] == "1000"
