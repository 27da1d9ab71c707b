"""What people choose for themselves, in a real browser: it follows them to the next one."""

import secrets
from typing import Final

import pytest
from playwright.async_api import Browser, FilePayload, Page, expect

from tests.e2e.browsing import PATIENCE
from tests.e2e.entering import House, sign_in
from tests.pictures import DOT

PICTURE: Final[FilePayload] = {"name": "me.png", "mimeType": "image/png", "buffer": DOT}
SVG: Final[FilePayload] = {"name": "me.png", "mimeType": "image/png", "buffer": b"<svg/>"}


@pytest.fixture(name="cleo")
def provide_cleo(house: House) -> str:
    """Make a user for one test, and return the address of theirs."""
    return house.make(f"{secrets.token_hex(4)}@example.org")


async def test_choices_follow_whoever_made_them_to_another_browser(
    page: Page, browser: Browser, house: House, cleo: str
) -> None:
    await sign_in(page, house, cleo)
    await page.goto(f"{house.address}/settings/profile")
    await page.get_by_label("Base currency").select_option("CHF")
    await page.get_by_label("Theme").and_(page.locator("select")).select_option("dark")
    async with page.expect_response("**/me/preferences"):
        await page.get_by_role("checkbox", name="Sharing by E-mail").click()

    elsewhere = await browser.new_context()
    elsewhere.set_default_timeout(PATIENCE)
    other = await elsewhere.new_page()
    await sign_in(other, house, cleo)
    await other.goto(f"{house.address}/settings/profile")

    await expect(other.get_by_label("Base currency")).to_have_value("CHF")
    await expect(other.get_by_role("checkbox", name="Sharing by E-mail")).not_to_be_checked()
    await expect(other.locator("html")).to_have_attribute("data-ct-theme", "dark")
    await elsewhere.close()


async def test_a_picture_is_shown_and_what_is_none_is_refused_in_words(
    page: Page, house: House, cleo: str, complaints: list[str]
) -> None:
    await sign_in(page, house, cleo)
    await page.goto(f"{house.address}/settings/profile")

    await page.get_by_label("Picture").set_input_files(PICTURE)
    await expect(page.locator("img.portrait")).to_have_count(2)
    await page.get_by_label("Picture").set_input_files(SVG)

    await expect(page.get_by_role("alert")).to_contain_text("It is no PNG, JPEG or WebP")
    await expect(page.locator("img.portrait")).to_have_count(2)
    assert [each for each in complaints if "422" not in each] == []
    complaints.clear()
