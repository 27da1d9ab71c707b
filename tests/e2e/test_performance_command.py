"""`cryptotracker performance`, as users run it; every figure is reckoned on paper.

By day one unit became 100/100, 110/100, 90/110, 92.5/90 x 47.5/48.5 and 72/47.5 of itself.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.calculating import RunCommand

COLUMNS = "time,type,sent_asset,sent_quantity,received_asset,received_quantity"
LEDGER = f"""{COLUMNS},fee_asset,fee_quantity
2025-01-01T10:00:00Z,buy,EUR,100,BTC,1,,
2025-01-03T10:00:00Z,swap,BTC,0.5,ETH,5,,
2025-01-04T10:00:00Z,sell,ETH,5,EUR,45,EUR,1
2025-01-05T00:00:00Z,income,,,BTC,0.1,,
"""
PRICES = """time,asset,currency,price
2025-01-01,BTC,EUR,100
2025-01-02,BTC,EUR,110
2025-01-03,BTC,EUR,90
2025-01-04,BTC,EUR,95
2025-01-05,BTC,EUR,120
2025-01-03,ETH,EUR,9
2025-01-04,ETH,EUR,9
"""


@pytest.fixture
def asked(tmp_path: Path) -> list[str]:
    ledger, prices = tmp_path / "ledger.csv", tmp_path / "prices.csv"
    ledger.write_text(LEDGER)
    prices.write_text(PRICES)
    return ["performance", str(ledger), "--prices", str(prices), "--currency", "EUR"]


def test_every_return_is_told(run_command: RunCommand, asked: list[str]) -> None:
    days = ("--from", "2025-01-01", "--to", "2025-01-05")
    answer = run_command(*asked, *days, "--benchmark", "BTC", "--format", "json")

    document: dict[str, Any] = answer.document
    assert answer.code == 0
    assert {name: document[name] for name in ("from", "to", "start_value", "end_value")} == {
        "from": "2025-01-01T00:00:00Z",
        "to": "2025-01-05T23:59:59.999999Z",
        "start_value": "0",
        "end_value": "72",
    }
    assert (document["net_flow"], document["simple_return"]) == ("56", "0.16")
    assert document["twr"] == "0.3731958762886598"
    assert document["max_drawdown"] == {
        "value": "-0.1818181818181818",
        "peak": "2025-01-02",
        "trough": "2025-01-03",
        "recovered": "2025-01-05",
    }
    assert document["best"] == {"date": "2025-01-05", "return": "0.5157894736842105"}
    assert document["worst"] == {"date": "2025-01-03", "return": "-0.1818181818181818"}
    assert document["by_asset"] == [
        {"asset": "BTC", "contribution": "0.17"},
        {"asset": "ETH", "contribution": "-0.01"},
    ]
    assert document["benchmark"] == {
        "asset": "BTC",
        "twr": "0.2",
        "relative": "0.1443298969072165",
    }
    assert (document["unavailable"], document["issues"]) == ({}, [])


def test_without_a_price_what_needs_it_is_unavailable_and_says_so(
    run_command: RunCommand, asked: list[str], tmp_path: Path
) -> None:
    (tmp_path / "prices.csv").write_text("\n".join(PRICES.splitlines()[:6]) + "\n")

    answer = run_command(*asked, "--from", "2025-01-01", "--to", "2025-01-05", "--format", "json")

    document = answer.document
    assert answer.code == 1
    assert (document["end_value"], document["simple_return"]) == ("72", "0.16")
    assert (document["twr"], document["unavailable"]["twr"]) == (None, "unpriced")
    assert document["by_asset"][1] == {"asset": "ETH", "contribution": "-0.01"}
    (issue,) = document["issues"]
    assert issue["message"].startswith("No price of ETH in EUR within 7 days before 2025-01-03")


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("2025-01-05", "2025-01-04", "it is not after 2025-01-05T00:00:00+00:00"),
        ("yesterday", "2025-01-04", "'yesterday' is not a date or time"),
    ],
)
def test_a_stretch_that_is_none_is_refused(
    run_command: RunCommand, asked: list[str], since: str, until: str, said: str
) -> None:
    answer = run_command(*asked, "--from", since, "--to", until)

    assert answer.code == 2
    assert said in answer.stderr
    assert answer.stdout == ""
