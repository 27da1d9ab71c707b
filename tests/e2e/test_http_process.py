"""The product as its users start it: one process, on this machine."""

import signal
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import httpx
import pytest

from tests.service import API, Running, started


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with started(tmp_path / "data") as running:
        yield running


def test_it_shows_the_demonstration_at_once(running: Running) -> None:
    with httpx.Client(base_url=running.address) as client:
        page = client.get("/")
        (portfolio,) = client.get(f"{API}/portfolios").json()["items"]
        holdings = client.get(f"{API}/portfolios/{portfolio['id']}/holdings").json()

    assert page.headers["content-type"].startswith("text/html")
    assert (portfolio["name"], portfolio["currency"]) == ("Demo", "USD")
    assert portfolio["transactions"] > 100
    assert Decimal(holdings["totals"]["value"]) > 0
    assert holdings["price_source"]["simulated"] is True


def test_its_data_is_its_owners_alone(running: Running, tmp_path: Path) -> None:
    assert running.address.startswith("http://127.0.0.1:")
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_told_to_stop_it_leaves_nothing_half_done(running: Running, tmp_path: Path) -> None:
    running.process.send_signal(signal.SIGTERM)
    code = running.process.wait(timeout=20)

    assert code == 0
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == [
        "address",
        "cryptotracker.db",
        "files",
    ]
