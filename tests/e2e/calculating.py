"""Run a calculator as the command line does, on ledgers written in a test."""

import csv
import gc
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any, Final, Protocol

import pytest
from attrs import frozen
from msgspec import json

from cryptotracker.entrypoints.cli.app import main

COLUMNS: Final = (
    "time type subtype account to_account sent_asset sent_quantity received_asset"
    " received_quantity fee_asset fee_quantity fee2_asset fee2_quantity value value_currency"
    " fee_value id txid note"
).split()
LEGS: Final = ("sent", "received", "fee", "fee2")

Row = dict[str, str]


@frozen
class Answer:
    """What a command said, and how it ended."""

    code: int
    stdout: str
    stderr: str

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.decode(self.stdout)
        return found

    def disposals(self, *names: str) -> list[tuple[Any, ...]]:
        return [tuple(each[name] for name in names) for each in self.document["disposals"]]

    @property
    def codes(self) -> list[str]:
        return [issue["code"] for issue in self.document["issues"]]

    @property
    def totals(self) -> Mapping[str, str | None]:
        found: Mapping[str, str | None] = self.document["totals"]
        return found


class Calculate(Protocol):
    """Runs `gains LEDGER --format json`, or another command, with more options."""

    def __call__(
        self, rows: Sequence[Row], *options: str, command: str = "gains", prices: str = ""
    ) -> Answer: ...


def row(time: str, kind: str, **cells: str) -> Row:
    """Write a row; a leg is written `1 BTC`, a date means its midnight in UTC."""
    for leg in LEGS:
        if leg in cells:
            quantity, _, asset = cells.pop(leg).partition(" ")
            cells |= {f"{leg}_quantity": quantity, f"{leg}_asset": asset}
    when = time if "T" in time else f"{time}T00:00:00Z"
    return {"time": when, "type": kind, **cells}


def text(rows: Sequence[Row]) -> str:
    out = StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.fixture(name="run_command")
def provide_run_command(capsysbinary: pytest.CaptureFixture[bytes]) -> "RunCommand":
    return RunCommand(capsysbinary)


@frozen
class RunCommand:
    """Runs the command line inside this process."""

    captured: pytest.CaptureFixture[bytes]

    def __call__(self, *arguments: str | Path) -> Answer:
        with pytest.raises(SystemExit) as caught:
            main([str(each) for each in arguments])
        gc.enable()  # a calculator leaves it off, since its process ends
        stdout, stderr = self.captured.readouterr()
        code = caught.value.code
        assert code is None or isinstance(code, int)
        return Answer(code or 0, stdout.decode(), stderr.decode())


@pytest.fixture(name="calculate")
def provide_calculate(run_command: RunCommand, tmp_path: Path) -> Calculate:
    def calculate(
        rows: Sequence[Row], *options: str, command: str = "gains", prices: str = ""
    ) -> Answer:
        ledger = tmp_path / "ledger.csv"
        ledger.write_text(text(rows))
        arguments: list[str | Path] = [command, ledger, "--format", "json", *options]
        if "--currency" not in options:
            arguments += ["--currency", "EUR"]
        if prices:
            book = tmp_path / "prices.csv"
            book.write_text("time,asset,currency,price\n" + prices)
            arguments += ["--prices", book]
        return run_command(*arguments)

    return calculate
