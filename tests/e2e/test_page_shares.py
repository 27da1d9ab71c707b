"""Sharing a portfolio in a real browser: with a person, by a link, as a public page."""

import re
import secrets

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.browsing import PATIENCE
from tests.e2e.entering import House, refused, sign_in
from tests.e2e.test_page_access import AXE, broken
from tests.people import EMAIL

PASSCODE = "blue heron"
ACCOUNTANT = "As an accountant: transactions, gains, reports, questions"
OPENS = re.compile(", open details$")


@pytest.fixture(name="cleo")
def provide_cleo(house: House) -> str:
    """Make a user for one test, and return the address of theirs."""
    return house.make(f"{secrets.token_hex(4)}@example.org")


async def shared(page: Page, house: House, kind: str, **more: str) -> str:
    """Share what Ada has, and return the link, if there is one."""
    await sign_in(page, house, EMAIL)
    await page.goto(f"{house.address}/settings/sharing")
    await page.get_by_label("With", exact=True).select_option(kind)
    for label, text in more.items():
        await page.get_by_label(re.compile(label)).fill(text)
    await page.get_by_role("button", name="Share", exact=True).click()
    await expect(page.get_by_role("button", name="Done")).to_be_visible()
    found = page.get_by_label("Link", exact=True)
    return await found.inner_text() if await found.count() else ""


async def test_a_link_with_a_passcode_is_read_by_whoever_knows_both_until_it_ends(
    page: Page, browser: Browser, house: House
) -> None:
    link = await shared(page, house, "Whoever has a link", Passcode=PASSCODE)

    async with await browser.new_context(locale="en-US") as elsewhere:
        elsewhere.set_default_timeout(PATIENCE)
        other = await elsewhere.new_page()
        await other.goto(link)
        await other.get_by_label("Passcode").fill("red heron")
        await page.wait_for_load_state()
        await other.get_by_role("button", name="Open").click()
        await expect(other.get_by_text("This is not the passcode.")).to_be_visible()
        await other.get_by_label("Passcode").fill(PASSCODE)
        await other.get_by_role("button", name="Open").click()
        await expect(other.get_by_role("heading", level=1, name="Demo")).to_be_visible()
        columns = other.get_by_role("columnheader")
        await expect(columns).to_have_text(["Asset", "Share", "Value"])

        await page.get_by_role("button", name="Done").click()
        await page.get_by_role("button", name="Stop sharing: Whoever has the link").click()
        await expect(page.get_by_text("No longer shared: Whoever has the link.")).to_be_visible()
        await other.goto("about:blank")
        await other.goto(link)
        await expect(other.get_by_role("alert")).to_contain_text("There is no such share")


async def test_whom_one_shares_with_finds_it_in_their_settings(
    page: Page, browser: Browser, house: House, cleo: str
) -> None:
    assert await shared(page, house, "A person", **{"E-mail": cleo}) == ""

    async with await browser.new_context(locale="en-US") as elsewhere:
        elsewhere.set_default_timeout(PATIENCE)
        other = await elsewhere.new_page()
        await sign_in(other, house, cleo)
        await other.goto(f"{house.address}/shared")  # as the letter says
        await other.get_by_role("link", name="Demo").click()
        await expect(other.get_by_role("heading", level=1, name="Demo")).to_be_visible()
        await expect(other.get_by_text("Shared by Ada")).to_be_visible()
        await expect(other.get_by_role("columnheader", name="Quantity")).to_have_count(0)


async def opened(other: Page, house: House, email: str) -> None:
    """Open what was shared with somebody, as they find it."""
    await sign_in(other, house, email)
    await other.goto(f"{house.address}/settings/sharing")
    await other.get_by_role("link", name="Demo").click()


async def ask(other: Page) -> None:
    """Ask beside the newest transaction what it was for."""
    await other.get_by_role("tab", name="Transactions").click()
    await other.get_by_role("button", name=OPENS).first.click()
    await other.get_by_label("Write a comment").fill("What was this for?")
    await other.get_by_role("button", name="Comment", exact=True).click()
    await expect(other.get_by_role("button", name="Remove comment by You")).to_be_visible()


async def settle(page: Page, house: House) -> None:
    """Find as the owner what was asked, and mark it."""
    await page.goto(house.address)
    await page.get_by_role("link", name="Transactions").first.click()
    await page.get_by_role("row", name="open comments").get_by_role("button").first.click()
    await expect(page.get_by_text("What was this for?")).to_be_visible()
    await page.get_by_role("button", name="Mark resolved").click()
    await expect(page.get_by_text("Resolved", exact=True)).to_be_visible()


async def test_an_accountant_asks_beside_a_transaction_and_the_owner_settles_it(
    page: Page, browser: Browser, house: House, cleo: str
) -> None:
    await sign_in(page, house, EMAIL)
    await page.goto(f"{house.address}/settings/sharing")
    await page.get_by_label("They see").select_option(label=ACCOUNTANT)
    await page.get_by_label("E-mail").fill(cleo)
    await page.get_by_role("button", name="Share", exact=True).click()
    await page.get_by_role("button", name="Done").click()

    async with await browser.new_context(locale="en-US") as elsewhere:
        elsewhere.set_default_timeout(PATIENCE)
        other = await elsewhere.new_page()
        await opened(other, house, cleo)
        tabs = other.get_by_role("tab")
        await expect(tabs).to_have_text(["Overview", "Transactions", "Gains", "Comments"])
        await expect(other.get_by_test_id("value-chart")).to_be_visible()
        await other.get_by_role("tab", name="Gains").click()
        async with other.expect_download() as report:
            await other.get_by_role("button", name="Download as CSV").click()
        assert (await report.value).suggested_filename == "gains-all.csv"
        await ask(other)
        await settle(page, house)
        await other.reload()
        await expect(other.get_by_text("comments, resolved")).to_have_count(1)
        assert EMAIL not in await other.inner_text("body")
        await other.evaluate(AXE.read_text(encoding="utf-8"))
        assert await broken(other, "light") == []
        assert await broken(other, "dark") == []


async def test_a_public_page_shows_parts_and_no_amount(
    page: Page, house: House, complaints: list[str]
) -> None:
    link = await shared(page, house, "A public page")

    await page.goto(link)

    heading = page.get_by_role("heading", level=1, name="A shared portfolio")
    await expect(heading).to_be_visible()
    await expect(page.get_by_role("columnheader")).to_have_text(["Asset", "Share"])
    assert "$" not in await page.inner_text("main")
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    assert await broken(page, "light") == []
    assert await broken(page, "dark") == []
    refused(complaints)
