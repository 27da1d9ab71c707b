"""A real browser, on the product with its demonstration."""

import re
from collections.abc import AsyncIterator, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from tests.service import API, started

FLAGS: Final = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
SCREENS: Final = {
    "": "Dashboard",
    "transactions": "Transactions",
    "gains": "Gains in",
    "import": "Import",
}
"""Address and heading of each."""
PATIENCE: Final = 20_000
"""So many milliseconds a page may take on a busy machine before its test fails."""
DROP: Final = """([name, text]) => {
  const dropped = new DataTransfer();
  dropped.items.add(new File([text], name, { type: "text/csv" }));
  return dropped;
}"""


@pytest.fixture(name="site", scope="module")
def provide_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the product for the tests of one module, and name its address."""
    with started(tmp_path_factory.mktemp("data")) as running:
        yield running.address


@pytest.fixture(name="browser", scope="session")
async def provide_browser(chromium: Path) -> AsyncIterator[Browser]:
    async with async_playwright() as player:
        browser = await player.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture(name="complaints")
def provide_complaints() -> list[str]:
    """List what the browser complains of; a test that expects a complaint takes it out."""
    return []


@pytest.fixture(name="page")
async def provide_page(browser: Browser, complaints: list[str]) -> AsyncIterator[Page]:
    """Open an empty tab; a test fails if the browser has anything to complain of."""
    context = await browser.new_context(locale="en-US", timezone_id="UTC")
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    page = await context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    await context.close()
    assert complaints == []


async def visit(page: Page, site: str, screen: str = "", **choices: str) -> None:
    """Open a screen of the demonstration by its address, and wait until its figures are there."""
    query = str(httpx.QueryParams(choices))
    await page.goto(f"{site}/p/{portfolio(site)['id']}/{screen}?{query}")
    await page.get_by_role("heading", level=1, name=SCREENS[screen]).wait_for()
    await page.locator(".skeleton").first.wait_for(state="hidden")


async def drop(page: Page, name: str, text: str) -> None:
    """Drag a file over the page's target and let go."""
    target = page.get_by_test_id("drop-zone")
    carried = {"dataTransfer": await page.evaluate_handle(DROP, [name, text])}
    await target.dispatch_event("dragover", carried)
    await target.dispatch_event("drop", carried)


async def amounts(cells: Locator) -> list[Decimal]:
    """Read figures in dollars, as the reader sees them."""
    return [amount(text) for text in await cells.all_inner_texts()]


def amount(text: str) -> Decimal:
    found = re.search(r"([+−]?)\$([\d,]+\.\d\d)", re.sub(r"\s", "", text))
    assert found, text
    return Decimal(found[1].replace("−", "-") + found[2].replace(",", ""))


def portfolio(site: str) -> dict[str, Any]:
    """Ask for the one portfolio there is."""
    (found,) = httpx.get(f"{site}{API}/portfolios").json()["items"]
    only: dict[str, Any] = found
    return only


def asked(site: str, what: str) -> dict[str, Any]:
    """Ask for something of the one portfolio there is."""
    address = f"{site}{API}/portfolios/{portfolio(site)['id']}/{what}"
    answer: dict[str, Any] = httpx.get(address).json()
    return answer
