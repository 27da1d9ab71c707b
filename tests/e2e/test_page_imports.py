"""A file in a real browser: dropped, looked at, added, and taken back."""

import asyncio
from pathlib import Path
from typing import Final

from playwright.async_api import Page, expect

from tests.e2e.browsing import asked, drop, portfolio, visit

KRAKEN: Final = Path(__file__).parents[1] / "cases" / "formats" / "kraken-ledgers.csv"
HEADER: Final = "time,type,account,sent_asset,sent_quantity,received_asset,received_quantity\n"
LOCAL: Final = HEADER + "2026-01-01 00:30:00,buy,kraken,USD,60,BTC,1\n"
ROWS: Final = 50_000
HALF_WRONG: Final = (
    HEADER
    + "2026-01-01T00:00:00Z,buy,kraken,USD,60,BTC,1\n"
    + '2026-01-02T00:00:00Z,buy,kraken,USD,"=much, much",BTC,1\n'
)


async def test_a_dropped_export_is_previewed_added_known_and_taken_back(
    page: Page, site: str
) -> None:
    before = portfolio(site)["transactions"]
    await visit(page, site, "import")

    await drop(page, KRAKEN.name, KRAKEN.read_text(encoding="utf-8"))
    await expect(
        page.get_by_text("Read as Kraken ledgers. Nothing is written yet.")
    ).to_be_visible()
    await expect(page.get_by_role("row", name="Bought 0.01 BTC for 400 EUR")).to_be_visible()
    assert portfolio(site)["transactions"] == before

    await page.get_by_role("button", name="Add 10 rows").click()
    await expect(page.get_by_text(f"Added 10 rows from {KRAKEN.name}.")).to_be_visible()
    assert portfolio(site)["transactions"] == before + 10

    await choose(page, KRAKEN)
    await expect(page.get_by_role("tab", name="10 Already here")).to_be_visible()
    await expect(page.get_by_role("button", name="Nothing to add")).to_be_disabled()
    await page.get_by_role("button", name="Cancel").click()

    await page.get_by_role("button", name=f"Undo import of {KRAKEN.name}").click()
    await expect(page.get_by_text(f"Took back {KRAKEN.name}: 10 rows removed.")).to_be_visible()
    assert portfolio(site)["transactions"] == before
    assert states(site, KRAKEN.name) == ["undone"]


async def test_what_was_added_is_listed_with_the_line_it_came_from(page: Page, site: str) -> None:
    await visit(page, site, "import")
    await choose(page, KRAKEN)
    await page.get_by_role("button", name="Add 10 rows").click()
    await page.get_by_role("link", name="Transactions").click()
    await page.get_by_label("Asset").fill("doge")

    await page.get_by_role("button", name="Bought DOGE, 5 Jan 2022, open details").click()

    source = page.get_by_test_id("source-row")
    await expect(source).to_contain_text(f"{KRAKEN.name}, line 11")
    await page.get_by_role("link", name="Import").click()
    await page.get_by_role("button", name=f"Undo import of {KRAKEN.name}").click()
    await expect(page.get_by_text("10 rows removed")).to_be_visible()


async def test_a_preview_says_what_each_row_becomes_and_how_many_become_nothing(
    page: Page, site: str
) -> None:
    await visit(page, site, "import")

    await choose(page, KRAKEN)

    await expect(page.get_by_text("2 rows skipped")).to_be_visible()
    await page.get_by_text("Show the skipped rows").click()
    skipped = page.get_by_role("table", name="Skipped rows").locator("tbody tr").first
    await skipped.get_by_text("Row in the file").click()
    line = int(await skipped.locator("td").first.inner_text())
    literal = await skipped.get_by_test_id("literal-row").inner_text()
    assert literal == KRAKEN.read_text(encoding="utf-8").splitlines()[line - 1]
    await expect(page.get_by_role("row", name="18 8 Jan 2022 Margin fee 0.02 EUR")).to_be_visible()


async def test_a_toast_takes_back_what_was_just_added(page: Page, site: str) -> None:
    await visit(page, site, "import")
    await drop(page, "toast.csv", HALF_WRONG)
    await page.get_by_role("button", name="Add 1 row").click()
    toast = page.get_by_role("status").filter(has_text="Added 1 row from toast.csv.")

    await toast.get_by_role("button", name="Undo").click()

    await expect(page.get_by_text("Took back toast.csv: 1 row removed.")).to_be_visible()
    assert states(site, "toast.csv") == ["undone"]


async def test_times_without_a_zone_are_asked_about(page: Page, site: str) -> None:
    await visit(page, site, "import")
    await drop(page, "local.csv", LOCAL)
    await expect(page.get_by_text("In which time zone are this file's times?")).to_be_visible()
    await expect(page.get_by_role("tab", name="1 Needs an answer")).to_be_visible()
    await expect(page.get_by_role("button", name="Nothing to add")).to_be_disabled()

    await page.get_by_label("Time zone").select_option("Europe/Berlin")

    await expect(page.get_by_role("tab", name="1 Added")).to_be_visible()
    await expect(
        page.get_by_role("row", name="31 Dec 2025 Bought 1 BTC for 60 USD")
    ).to_be_visible()


async def test_a_wrong_row_is_shown_with_its_reason_and_can_be_downloaded(
    page: Page, site: str
) -> None:
    await visit(page, site, "import")
    await drop(page, "half-wrong.csv", HALF_WRONG)
    await page.get_by_role("tab", name="1 Errors").click()

    row = page.get_by_role("table", name="Rows with errors").locator("tbody tr")
    async with page.expect_download() as downloading:
        await page.get_by_role("button", name="Download errors as CSV").click()
    download = await downloading.value

    line, column, value, told = await row.locator("td").all_inner_texts()
    assert (line, column, value) == ("3", "sent_quantity", "=much, much")
    reason = told.partition("\n")[0]
    await row.get_by_text("Row in the file").click()
    await expect(row.get_by_test_id("literal-row")).to_have_text(HALF_WRONG.splitlines()[2])
    assert download.suggested_filename == "half-wrong-errors.csv"
    assert (await download.path()).read_text(encoding="utf-8").splitlines() == [
        "line,column,value,reason",
        f"""3,sent_quantity,"'=much, much",{reason}""",
    ]


async def test_a_file_of_no_known_format_is_refused_in_words(
    page: Page, site: str, complaints: list[str]
) -> None:
    await visit(page, site, "import")

    await drop(page, "poem.txt", "Roses are red\n")

    problem = page.get_by_role("alert")
    await expect(problem).to_contain_text("poem.txt could not be read")
    await expect(problem).to_contain_text("poem.txt begins with 'Roses are red'")
    await page.get_by_role("button", name="Choose another file").click()
    await expect(page.get_by_test_id("drop-zone")).to_be_visible()
    assert "422" in complaints.pop()


async def test_a_large_file_is_read_in_the_background(
    page: Page, site: str, tmp_path: Path
) -> None:
    file = tmp_path / "large.csv"
    rows = "".join(f"2026-01-01T00:00:00Z,buy,a wallet,USD,{n},BTC,1\n" for n in range(1, ROWS + 1))
    await asyncio.to_thread(file.write_text, HEADER + rows)
    await visit(page, site, "import")

    await choose(page, file)
    await page.get_by_role("button", name=f"Add {ROWS:,} rows").click()

    await expect(page.get_by_role("progressbar", name="Progress of large.csv")).to_be_visible()
    await expect(page.get_by_text(f"Added {ROWS:,} rows from large.csv.")).to_be_visible()
    await page.get_by_role("button", name="Undo import of large.csv").click()
    await expect(page.get_by_text(f"{ROWS:,} rows removed")).to_be_visible()


async def choose(page: Page, file: Path) -> None:
    """Choose a file as those do who cannot drag."""
    async with page.expect_file_chooser() as choosing:
        await page.get_by_role("button", name="Choose a file", exact=True).click()
    await (await choosing.value).set_files(file)


def states(site: str, file: str) -> list[str]:
    return [each["state"] for each in asked(site, "imports")["items"] if each["file"] == file]
