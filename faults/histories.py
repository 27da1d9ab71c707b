"""A ledger to import, and the figures that it must come to however often it was interrupted."""

import csv
import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import httpx

from cryptotracker.application.demo import NAME as DEMO
from faults.processes import Product
from faults.rounds import hold

COLUMNS: Final = "time type account sent_asset sent_quantity received_asset received_quantity"
START: Final = datetime(2020, 1, 1, tzinfo=UTC)
PORTFOLIO: Final = "Savings"
KNOWN: Final[dict[str, str]] = {}
"""The figures of each file, worked out once."""


def write(path: Path, rows: int) -> Path:
    """Write purchases, each of another quantity, and every tenth a sale."""
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(COLUMNS.split())
        for number in range(rows):
            time = (START + timedelta(minutes=number)).isoformat()
            money, coins = ("EUR", f"{number + 100}.25"), ("BTC", f"0.{number + 1:08d}")
            kind, given, got = ("sell", coins, money) if number % 10 == 9 else ("buy", money, coins)
            lines.writerow([time, kind, "venue", *given, *got])
    return path


def imported(product: Product, file: Path) -> None:
    product.run("import", file, "--portfolio", PORTFOLIO, "--format", "json")


def digest(product: Product) -> str:
    """Sum up the gains of the portfolio, to the last digit of every match."""
    gains = json.loads(product.run("portfolios", "gains", PORTFOLIO, "--format", "json"))
    return hashlib.sha256(json.dumps(gains, sort_keys=True).encode()).hexdigest()


def undisturbed(folder: Path, file: Path) -> str:
    """Import into an installation that nothing happens to."""
    contents = hashlib.sha256(file.read_bytes()).hexdigest()
    if contents not in KNOWN:
        product = Product(folder / "undisturbed")
        imported(product, file)
        KNOWN[contents] = digest(product)
    return KNOWN[contents]


def portfolios(client: httpx.Client) -> list[dict[str, Any]]:
    """List those that were made; an empty service makes one of its own, to be looked at."""
    items = client.get("/api/v1/portfolios", params={"limit": 500}).json()["items"]
    return [each for each in items if each["name"] != DEMO]


def whole(client: httpx.Client, rows: int) -> int:
    """Check that each import is there with all of its rows or not at all; count the rows."""
    found = 0
    for portfolio in portfolios(client):
        count = portfolio["transactions"]
        place = f"/api/v1/portfolios/{portfolio['id']}/imports"
        added = sum(each["added"] for each in client.get(place).json()["items"])
        hold("entries and imports agree", holds=count == added, found=(count, added))
        hold("no import is there by half", holds=count % rows == 0, found=count)
        found += count
    return found
