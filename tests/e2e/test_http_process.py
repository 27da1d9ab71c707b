"""The product as its users start it: one process, on this machine."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from attrs import frozen

from tests.service import API


@frozen
class Running:
    """A process that serves."""

    process: subprocess.Popen[str]
    address: str


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    surroundings = os.environ | {"CRYPTOTRACKER_DATA_DIR": str(tmp_path / "data")}
    with subprocess.Popen(
        [sys.executable, "-m", "cryptotracker"],
        env=surroundings,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        said = process.stdout.readline()
        yield Running(process, said.removeprefix("cryptotracker: ").strip())
        process.kill()


def test_it_shows_the_demonstration_at_once(running: Running) -> None:
    with httpx.Client(base_url=running.address) as client:
        page = client.get("/")
        (portfolio,) = client.get(f"{API}/portfolios").json()["items"]
        holdings = client.get(f"{API}/portfolios/{portfolio['id']}/holdings").json()

    assert page.headers["content-type"].startswith("text/html")
    assert (portfolio["name"], portfolio["currency"]) == ("Demo", "USD")
    assert portfolio["transactions"] > 100
    assert float(holdings["totals"]["value"]) > 0
    assert holdings["price_source"]["simulated"] is True


def test_its_data_is_its_owners_alone(running: Running, tmp_path: Path) -> None:
    assert running.address.startswith("http://127.0.0.1:")
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_told_to_stop_it_leaves_nothing_half_done(running: Running, tmp_path: Path) -> None:
    running.process.send_signal(signal.SIGTERM)
    running.process.wait(timeout=20)

    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["cryptotracker.db"]
