"""The pages for everyone: by keyboard, for assistive technology, with amounts hidden."""

import re
from pathlib import Path
from typing import Final, Literal

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.e2e.browsing import SCREENS, asked, visit
from tests.service import API

AXE: Final = Path(__file__).parents[2] / "clients" / "node_modules" / "axe-core" / "axe.min.js"
RULES: Final = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
BROKEN: Final = """rules => axe.run(document, { runOnly: rules }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target}`)))"""
DOLLARS: Final = re.compile(r"\$[\d,.]*\d")


@pytest.fixture(name="site")
def provide_site(site: str) -> str:
    """Let amounts show at first: what another test chose is kept."""
    answer = httpx.patch(f"{site}{API}/me/preferences", json={"hide_amounts": False})
    assert answer.status_code == 200
    return site


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen or "dashboard")
async def test_axe_finds_nothing_in_light_or_dark(page: Page, site: str, screen: str) -> None:
    await visit(page, site, screen)
    await page.evaluate(AXE.read_text(encoding="utf-8"))

    assert await broken(page, "light") == []
    assert await broken(page, "dark") == []


async def test_axe_finds_nothing_where_a_gain_is_explained(page: Page, site: str) -> None:
    await visit(page, site, "gains", explain="gain:2026")
    await page.get_by_test_id("explained-figure").wait_for()
    await page.evaluate(AXE.read_text(encoding="utf-8"))

    assert await broken(page, "light") == []
    assert await broken(page, "dark") == []


async def broken(page: Page, scheme: Literal["light", "dark"]) -> list[str]:
    """List the rules of the guidelines that the page breaks, and where."""
    await page.emulate_media(color_scheme=scheme)
    await expect(page.locator("html")).to_have_attribute("data-ct-theme", scheme)
    found: list[str] = await page.evaluate(BROKEN, RULES)
    return found


async def test_the_keyboard_alone_reaches_a_figure_and_opens_it(page: Page, site: str) -> None:
    await visit(page, site)
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    total = page.get_by_role("button", name="Total value, $")
    await expect(total).to_be_focused()
    assert await total.evaluate("button => getComputedStyle(button).boxShadow") != "none"

    await page.keyboard.press("Enter")

    title = page.get_by_role("dialog").get_by_role("heading", name="Value of all holdings")
    await expect(title).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(total).to_be_focused()


async def test_hidden_amounts_are_nowhere_on_the_dashboard(page: Page, site: str) -> None:
    await visit(page, site)
    prices = await page.locator(".holdings-table tbody td:nth-child(3)").all_inner_texts()

    await page.get_by_role("button", name="Hide amounts").click()
    await expect(page.get_by_role("button", name="Total value, •••••, explain")).to_be_visible()

    left = await page.locator("body").evaluate("body => body.outerHTML")
    assert set(DOLLARS.findall(left)) == set(DOLLARS.findall(" ".join(prices)))
    quantities = {each["quantity"] for each in asked(site, "holdings")["assets"]}
    assert {each for each in quantities if len(each) > 5 and each[:8] in left} == set()


@pytest.mark.parametrize("screen", ["transactions", "gains"])
async def test_hidden_amounts_are_nowhere_in_a_list(page: Page, site: str, screen: str) -> None:
    await visit(page, site, screen)

    await page.get_by_role("button", name="Hide amounts").click()
    await expect(page.get_by_text("•••••").first).to_be_visible()

    left = await page.locator("main").evaluate("main => main.outerHTML")
    assert DOLLARS.findall(left) == []
    assert re.findall(r">[+−]?\d[\d,]*\.\d", left) == []


async def test_an_explained_figure_hides_its_amounts_too(page: Page, site: str) -> None:
    await visit(page, site, "gains", explain="gain:2026")
    await page.get_by_test_id("explained-figure").wait_for()

    await page.get_by_role("button", name="Hide amounts").click()
    await expect(page.get_by_test_id("explained-figure")).to_contain_text("•••••")

    left = await page.get_by_role("dialog").evaluate("drawer => drawer.outerHTML")
    assert DOLLARS.findall(left) == []


async def test_the_description_is_dressed_without_styles_in_the_page(page: Page, site: str) -> None:
    await page.goto(f"{site}/docs")

    width = await page.evaluate("getComputedStyle(document.body).maxWidth")

    assert width == "960px"
