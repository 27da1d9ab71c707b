"""Cash-flow files as CSV."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from cryptotracker.adapters.inputs.reading import Cells, number, present, rows, validity
from cryptotracker.domain.returns.cash_flows import CashFlow
from cryptotracker.ports.formats import Rejection


def read_cash_flows(path: Path) -> Iterator[CashFlow | Rejection]:
    """Read `time,amount`, and perhaps `value`, which may be empty."""
    return rows(path, ("time", "amount"), cash_flow)


def cash_flow(cells: Cells) -> CashFlow:
    time, _ = validity(present(cells, "time"))
    return CashFlow(
        time=time,
        amount=signed(cells, "amount"),
        value=number(cells, "value") if cells.get("value", "").strip() else None,
    )


def signed(cells: Cells, column: str) -> Decimal:
    """Read a number that may be less than nothing."""
    text = cells[column].strip()
    size = number({column: text.removeprefix("-")}, column)
    return -size if text.startswith("-") else size
