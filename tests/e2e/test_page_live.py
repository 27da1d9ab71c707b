"""A page that is open follows what happens elsewhere, in a real browser."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import httpx
from playwright.async_api import Page, expect

from tests.e2e.browsing import portfolio, visit
from tests.service import API, started

ROW: Final = (
    "time,type,account,sent_asset,sent_quantity,received_asset,received_quantity\n"
    "2026-06-0{day}T00:00:00Z,buy,{account},USD,60,DOGE,1\n"
)


def add(site: str, account: str) -> None:
    """Import a row as another tab would."""
    address = f"{site}{API}/portfolios/{portfolio(site)['id']}/imports"
    file = ROW.format(day=1, account=account).encode()
    httpx.post(address, files={"file": (f"{account}.csv", file)}).raise_for_status()


def make(site: str, name: str) -> str:
    settings = {"name": name, "currency": "EUR"}
    return str(httpx.post(f"{site}{API}/portfolios", json=settings).json()["id"])


def unmake(site: str, made: str) -> None:
    """Leave the demonstration alone again: other tests ask for the one portfolio there is."""
    httpx.delete(f"{site}{API}/portfolios/{made}").raise_for_status()


async def test_an_import_elsewhere_shows_by_itself(page: Page, site: str) -> None:
    await visit(page, site, "transactions", account="elsewhere")
    await expect(page.get_by_role("button", name="Bought DOGE")).to_have_count(0)

    add(site, "elsewhere")

    await expect(page.get_by_role("button", name="Bought DOGE")).to_have_count(1)


async def test_a_portfolio_made_elsewhere_is_offered(page: Page, site: str) -> None:
    await visit(page, site)

    made = make(site, "Made elsewhere")

    await page.get_by_role("button", name="Demo").click()
    await expect(page.get_by_text("Made elsewhere")).to_be_visible()
    unmake(site, made)


async def test_an_import_by_hand_and_a_server_that_comes_back(
    page: Page, tmp_path: Path, free_tcp_port: int, complaints: list[str]
) -> None:
    command = ("serve", "--port", str(free_tcp_port))
    with started(tmp_path, *command) as running:
        await visit(page, running.address, "transactions", account="by-hand")
        import_by_hand(tmp_path, day=1)
        await expect(page.get_by_role("button", name="Bought DOGE")).to_have_count(1)

    await expect(page.get_by_text("The server cannot be reached.")).to_be_visible()
    import_by_hand(tmp_path, day=2)

    with started(tmp_path, *command):
        await expect(page.get_by_role("button", name="Bought DOGE")).to_have_count(2)
        await expect(page.get_by_text("The server cannot be reached.")).to_have_count(0)
        await page.goto("about:blank")  # or it would complain of the end, too
    assert all("net::ERR_CONNECTION_" in each for each in complaints)
    complaints.clear()


def import_by_hand(data_dir: Path, day: int) -> None:
    file = data_dir / f"by-hand-{day}.csv"
    file.write_text(ROW.format(day=day, account="by-hand"), encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "cryptotracker", "import", file, "--portfolio", "Demo"],
        env=os.environ | {"CRYPTOTRACKER_DATA_DIR": str(data_dir)},
        capture_output=True,
        check=True,
    )
