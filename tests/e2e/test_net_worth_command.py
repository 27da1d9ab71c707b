"""`cryptotracker portfolios net-worth` prints the series that the service answers with."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.service import LEDGER


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cryptotracker", *words],
        env=os.environ | {"CRYPTOTRACKER_DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_portfolio_along_time_is_a_document_or_a_table(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.csv"
    ledger.write_bytes(LEDGER)
    run(tmp_path, "portfolios", "create", "Mine", "--currency", "EUR")
    run(tmp_path, "import", str(ledger), "--portfolio", "Mine")
    asked = ("portfolios", "net-worth", "Mine", "--from", "2024-05-31", "--to", "2024-06-01")

    document = json.loads(run(tmp_path, *asked, "--format", "json").stdout)
    rows = run(tmp_path, *asked, "--format", "csv").stdout.splitlines()
    wrong = run(tmp_path, *asked[:-1], "2024-06-31")

    points = document["points"]
    assert [(each["date"], each["flow_out"]) for each in points] == [
        ("2024-05-31", "0"),
        ("2024-06-01", "100"),
    ]
    assert rows[0] == "date,at,value,cost_basis,flow_in,flow_out,unpriced,carried"
    assert rows[2].split(",")[2] == points[1]["value"]
    assert (wrong.returncode, "--to '2024-06-31'" in wrong.stderr) == (2, True)
