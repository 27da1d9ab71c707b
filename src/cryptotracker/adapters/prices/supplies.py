"""How many units there are of the best-known assets, roughly: made up as the market is."""

import csv
from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files

from cryptotracker.domain.market.supplies import Supply


@cache
def table() -> Mapping[str, Decimal]:
    data = files(__package__).joinpath("supplies.csv").read_text(encoding="utf-8")
    return {row["asset"]: Decimal(row["units"]) for row in csv.DictReader(data.splitlines())}


def made_up(assets: Collection[str], source: str, at: datetime) -> Mapping[str, Supply]:
    """Give the supplies of those assets that the table has."""
    known = table()
    return {
        each: Supply(asset=each, quantity=known[each], as_of=at, source=source, simulated=True)
        for each in assets
        if each in known
    }
