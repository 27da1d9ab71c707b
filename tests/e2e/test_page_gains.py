"""A gain in a real browser: it opens to its lots, and down to the rows of the files."""

import csv
import re

from playwright.async_api import Locator, Page, expect

from cryptotracker.adapters.demo.ledger import demo_files
from tests.e2e.browsing import amount, amounts, visit

SALE = "Lots of SOL, 21 Oct 2026"


async def test_the_lots_add_up_to_the_gain_they_explain(page: Page, site: str) -> None:
    await visit(page, site, "gains", year="all")
    row = page.get_by_role("row").filter(has=page.get_by_role("button", name=SALE))
    await row.get_by_role("button", name=SALE).click()

    lots = page.get_by_test_id("matches").get_by_role("table", name="Lots used up")
    gains = await amounts(lots.locator("tbody td:nth-child(6)"))

    assert sum(gains) == amount(await row.locator("td:nth-child(6)").inner_text())


async def test_an_explained_gain_ends_at_rows_of_the_files(page: Page, site: str) -> None:
    drawer = await explained(page, site)

    await drawer.get_by_role("button", name="Proceeds").click()
    await drawer.get_by_role("button", name="Cost of").click()

    await expect(drawer.get_by_test_id("raw-row")).to_have_count(2)
    sold, bought = await drawer.get_by_test_id("raw-row").all_inner_texts()
    assert kind_in_file(sold) == "sell"
    assert kind_in_file(bought) == "buy"
    literal = await drawer.get_by_test_id("literal-row").all_inner_texts()
    assert literal == [line_in_file(sold), line_in_file(bought)]


async def test_escape_closes_the_drawer_and_gives_the_focus_back(page: Page, site: str) -> None:
    drawer = await explained(page, site)
    await expect(drawer.get_by_role("heading", name="Gain on")).to_be_focused()

    await page.keyboard.press("Escape")

    await expect(drawer).to_have_count(0)
    opener = page.get_by_role("button", name="Explain down to the raw rows")
    await expect(opener).to_be_focused()


async def test_the_gains_stay_in_view_beside_an_explanation(page: Page, site: str) -> None:
    await page.set_viewport_size({"width": 1360, "height": 850})
    await explained(page, site)

    table = page.get_by_role("region", name="Disposals, table")

    assert await table.evaluate("table => table.scrollWidth - table.clientWidth") == 0


async def test_an_unknown_cost_makes_the_total_a_range(page: Page, site: str) -> None:
    await visit(page, site, "gains", year="all")

    await expect(page.get_by_test_id("gain-total")).to_have_text(
        re.compile(r"^\+\$[\d,.]+ to \+\$[\d,.]+$")
    )


async def test_another_method_is_compared_and_not_explained(page: Page, site: str) -> None:
    await visit(page, site, "gains", year="all")

    await page.get_by_label("Method").select_option("hifo")

    await expect(page.get_by_text("A comparison: this portfolio's figures use")).to_be_visible()
    await expect(page.get_by_role("button", name="Gain on")).to_have_count(0)


async def explained(page: Page, site: str) -> Locator:
    """Open a sale down to the drawer that explains its gain."""
    await visit(page, site, "gains", year="all")
    await page.get_by_role("button", name=SALE).click()
    await page.get_by_role("button", name="Explain down to the raw rows").click()
    drawer = page.get_by_role("dialog", name="Gain on")
    await expect(drawer.get_by_test_id("explained-figure")).to_be_visible()
    return drawer


def line_in_file(told: str) -> str:
    """Look up the line that is told of, to the last character."""
    place = re.match(r"(\w+\.csv), line (\d+)\s", told)
    assert place
    (path,) = (each for each in demo_files() if each.name == place[1])
    return path.read_text(encoding="utf-8").splitlines()[int(place[2]) - 1]


def kind_in_file(told: str) -> str:
    """Look the row up where it says it stands; every cell that it tells is found there."""
    place = re.match(r"(\w+\.csv), line (\d+)\s", told)
    assert place
    (path,) = (each for each in demo_files() if each.name == place[1])
    with path.open(encoding="utf-8", newline="") as text:
        rows = csv.DictReader(text)
        cells = next(row for row in rows if rows.line_num == int(place[2]))
    for name in ("time", "type", "account", "sent_quantity", "received_quantity", "fee_quantity"):
        assert cells[name] in told
    assert "SOL" in {cells["sent_asset"], cells["received_asset"]}
    return cells["type"]
