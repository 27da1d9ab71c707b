"""Taking one's data along and leaving, in a real browser; and coming in by an invitation."""

import re
import secrets
import zipfile
from typing import Final

import pytest
from playwright.async_api import Page, expect

from tests.e2e.entering import House, do, enter, long_ago, refused, sign_in
from tests.e2e.test_page_access import AXE, broken
from tests.people import EMAIL, WORDS

SCREENS: Final = ("data", "data/deletion")


@pytest.fixture(name="cleo")
def provide_cleo(house: House) -> str:
    """Make a user for one test, and return the address of theirs."""
    return house.make(f"{secrets.token_hex(4)}@example.org")


async def test_an_export_is_made_and_fetched_after_proof(
    page: Page, house: House, cleo: str, complaints: list[str]
) -> None:
    await sign_in(page, house, cleo)
    await page.goto(f"{house.address}/settings/data")
    await expect(page.get_by_text("There is no export yet.")).to_be_visible()
    await page.get_by_role("button", name="Make an export").click()
    fetch = page.get_by_role("button", name=re.compile("^Download the export of"))
    await expect(fetch).to_be_visible()
    await expect(page.get_by_text(re.compile(r"kB, kept until "))).to_be_visible()
    await long_ago(page, house)

    async with page.expect_download() as coming:
        await fetch.click()
        dialog = page.get_by_role("dialog", name="Confirm that it is you")
        await dialog.get_by_label("Password", exact=True).fill(WORDS)
        await page.keyboard.press("Enter")
    found = await coming.value

    archive = zipfile.ZipFile(await found.path())
    assert re.fullmatch(r"cryptotracker-\d{4}-\d\d-\d\d\.zip", found.suggested_filename)
    assert cleo in archive.read("profile.json").decode()
    assert 403 in refused(complaints)


async def test_whoever_deletes_their_account_is_out_and_told_until_when(
    page: Page, house: House, cleo: str, complaints: list[str]
) -> None:
    await sign_in(page, house, cleo)
    await page.goto(f"{house.address}/settings/data")
    await page.get_by_role("link", name="See what deletion does").click()
    await page.get_by_label(f"Type {cleo} to confirm").fill(cleo)
    await long_ago(page, house)
    await page.get_by_role("button", name="Delete account").click()
    dialog = page.get_by_role("dialog", name="Confirm that it is you")
    await dialog.get_by_label("Password", exact=True).fill(WORDS)
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("heading", name="Your account is shut")).to_be_focused()
    await expect(page.get_by_text(re.compile(r"is deleted on \d+ \w+ \d{4}\."))).to_be_visible()
    assert await page.context.cookies() == []
    await page.get_by_role("link", name="Sign in with another account").click()
    await enter(page, cleo, WORDS)
    await expect(page.get_by_role("alert")).to_be_visible()
    assert {401, 403} <= set(refused(complaints))


async def test_the_last_administrator_is_told_what_to_do_first(
    page: Page, house: House, complaints: list[str]
) -> None:
    await sign_in(page, house, EMAIL)
    await page.goto(f"{house.address}/settings/data/deletion")
    await page.get_by_label(f"Type {EMAIL} to confirm").fill(EMAIL)

    await page.get_by_role("button", name="Delete account").click()

    await expect(page.get_by_role("alert")).to_contain_text("cryptotracker users role EMAIL admin")
    assert refused(complaints) == [409]


async def test_all_tokens_are_taken_back_and_the_log_says_so(
    page: Page, house: House, cleo: str
) -> None:
    await sign_in(page, house, cleo)
    for name in ("Backup", "Report"):
        await do(page, "POST", "me/tokens", {"name": name, "scopes": ["read"], "days": 7})
    await page.goto(f"{house.address}/settings/tokens")

    await page.get_by_role("button", name="Revoke all tokens").click()
    await page.get_by_role("button", name="Revoke all", exact=True).click()

    await expect(page.get_by_text("There is no token yet.")).to_be_visible()
    await page.get_by_role("link", name="Activity").click()
    await expect(page.locator(".rows > li").first).to_contain_text("All tokens were revoked")


@pytest.mark.parametrize("screen", SCREENS)
async def test_axe_finds_nothing_where_one_leaves(
    page: Page, house: House, cleo: str, screen: str
) -> None:
    await sign_in(page, house, cleo)
    if screen == "data":
        await do(page, "POST", "me/exports", None)
    await page.goto(f"{house.address}/settings/{screen}")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await page.locator(".skeleton").first.wait_for(state="hidden")
    await page.evaluate(AXE.read_text(encoding="utf-8"))

    assert await broken(page, "light") == []
    assert await broken(page, "dark") == []
