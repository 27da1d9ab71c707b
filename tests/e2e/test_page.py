"""The dashboard in a real browser: what is held, and that what is shown adds up."""

import re
from contextlib import suppress
from decimal import Decimal
from typing import Final, Literal

import pytest
from playwright.async_api import Error, Page, expect

from tests.e2e.browsing import SCREENS, amount, amounts, asked, visit

NEEDED: Final = "document.documentElement.scrollWidth"
SETTLED_MILLISECONDS: Final = 2_000


async def test_the_first_address_leads_to_what_the_demonstration_is_worth(
    page: Page, site: str
) -> None:
    await page.goto(site)

    total = page.get_by_role("button", name=re.compile(r"Total value, \$[\d,]+\.\d\d, explain"))
    await expect(total).to_be_visible()
    await expect(page.get_by_test_id("simulated-prices")).to_have_text("Simulated prices")
    await expect(page.get_by_test_id("value-chart").locator("canvas").first).to_be_visible()


async def test_the_statement_adds_up_to_the_total_in_view(page: Page, site: str) -> None:
    await visit(page, site)

    hero = amount(await page.locator(".hero-figure").inner_text())
    parts = await amounts(page.locator(".sum tr:not(.total) td"))

    assert sum(parts) == hero
    assert await amounts(page.get_by_test_id("statement-total")) == [hero]


async def test_the_columns_of_the_holdings_add_up_to_their_feet(page: Page, site: str) -> None:
    await visit(page, site)
    table = page.get_by_role("table", name="Holdings")

    value, cost, unrealised = [
        await amounts(table.locator(f"tbody tr > :nth-child({column})")) for column in (4, 6, 7)
    ]

    assert len(value) == len(asked(site, "holdings")["assets"])
    feet = await amounts(table.locator("tfoot .tt"))
    assert [sum(value), sum(cost), sum(unrealised)] == feet


async def test_the_cost_is_what_the_ledger_says(page: Page, site: str) -> None:
    cost = Decimal(asked(site, "holdings")["totals"]["cost_basis"])

    await visit(page, site)

    shown = page.get_by_role("button", name=f"Cost basis, ${cost:,.2f}, explain")
    await expect(shown).to_be_visible()


@pytest.mark.parametrize(("scheme", "darkest", "lightest"), [("light", 200, 255), ("dark", 0, 60)])
async def test_it_is_as_light_or_dark_as_the_system(
    page: Page, site: str, scheme: Literal["light", "dark"], darkest: int, lightest: int
) -> None:
    await page.emulate_media(color_scheme=scheme)
    await visit(page, site)

    colour = await page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert darkest <= max(map(int, re.findall(r"\d+", colour)[:3])) <= lightest


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen or "dashboard")
async def test_no_screen_scrolls_sideways(page: Page, site: str, screen: str) -> None:
    await visit(page, site, screen)

    assert [await overhang(page, width) for width in (1360, 768, 360)] == [0, 0, 0]


async def overhang(page: Page, width: int) -> int:
    """Make the window so wide, and measure what stands out at its side once the screen is another.

    A table becomes a list some frames after the window was made narrow.
    """
    await page.set_viewport_size({"width": width, "height": 740})
    with suppress(Error):
        await page.wait_for_function(f"{NEEDED} <= {width}", timeout=SETTLED_MILLISECONDS)
    needed: int = await page.evaluate(NEEDED)
    return needed - width
