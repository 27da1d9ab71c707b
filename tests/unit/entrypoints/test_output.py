"""What tables in CSV hold."""

import pytest

from cryptotracker.entrypoints.cli.output import csv_line


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-cmd", "-1+1", "-", "@SUM(A1)", "\t=1", "\r=1", "\0=1"]
)
def test_a_cell_that_a_spreadsheet_would_run_becomes_text(cell: str) -> None:
    assert csv_line([cell]).strip(b'"\n').startswith(b"'" + cell[:1].encode())


@pytest.mark.parametrize("cell", ["-1.5", "-0", "1", "BTC", "", "a=b", "-0.000000000000000001"])
def test_numbers_and_words_stay_as_they_are(cell: str) -> None:
    assert csv_line([cell, "x"]) == f"{cell},x\n".encode()
