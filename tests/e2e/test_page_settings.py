"""What people see and change of themselves, in a real browser: name, password, sessions."""

import re
import secrets
from typing import Final

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.entering import House, enter, long_ago, refused, sign_in
from tests.e2e.test_page_access import AXE, broken
from tests.people import EMAIL, OTHER_WORDS, WORDS

DOOR: Final = (
    "sign-in",
    "register",
    "register#cut",
    "recover",
    "verify",
    "verify#cut",
    "reset#cut",
)
SETTINGS: Final = ("profile", "security", "sessions", "sharing", "tokens", "log")


@pytest.fixture(name="cleo")
def provide_cleo(house: House) -> str:
    """Make a user for one test, and return the address of theirs."""
    return house.make(f"{secrets.token_hex(4)}@example.org")


async def test_another_name_is_shown_at_once(page: Page, house: House, cleo: str) -> None:
    await sign_in(page, house, cleo)
    await page.get_by_role("link", name="Settings").first.click()
    await page.get_by_label("Name").fill("Cleopatra")
    await page.get_by_role("button", name="Save name").click()
    await expect(page.get_by_text("Name saved.")).to_be_visible()

    await page.reload()
    await page.get_by_role("button", name=f"Signed in as {cleo}").click()

    await expect(page.get_by_text("Cleopatra")).to_be_visible()


async def test_a_password_is_changed_after_proof_and_others_are_out(
    page: Page, browser: Browser, house: House, cleo: str, complaints: list[str]
) -> None:
    elsewhere = await browser.new_context()
    other = await elsewhere.new_page()
    await sign_in(other, house, cleo)
    await sign_in(page, house, cleo)
    await page.goto(f"{house.address}/settings/security")
    await long_ago(page, house)

    await page.get_by_label("New password", exact=True).fill(OTHER_WORDS)
    await page.get_by_role("button", name="Change password").click()
    dialog = page.get_by_role("dialog", name="Confirm that it is you")
    await dialog.get_by_label("Password", exact=True).fill(OTHER_WORDS)
    await dialog.get_by_role("button", name="Confirm").click()
    await expect(dialog.get_by_role("alert")).to_have_text("It is not the password.")
    await dialog.get_by_label("Password", exact=True).fill(WORDS)
    await page.keyboard.press("Enter")

    said = "Password changed. Your other sessions were signed out."
    await expect(page.get_by_text(said)).to_be_visible()
    await other.goto(f"{house.address}/settings/profile")
    await expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    await enter(other, cleo, OTHER_WORDS)
    await expect(other.get_by_role("heading", name="Profile")).to_be_visible()
    await elsewhere.close()
    assert set(refused(complaints)) == {400, 403}


async def test_another_address_counts_once_its_letter_is_opened(
    page: Page, house: House, cleo: str, complaints: list[str]
) -> None:
    new = f"new-{cleo}"
    await sign_in(page, house, cleo)
    await page.goto(f"{house.address}/settings/security")
    await page.get_by_label("New e-mail").fill(new)
    await page.get_by_role("button", name="Change e-mail").click()
    await expect(page.get_by_text(f"A letter is on its way to {new}.")).to_be_visible()

    await page.goto(await house.link(new, "Confirm your new address"))
    await page.get_by_role("button", name="Confirm").click()
    await page.get_by_role("link", name="Go on").click()
    await page.reload()
    await enter(page, new, WORDS)

    await expect(page.get_by_role("button", name=f"Signed in as {new}")).to_be_visible()
    assert refused(complaints) == [401]  # the old session was asked for once more, and only once


async def test_sessions_are_listed_named_and_ended(
    page: Page, browser: Browser, house: House, cleo: str
) -> None:
    elsewhere = await browser.new_context(user_agent="Mozilla/5.0 (X11; Linux) Firefox/140.0")
    other = await elsewhere.new_page()
    await sign_in(other, house, cleo)
    await sign_in(page, house, cleo)
    await page.goto(f"{house.address}/settings/sessions")
    rows = page.locator(".rows > li")
    await expect(rows).to_have_count(2)
    await expect(rows.first).to_contain_text("This one")

    await page.get_by_role("button", name="Rename Firefox on Linux").click()
    await page.get_by_label("Name of this session").fill("Kitchen")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Sign out Kitchen").click()

    await expect(page.get_by_text("Signed out: Kitchen.")).to_be_visible()
    await expect(rows).to_have_count(1)
    await other.reload()
    await expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    await elsewhere.close()


async def test_all_other_sessions_end_together(
    page: Page, browser: Browser, house: House, cleo: str
) -> None:
    for _ in range(2):
        elsewhere = await browser.new_context()
        await sign_in(await elsewhere.new_page(), house, cleo)
        await elsewhere.close()
    await sign_in(page, house, cleo)
    await page.goto(f"{house.address}/settings/sessions")
    await expect(page.locator(".rows > li")).to_have_count(3)

    await page.get_by_role("button", name="Sign out all others").click()

    await expect(page.locator(".rows > li")).to_have_count(1)
    await expect(page.get_by_text("Signed out everywhere else.")).to_be_visible()


@pytest.mark.parametrize("screen", DOOR)
async def test_axe_finds_nothing_at_the_door(page: Page, house: House, screen: str) -> None:
    await page.goto(f"{house.address}/{screen}")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await page.locator(".skeleton").first.wait_for(state="hidden")
    if await page.locator("button[type=submit]").count():
        await page.locator("button[type=submit]").click()  # and with all that is wrong said
    await page.evaluate(AXE.read_text(encoding="utf-8"))

    assert await broken(page, "light") == []
    assert await broken(page, "dark") == []


@pytest.mark.parametrize("screen", SETTINGS)
async def test_axe_finds_nothing_in_the_settings(page: Page, house: House, screen: str) -> None:
    await sign_in(page, house, EMAIL)
    await page.goto(f"{house.address}/settings/{screen}")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await page.locator(".skeleton").first.wait_for(state="hidden")
    await page.get_by_role("button", name=re.compile("^Signed in as")).click()
    await page.evaluate(AXE.read_text(encoding="utf-8"))

    assert await broken(page, "light") == []
    assert await broken(page, "dark") == []
