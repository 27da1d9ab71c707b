"""The market in a real browser: found, starred, read candle by candle, and followed in lists."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

import httpx
from playwright.async_api import Page, expect

from tests.e2e.browsing import portfolio
from tests.e2e.test_page import overhang
from tests.e2e.test_page_access import AXE, broken
from tests.service import API

SHARES: Final = b"""time,type,account,sent_asset,sent_quantity,received_asset,received_quantity
2024-01-01T10:00:00Z,buy,bank,USD,60,SHARES,4
"""
ASSET = "market/BTC?with=rsi:14,bollinger:20,2&interval=1h"


def closes(site: str) -> list[Decimal]:
    """Ask what bitcoin cost at the end of each of the last hours, this one the last."""
    query = {"asset": "BTC", "currency": "USD", "interval": "1h", "limit": "3"}
    found = httpx.get(f"{site}{API}/market/candles", params=query).json()["items"]
    return [Decimal(each["close"]) for each in found]


def buy_shares(site: str) -> None:
    address = f"{site}{API}/portfolios/{portfolio(site)['id']}/imports"
    httpx.post(address, files={"file": ("shares.csv", SHARES)}).raise_for_status()


def uncover(site: str) -> None:
    """Let amounts show again: the choice is kept, and other tests see it."""
    httpx.patch(f"{site}{API}/me/preferences", json={"hide_amounts": False}).raise_for_status()


async def test_the_market_is_searched_sorted_and_starred(page: Page, site: str) -> None:
    await page.goto(f"{site}/market")
    table = page.get_by_role("table", name="Market")
    await expect(table.locator("tbody tr")).to_have_count(50)
    await expect(page.get_by_test_id("simulated-prices")).to_be_visible()

    await page.get_by_role("button", name="24 hours").click()
    await expect(page).to_have_url(f"{site}/market?sort=change_24h")
    await page.keyboard.press("/")
    await page.keyboard.type("monero")
    await expect(table.locator("tbody tr")).to_have_count(2)
    await page.get_by_role("button", name="Star Monero", exact=True).press("Enter")
    await page.get_by_label("Show").select_option("starred")

    await expect(page).to_have_url(re.compile("list=starred"))
    await page.reload()
    await expect(page.get_by_role("button", name="Star Monero", pressed=True)).to_be_visible()
    assert [await overhang(page, width) for width in (1360, 768, 360)] == [0, 0, 0]


async def test_a_chart_is_read_by_the_keyboard(page: Page, site: str) -> None:
    *_, before, _ = closes(site)
    await page.goto(f"{site}/{ASSET}")
    chart = page.get_by_test_id("price-chart")
    await expect(chart.locator("canvas").first).to_be_visible()

    await chart.focus()
    await chart.press("ArrowLeft")

    await expect(page.get_by_test_id("readout")).to_contain_text(f"close ${before:,.2f}")
    await page.get_by_role("button", name="Add an indicator").click()
    await page.get_by_role("button", name="Average true range").click()
    await expect(page).to_have_url(re.compile("atr%3A14|atr:14"))
    await page.get_by_role("button", name="Show as table").press("Enter")
    await expect(page.get_by_role("columnheader")).to_contain_text(["RSI 14", "ATR 14"])
    assert [await overhang(page, width) for width in (1360, 768, 360)] == [0, 0, 0]


async def test_a_price_says_where_it_is_from_and_amounts_stay_hidden(page: Page, site: str) -> None:
    await page.goto(f"{site}/{ASSET}")
    mine = page.get_by_role("region", name="Mine")
    await expect(mine.get_by_role("button", name="Value of BTC")).to_be_visible()
    price = page.get_by_role("button", name="Price of BTC, $").first
    await price.press("Enter")
    await expect(page.get_by_role("dialog")).to_contain_text("BTC → USD directly")
    await page.keyboard.press("Escape")
    await expect(price).to_be_focused()

    await page.get_by_role("button", name="Hide amounts").click()

    await expect(page.get_by_text("My average cost")).to_have_count(0)
    assert re.findall(r"\d\.\d{4,}", await mine.inner_text()) == []
    uncover(site)


async def test_a_watch_list_is_filled_and_put_in_order_by_keyboard(page: Page, site: str) -> None:
    await page.goto(f"{site}/watch-lists")
    await page.get_by_label("New list").fill("To think about")
    await page.keyboard.press("Enter")
    for symbol in ("ADA", "LINK"):
        await page.get_by_label("Add an asset").fill(symbol)
        await page.keyboard.press("Enter")
        await expect(page.get_by_label("Add an asset")).to_have_value("")

    async with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        await page.get_by_role("button", name="Move Cardano down").press("Alt+ArrowDown")

    await expect(page.get_by_text("Cardano is now 2 of 2.")).to_be_attached()
    await expect(page.get_by_role("button", name="Move Cardano up")).to_be_focused()
    await page.reload()
    names = page.locator(".watched .quiet-link")
    await expect(names).to_have_text(["Chainlink", "Cardano"])


async def test_what_nobody_prices_is_priced_by_its_owner(
    page: Page, site: str, complaints: list[str]
) -> None:
    buy_shares(site)
    await page.goto(f"{site}/p/{portfolio(site)['id']}?price=SHARES")
    await page.get_by_role("link", name="State a price of your own").click()
    form_of = page.get_by_role("dialog", name="State a price")
    await form_of.get_by_label("Day", exact=True).fill(f"{datetime.now(UTC):%Y-%m-%d}")
    price = form_of.get_by_label("Price of one")
    await price.fill("0")
    await price.press("Enter")
    await expect(form_of.get_by_role("alert")).to_contain_text("A price is above nought")
    await expect(price).to_be_focused()
    assert "400" in complaints.pop()

    await price.fill("12.5")
    await price.press("Enter")

    await expect(page.locator(".stated > li")).to_contain_text("$12.50")
    await page.get_by_role("link", name="Dashboard").first.click()
    await expect(page.get_by_role("button", name="Value of SHARES, $50.00")).to_be_visible()
    await page.go_back()
    await page.get_by_role("button", name="Edit the price of SHARES").click()
    await page.get_by_label("Price of one").fill("13")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator(".stated > li")).to_contain_text("$13.00")
    await page.get_by_role("button", name="Take back the price of SHARES").click()
    await expect(page.get_by_text("You have stated no price of SHARES yet.")).to_be_visible()
    await page.get_by_role("button", name="Undo").click()
    await expect(page.locator(".stated > li")).to_contain_text("$13.00")
    assert [await overhang(page, width) for width in (1360, 768, 360)] == [0, 0, 0]


async def test_axe_finds_nothing_in_the_market(page: Page, site: str) -> None:
    assert portfolio(site)["name"] == "Demo"
    for screen in (
        "market",
        f"{ASSET}&price=BTC",
        f"{ASSET}&table=true",
        "watch-lists",
        "own-prices?state=true",
    ):
        await page.goto(f"{site}/{screen}")
        await page.get_by_role("heading", level=1).wait_for()
        await page.locator(".skeleton").first.wait_for(state="hidden")
        await page.evaluate(AXE.read_text(encoding="utf-8"))

        assert await broken(page, "light") == [], screen
        assert await broken(page, "dark") == [], screen
