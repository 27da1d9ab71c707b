"""What each kind of event means for lots, gains and balances."""

import pytest

from tests.e2e.calculating import Calculate, row

BUY = row("2025-01-01", "buy", received="1 BTC", value="100", account="a", id="b")
FIGURES = ("asset", "quantity", "proceeds", "cost_basis", "gain")


@pytest.mark.parametrize("kind", ["sell", "spend", "fee", "gift_out", "donation"])
def test_what_leaves_is_disposed_of_at_its_worth(calculate: Calculate, kind: str) -> None:
    answer = calculate([BUY, row("2025-01-02", kind, sent="1 BTC", value="150", account="a")])

    assert answer.disposals(*FIGURES) == [("BTC", "1", "150", "100", "50")]
    assert answer.code == 0


@pytest.mark.parametrize("kind", ["lost", "stolen"])
def test_what_is_lost_brings_nothing(calculate: Calculate, kind: str) -> None:
    """Edge case 21."""
    answer = calculate([BUY, row("2025-01-02", kind, sent="1 BTC", value="150", account="a")])

    assert answer.disposals(*FIGURES) == [("BTC", "1", "0", "100", "-100")]


@pytest.mark.parametrize("kind", ["buy", "income", "gift_in", "opening"])
def test_what_arrives_is_a_lot_at_its_worth(calculate: Calculate, kind: str) -> None:
    answer = calculate([row("2025-01-01", kind, received="2 BTC", value="100")])

    assert answer.document["holdings"][0]["lots"] == [
        {
            "acquired": "2025-01-01T00:00:00Z",
            "quantity": "2",
            "unit_cost": "50",
            "cost_basis": "100",
        }
    ]


@pytest.mark.parametrize("kind", ["buy", "income", "gift_in", "opening"])
def test_worth_that_nobody_knows_is_unknown_and_not_zero(calculate: Calculate, kind: str) -> None:
    answer = calculate([row("2025-01-01", kind, received="2 BTC")])

    held = answer.document["holdings"][0]
    assert (held["cost_basis"], held["basis"]) == (None, "unknown")
    assert (answer.code, answer.codes) == (1, ["unpriced"])


def test_income_is_listed_with_its_kind(calculate: Calculate) -> None:
    rows = [row("2025-01-01", "income", received="2 ETH", value="8", subtype="staking", id="i")]

    answer = calculate(rows)

    assert answer.document["income"] == [
        {
            "event": "i",
            "time": "2025-01-01T00:00:00Z",
            "account": "main",
            "asset": "ETH",
            "quantity": "2",
            "value": "8",
            "kind": "staking",
        }
    ]
    assert answer.totals["income"] == "8"


def test_a_swap_is_worth_its_value_on_both_sides(calculate: Calculate) -> None:
    """Edge case 11."""
    swap = row("2025-01-02", "swap", sent="1 BTC", received="9 ETH", value="150", account="a")

    answer = calculate([BUY, swap])

    assert answer.disposals(*FIGURES) == [("BTC", "1", "150", "100", "50")]
    assert answer.document["holdings"][0]["cost_basis"] == "150"


def test_a_swap_of_a_thing_for_itself_changes_nothing(calculate: Calculate) -> None:
    """Edge case 29."""
    swap = row("2025-01-02", "swap", sent="1 BTC", received="1.0 BTC", value="150", account="a")

    answer = calculate([BUY, swap])

    assert answer.document["disposals"] == []
    assert answer.document["holdings"][0]["lots"][0]["acquired"] == "2025-01-01T00:00:00Z"


@pytest.mark.parametrize("kind", ["wrap", "rename"])
def test_lots_live_on_under_another_name(calculate: Calculate, kind: str) -> None:
    """Edge cases 12 and 26."""
    changed = row("2025-01-02", kind, sent="1 BTC", received="1 WBTC", account="a")

    answer = calculate([BUY, changed])

    held = answer.document["holdings"][0]
    assert answer.document["disposals"] == []
    assert (held["asset"], held["cost_basis"]) == ("WBTC", "100")
    assert held["lots"][0]["acquired"] == "2025-01-01T00:00:00Z"


def test_a_split_rescales_lots(calculate: Calculate) -> None:
    answer = calculate(
        [BUY, row("2025-01-02", "split", sent="1 BTC", received="10 BTC", account="a")]
    )

    lot = answer.document["holdings"][0]["lots"][0]
    assert (lot["quantity"], lot["unit_cost"], lot["cost_basis"]) == ("10", "10", "100")


def test_a_fork_is_a_lot_that_cost_nothing(calculate: Calculate) -> None:
    """Edge case 18."""
    answer = calculate([BUY, row("2025-01-02", "fork", received="1 BCH", account="a")])

    costs = {each["asset"]: each["cost_basis"] for each in answer.document["holdings"]}
    assert (answer.code, costs) == (0, {"BTC": "100", "BCH": "0"})


@pytest.mark.parametrize("kind", ["stake", "unstake"])
def test_staking_changes_nothing(calculate: Calculate, kind: str) -> None:
    answer = calculate([BUY, row("2025-01-02", kind, sent="1 BTC", account="a")])

    assert (answer.code, answer.codes, answer.document["disposals"]) == (0, [], [])
    assert answer.document["holdings"][0]["quantity"] == "1"


@pytest.mark.parametrize(
    ("kind", "side"),
    [
        ("loan_in", "received"),
        ("loan_repaid", "sent"),
        ("margin_gain", "received"),
        ("margin_loss", "sent"),
        ("margin_fee", "sent"),
    ],
)
def test_borrowed_units_change_balances_only(calculate: Calculate, kind: str, side: str) -> None:
    """Edge case 25 as far as no country asks for more."""
    moved = row("2025-01-02", kind, account="a", **{side: "0.5 BTC"})

    answer = calculate([BUY, moved])

    assert (answer.code, answer.codes) == (0, ["not_accounted"])
    assert answer.document["disposals"] == []
    assert answer.document["holdings"][0]["quantity"] == "1"


def test_what_is_borrowed_can_be_sold_in_the_same_instant(calculate: Calculate) -> None:
    rows = [
        BUY,
        row("2025-01-02", "sell", sent="1 BTC", value="1", account="a"),
        row("2025-01-02", "loan_in", received="1 BTC", account="a"),
        row("2025-01-02", "sell", sent="1 BTC", value="1", account="a"),
    ]

    answer = calculate(rows)

    assert "negative_balance" not in answer.codes


@pytest.mark.parametrize("kind", ["withdrawal", "adjustment"])
def test_what_leaves_the_ledger_leaves_without_a_gain(calculate: Calculate, kind: str) -> None:
    """Edge cases 5 and 26."""
    answer = calculate([BUY, row("2025-01-02", kind, sent="0.4 BTC", account="a")])

    assert (answer.code, answer.codes) == (0, ["unmatched_transfer"])
    assert answer.document["disposals"] == []
    assert answer.document["holdings"][0]["cost_basis"] == "60"


@pytest.mark.parametrize("kind", ["deposit", "adjustment"])
def test_what_comes_from_elsewhere_has_an_unknown_basis(calculate: Calculate, kind: str) -> None:
    """Edge case 1: never a cost of zero."""
    rows = [
        row("2025-01-02", kind, received="1 BTC", account="a"),
        {**BUY, "time": "2025-01-03T00:00:00Z"},
        row("2025-01-04", "sell", sent="1.5 BTC", value="300", account="a"),
    ]

    answer = calculate(rows)

    disposal = answer.document["disposals"][0]
    assert answer.codes == ["unmatched_transfer"]
    assert [disposal[name] for name in ("basis", "cost_basis", "gain")] == ["unknown", None, None]
    assert [disposal[name] for name in ("gain_low", "gain_high")] == ["50", "250"]
    assert [each["rule"] for each in disposal["matches"]] == ["fifo", "unknown"]


def test_units_beyond_the_lots_are_one_match_that_knows_nothing(calculate: Calculate) -> None:
    """Edge case 36: the gain lies between two figures."""
    answer = calculate([BUY, row("2025-01-02", "sell", sent="4 BTC", value="800", account="a")])

    disposal = answer.document["disposals"][0]
    unknown = disposal["matches"][1]
    assert {name: unknown[name] for name in ("quantity", "proceeds", "rule")} == {
        "quantity": "3",
        "proceeds": "600",
        "rule": "unknown",
    }
    assert {unknown[name] for name in ("acquired", "unit_cost", "cost_basis", "gain")} == {None}
    assert (disposal["gain_low"], disposal["gain_high"]) == ("100", "700")
    assert (answer.totals["gain"], answer.totals["cost_basis"]) == (None, None)
    assert (answer.totals["gain_low"], answer.totals["gain_high"]) == ("100", "700")
    assert (answer.code, answer.codes) == (1, ["negative_balance", "missing_basis"])


def test_money_has_no_lots_and_a_stable_coin_does(calculate: Calculate) -> None:
    """Edge case 64: a symbol that looks like money is an asset all the same."""
    rows = [
        row("2025-01-01", "deposit", received="500 EUR"),
        row("2025-01-02", "buy", sent="100 EUR", received="100 EURC"),
        row("2025-01-03", "sell", sent="100 EURC", received="101 EUR"),
    ]

    answer = calculate(rows)

    assert (answer.codes, answer.document["holdings"]) == ([], [])
    assert answer.disposals(*FIGURES) == [("EURC", "100", "101", "100", "1")]
