"""The address keeps what was chosen; a server that goes away is said, and asked again."""

import re
from pathlib import Path

from playwright.async_api import Browser, Page, expect

from tests.e2e.browsing import visit
from tests.service import started


async def test_a_reload_keeps_the_filters(page: Page, site: str) -> None:
    await visit(page, site, "transactions")
    await page.get_by_label("Type").select_option("income")
    await page.get_by_label("Account").select_option("Ledger")
    await expect(page).to_have_url(
        re.compile(r"account=Ledger&type=income|type=income&account=Led")
    )

    await page.reload()

    await expect(page.get_by_label("Type")).to_have_value("income")
    rows = page.get_by_role("button", name="open details")
    await expect(rows.first).to_have_accessible_name(re.compile("^Income"))
    assert not [text for text in await rows.all_inner_texts() if not text.startswith("Income")]


async def test_back_restores_the_list_as_it_was_left(page: Page, site: str) -> None:
    await visit(page, site, "transactions")
    await page.get_by_label("Type").select_option("income")
    await page.get_by_role("link", name="Clear filters").wait_for()
    await page.get_by_role("link", name="Gains").click()
    await expect(page.get_by_role("heading", name="Gains in")).to_be_visible()

    await page.go_back()

    await expect(page.get_by_label("Type")).to_have_value("income")


async def test_back_closes_what_was_opened(page: Page, site: str) -> None:
    await visit(page, site)
    await page.get_by_role("button", name="Total value, $").click()
    await expect(page.get_by_role("dialog", name="Value of all holdings")).to_be_visible()

    await page.go_back()

    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_role("heading", name="Dashboard")).to_be_visible()


async def test_clearing_the_filters_lists_everything(page: Page, site: str) -> None:
    await visit(page, site, "transactions", asset="NONE")
    await expect(page.get_by_text("No transaction matches these filters.")).to_be_visible()

    await page.get_by_role("link", name="Clear filters").first.click()

    await expect(page.get_by_role("button", name="open details").first).to_be_visible()


async def test_an_address_without_a_page_leads_back(page: Page, site: str) -> None:
    await page.goto(f"{site}/nowhere")

    await page.get_by_role("link", name="Open the dashboard").click()

    await expect(page.get_by_role("heading", name="Dashboard")).to_be_visible()


async def test_a_screen_whose_code_did_not_arrive_says_so_and_tries_again(
    page: Page, site: str, complaints: list[str]
) -> None:
    await page.route("**/assets/gains-page*.js", lambda route: route.abort())
    await visit(page, site)
    await page.get_by_role("link", name="Gains").click()
    await expect(page.get_by_role("alert")).to_contain_text("This page could not be shown")
    complaints.clear()
    await page.unroute("**/assets/gains-page*.js")

    await page.get_by_role("button", name="Retry").click()

    await expect(page.get_by_role("heading", name="Gains in")).to_be_visible()


async def test_a_server_that_is_gone_is_said_and_asked_again(
    browser: Browser, tmp_path: Path
) -> None:
    page = await (await browser.new_context(locale="en-US")).new_page()
    with started(tmp_path, "serve", "--port", "0") as first:
        await visit(page, first.address)
        await page.wait_for_load_state("networkidle")

    await page.get_by_role("link", name="Transactions").click()
    await expect(page.get_by_role("alert")).to_contain_text("The server could not be reached")
    await expect(page.get_by_role("navigation", name="Main")).to_be_visible()

    port = first.address.rpartition(":")[2]
    with started(tmp_path, "serve", "--port", port) as second:
        assert second.address == first.address
        await page.get_by_role("button", name="Retry").click()
        await expect(page.get_by_role("button", name="open details").first).to_be_visible()
    await page.context.close()
