"""The web client in a real browser, on the product with its demonstration."""

import re
from collections.abc import AsyncIterator, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import httpx
import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.service import API, started

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
MINE = """time,type,account,sent_asset,sent_quantity,received_asset,received_quantity
2026-01-01T00:00:00Z,buy,kraken,USD,60,BTC,1
2026-01-02T00:00:00Z,buy,kraken,USD,much,BTC,1
"""
DROP = """text => {
  const dropped = new DataTransfer();
  dropped.items.add(new File([text], "mine.csv", { type: "text/csv" }));
  return dropped;
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with started(tmp_path_factory.mktemp("data")) as running:
        yield running.address


@pytest.fixture
async def page(site: str, chromium: Path) -> AsyncIterator[Page]:
    """Open the first page; a test fails if the browser has anything to complain of."""
    complaints: list[str] = []
    async with async_playwright() as player:
        browser = await player.chromium.launch(executable_path=chromium, args=FLAGS)
        page = await browser.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(site)
        await expect(page.get_by_role("heading", name="Dashboard")).to_be_visible()
        yield page
        await browser.close()
    assert complaints == []


async def test_the_dashboard_shows_what_the_demonstration_is_worth(page: Page, site: str) -> None:
    total = page.get_by_role("button", name=re.compile(r"Total value, \$[\d,]+\.\d\d, explain"))
    await expect(total).to_be_visible()

    holdings = asked(site, "holdings")
    cost = Decimal(holdings["totals"]["cost_basis"])

    await expect(
        page.get_by_role("button", name=f"Cost basis, ${cost:,.2f}, explain")
    ).to_be_visible()
    await expect(page.get_by_text("Simulated prices")).to_be_visible()
    rows = page.get_by_role("table", name="Holdings").get_by_role("rowheader")
    await expect(rows).to_have_count(len(holdings["assets"]))


async def test_a_gain_opens_down_to_the_row_it_came_from(page: Page) -> None:
    await page.get_by_role("link", name="Gains").click()
    await page.get_by_role("button", name=re.compile("Gain on .*, explain")).first.click()

    drawer = page.get_by_role("dialog", name=re.compile("Gain on"))
    await drawer.get_by_role("button", name="Proceeds").click()

    await expect(drawer.get_by_text(re.compile(r"\w+\.csv, line \d+"))).to_be_visible()


async def test_a_dropped_file_is_previewed_added_and_taken_back(page: Page, site: str) -> None:
    await page.get_by_role("link", name="Import").click()
    target = page.get_by_role("region", name="File to import")
    await expect(target).to_be_visible()
    await target.dispatch_event("drop", {"dataTransfer": await page.evaluate_handle(DROP, MINE)})

    preview = page.get_by_role("region", name="Preview of mine.csv")
    await expect(preview.get_by_text("Nothing is written yet")).to_be_visible()
    await expect(preview.get_by_role("tab", name="1 Errors")).to_be_visible()
    assert imported(site) == []

    await preview.get_by_role("button", name="Add 1 row").click()
    await expect(page.get_by_text("Added 1 row from mine.csv")).to_be_visible()
    assert imported(site) == ["done"]

    await page.get_by_role("button", name="Undo import of mine.csv").click()
    await expect(page.get_by_role("button", name="Undo import of mine.csv")).to_have_count(0)
    assert imported(site) == ["undone"]


def imported(site: str) -> list[str]:
    """List the states of the imports of the file that is dropped."""
    found = asked(site, "imports")["items"]
    return [each["state"] for each in found if each["file"] == "mine.csv"]


def asked(site: str, what: str) -> dict[str, Any]:
    """Ask for something of the one portfolio there is."""
    (portfolio,) = httpx.get(f"{site}{API}/portfolios").json()["items"]
    answer: dict[str, Any] = httpx.get(f"{site}{API}/portfolios/{portfolio['id']}/{what}").json()
    return answer


@pytest.mark.parametrize(("scheme", "darkest", "lightest"), [("light", 200, 255), ("dark", 0, 60)])
async def test_it_is_as_light_or_dark_as_the_system(
    page: Page, scheme: Literal["light", "dark"], darkest: int, lightest: int
) -> None:
    await page.emulate_media(color_scheme=scheme)
    await page.reload()
    await expect(page.get_by_role("heading", name="Dashboard")).to_be_visible()

    colour = await page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert darkest <= max(map(int, re.findall(r"\d+", colour)[:3])) <= lightest


async def test_a_phone_shows_it_without_scrolling_sideways(page: Page) -> None:
    await page.set_viewport_size({"width": 360, "height": 740})
    await expect(page.get_by_role("button", name=re.compile("Total value"))).to_be_visible()

    width = await page.evaluate("document.documentElement.scrollWidth")

    assert width <= 360


async def test_a_page_inside_is_reached_by_its_address(page: Page) -> None:
    await page.get_by_role("link", name="Transactions").click()
    await expect(page.get_by_role("heading", name="Transactions")).to_be_visible()

    await page.reload()

    await expect(page.get_by_role("heading", name="Transactions")).to_be_visible()
