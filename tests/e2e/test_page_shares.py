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
