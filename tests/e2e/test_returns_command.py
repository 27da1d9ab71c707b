"""`cryptotracker returns`, as users run it."""

from pathlib import Path

from tests.e2e.calculating import RunCommand

FLOWS = "time,amount,value\n2025-01-01,-100,0\n2025-07-02,-50,120\n2026-01-01,187,187\n"


def test_rates_are_told_and_a_wrong_row_left_out(run_command: RunCommand, tmp_path: Path) -> None:
    path = tmp_path / "flows.csv"
    path.write_text(FLOWS + "2026-01-02,1e3,\n")

    answer = run_command("returns", path, "--format", "json")

    assert answer.code == 1
    assert answer.document["xirr"] == answer.document["xirr_roots"][0] == "0.2997601216327435"
    assert answer.document["twr"] == "0.32"
    assert answer.document["unavailable"] == {}
    (issue,) = answer.document["issues"]
    assert "line 5" in issue["message"]
    assert "amount" in issue["message"]


def test_what_cannot_be_said_is_not_said(run_command: RunCommand, tmp_path: Path) -> None:
    path = tmp_path / "flows.csv"
    path.write_text("time,amount\n2025-01-01,-100\n2026-01-01,-5\n")

    answer = run_command("returns", path, "--format", "csv")

    assert answer.code == 0
    assert answer.stdout.splitlines() == [
        "return,rate,unavailable",
        "xirr,,no_root",
        "twr,,no_value",
    ]
