"""Price, election, candle and cash-flow files as CSV."""

from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from cryptotracker.adapters.inputs.candles import read_candles
from cryptotracker.adapters.inputs.cash_flows import read_cash_flows
from cryptotracker.adapters.inputs.reading import Cells, number, present, rows, validity
from cryptotracker.domain.market.candles import Candle
from cryptotracker.domain.market.prices import Price
from cryptotracker.domain.returns.cash_flows import CashFlow
from cryptotracker.ports.formats import Rejection
from cryptotracker.ports.inputs import Election, Inputs


@frozen
class CsvInputs(Inputs):
    """Reads `time,asset,currency,price`, `disposal,acquired,quantity`, candles, and cash flows."""

    def prices(self, path: Path) -> Iterator[Price | Rejection]:
        return rows(path, ("time", "asset", "currency", "price"), price)

    def elections(self, path: Path) -> Iterator[Election | Rejection]:
        return rows(path, ("disposal", "acquired", "quantity"), election)

    def candles(self, path: Path) -> Iterator[Candle | Rejection]:
        return read_candles(path)

    def cash_flows(self, path: Path) -> Iterator[CashFlow | Rejection]:
        return read_cash_flows(path)


def price(cells: Cells) -> Price:
    since, until = validity(cells["time"].strip())
    return Price(
        asset=present(cells, "asset"),
        currency=present(cells, "currency"),
        price=number(cells, "price"),
        since=since,
        until=until,
        source="price file",
    )


def election(cells: Cells) -> Election:
    return Election(
        disposal=present(cells, "disposal"),
        acquired=present(cells, "acquired"),
        quantity=number(cells, "quantity"),
    )
