"""A ledger to import, and the figures that it must come to however often it was interrupted."""

import csv
import hashlib
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import httpx

from cryptotracker.application.demo import NAME as DEMO
from faults.processes import wait
from faults.rounds import hold

COLUMNS: Final = "time type account sent_asset sent_quantity received_asset received_quantity"
START: Final = datetime(2020, 1, 1, tzinfo=UTC)
REFUSED_SECONDS: Final = 10.0
"""So long after a fault an answer may be refused."""

PORTFOLIO: Final = "Savings"
CURRENCY: Final = "USD"
"""What the command line takes for a portfolio that it makes."""


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


def make(client: httpx.Client, name: str) -> str:
    """Make an empty portfolio, and give its address."""
    made = client.post("/api/v1/portfolios", json={"name": name, "currency": CURRENCY})
    hold("a portfolio is made", holds=made.status_code == HTTPStatus.CREATED, found=made.text)
    return f"/api/v1/portfolios/{made.json()['id']}"


def upload(client: httpx.Client, portfolio: str, file: Path, *, later: bool = False) -> Any:
    """Import a file, or have it imported, and give the answer."""
    headers = {"Prefer": "respond-async"} if later else {}
    with file.open("rb") as content:
        place = f"{portfolio}/imports"
        answer = client.post(place, files={"file": content}, headers=headers, timeout=120)
    expected = HTTPStatus.ACCEPTED if later else HTTPStatus.CREATED
    hold("a file is taken", holds=answer.status_code == expected, found=answer.text)
    return answer.json()


def digest(client: httpx.Client, portfolio: str) -> str:
    """Sum up the gains of a portfolio, to the last digit of every match."""
    told = []

    def asked() -> bool:
        told.append(client.get(f"{portfolio}/gains", timeout=120))
        return told[-1].status_code != HTTPStatus.SERVICE_UNAVAILABLE

    wait("gains are not refused any more", asked, REFUSED_SECONDS, every=0.2)
    answer = told[-1]
    hold("gains are told", holds=answer.status_code == HTTPStatus.OK, found=answer.text[:500])
    return hashlib.sha256(answer.content).hexdigest()


def undisturbed(client: httpx.Client, file: Path) -> str:
    """Import a file while nothing happens, and give the digest that it always comes to."""
    portfolio = make(client, "Undisturbed")
    upload(client, portfolio, file)
    found = digest(client, portfolio)
    remove(client)
    return found


def remove(client: httpx.Client) -> None:
    """Make room for the next round."""
    for each in portfolios(client):
        answer = client.delete(f"/api/v1/portfolios/{each['id']}")
        gone = answer.status_code == HTTPStatus.NO_CONTENT
        hold("a portfolio is removed", holds=gone, found=answer.text)


def portfolios(client: httpx.Client) -> list[dict[str, Any]]:
    """List those that were made; an empty service makes one of its own, to be looked at."""
    items, query = [], {"limit": "500"}
    while query:
        page = client.get("/api/v1/portfolios", params=query).json()
        items += page["items"]
        query = {"limit": "500", "cursor": page["next_cursor"]} if page["next_cursor"] else {}
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
