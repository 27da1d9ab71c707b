"""The door, in a real browser: who registers, comes in, forgets, leaves; and where none is."""

import re
import secrets
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from cryptotracker.domain.identity.passwords import SHORTEST
from tests.e2e.entering import House, enter, refused, sign_in
from tests.people import EMAIL, OTHER_WORDS, WORDS
from tests.service import started

NEW_WORDS = "nine sleepy badgers"


def somebody() -> str:
    """Name an address that nobody has had yet."""
    return f"{secrets.token_hex(4)}@example.org"


async def test_who_registers_confirms_by_letter_and_comes_in(page: Page, house: House) -> None:
    email = somebody()
    await page.goto(f"{house.address}/register")
    await expect(page.get_by_text(f"At least {SHORTEST} characters.")).to_be_visible()
    await page.get_by_label("Name").fill("Bob")
    await page.get_by_label("E-mail").fill(email)
    await page.get_by_label("Password", exact=True).fill(OTHER_WORDS)
    await page.get_by_role("button", name="Register").click()
    await expect(page.get_by_role("heading", name="Look into your mail")).to_be_focused()

    await page.goto(await house.link(email, "Confirm your address"))
    await page.get_by_role("button", name="Confirm").click()
    await page.get_by_role("link", name="Go on").click()
    await enter(page, email, OTHER_WORDS)

    await expect(page.get_by_role("button", name="New portfolio")).to_be_visible()
    await expect(page.get_by_role("button", name=f"Signed in as {email}")).to_be_visible()


async def test_who_is_invited_needs_no_other_letter(page: Page, house: House) -> None:
    email = somebody()
    await page.goto(house.users("invite", email))
    await page.get_by_label("Name").fill("Bob")
    await page.get_by_label("E-mail").fill(email)
    await page.get_by_label("Password", exact=True).fill(OTHER_WORDS)
    await page.get_by_role("button", name="Register").click()
    await expect(page.get_by_role("heading", name="You are registered")).to_be_focused()

    await page.get_by_role("link", name="Sign in").click()
    await enter(page, email, OTHER_WORDS)

    await expect(page.get_by_role("button", name=f"Signed in as {email}")).to_be_visible()


async def test_what_the_server_refuses_is_said_at_its_field(
    page: Page, house: House, complaints: list[str]
) -> None:
    email = somebody()
    await page.goto(f"{house.address}/register")
    await page.get_by_label("Name").fill("Bob")
    await page.get_by_label("E-mail").fill(email)
    await page.get_by_label("Password", exact=True).fill("iloveyou")

    await page.get_by_role("button", name="Register").click()

    field = page.get_by_label("Password", exact=True)
    await expect(field).to_have_accessible_description(
        re.compile("This password is one of the most common ones.")
    )
    assert refused(complaints) == [400]


async def test_a_wrong_password_is_said_and_the_address_kept(
    page: Page, house: House, complaints: list[str]
) -> None:
    await page.goto(f"{house.address}/sign-in")

    await enter(page, EMAIL, OTHER_WORDS)

    await expect(page.get_by_role("alert")).to_have_text(
        "Sign-in failed. The address and the password do not fit, or the account cannot be used."
    )
    await expect(page.get_by_label("E-mail")).to_have_value(EMAIL)
    assert refused(complaints) == [401]


async def test_the_keyboard_alone_leads_to_where_one_was_going(page: Page, house: House) -> None:
    await page.goto(f"{house.address}/settings/security")
    await expect(page.get_by_label("E-mail")).to_be_focused()
    assert await page.evaluate("getComputedStyle(document.activeElement).boxShadow") != "none"

    await page.keyboard.type(EMAIL)
    await page.keyboard.press("Tab")
    await page.keyboard.type(WORDS)
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Show password")).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Sign in")).to_be_focused()
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("heading", level=1, name="Security")).to_be_visible()
    assert page.url == f"{house.address}/settings/security"


async def test_who_signs_out_is_out_in_every_tab(page: Page, house: House) -> None:
    await sign_in(page, house, EMAIL)
    other = await page.context.new_page()
    await other.goto(house.address)
    await expect(other.get_by_role("heading", name="Dashboard")).to_be_visible()

    await page.get_by_role("button", name=f"Signed in as {EMAIL}").click()
    await page.get_by_role("button", name="Sign out").click()

    for each in (page, other):
        await expect(each.get_by_role("heading", name="Sign in")).to_be_visible()
    await page.goto(f"{house.address}/settings/profile")
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert await page.context.cookies() == []


async def test_a_forgotten_password_is_chosen_anew(
    page: Page, house: House, complaints: list[str]
) -> None:
    email = house.make(somebody())
    await page.goto(f"{house.address}/sign-in")
    await page.get_by_role("link", name="Forgot your password?").click()
    await page.get_by_label("E-mail").fill(email)
    await page.get_by_role("button", name="Send the letter").click()
    await expect(page.get_by_role("heading", name="Look into your mail")).to_be_focused()

    link = await house.link(email, "Choose a new password")
    await page.goto(link)
    await page.get_by_label("New password", exact=True).fill(NEW_WORDS)
    await page.get_by_role("button", name="Change password").click()
    await page.get_by_role("link", name="Sign in").click()
    await enter(page, email, WORDS)
    await expect(page.get_by_role("alert")).to_contain_text("Sign-in failed")
    await enter(page, email, NEW_WORDS)

    await expect(page.get_by_role("button", name=f"Signed in as {email}")).to_be_visible()
    await page.goto(link)
    await page.get_by_label("New password", exact=True).fill(NEW_WORDS)
    await page.get_by_role("button", name="Change password").click()
    await expect(page.get_by_role("alert")).to_contain_text("It is too old, or was used.")
    assert refused(complaints) == [401, 400]


async def test_a_laptop_of_one_person_has_no_door(page: Page, tmp_path: Path) -> None:
    with started(tmp_path) as running:
        for address in ("/", "/sign-in"):
            await page.goto(running.address + address)
            await expect(page.get_by_role("heading", name="Dashboard")).to_be_visible()
        await expect(page.get_by_role("button", name="Signed in")).to_have_count(0)

        await page.get_by_role("link", name="Settings").click()
        pages = page.get_by_role("navigation", name="Settings").get_by_role("link")
        await expect(pages).to_have_text(["Profile", "Security", "Your data"])
        await page.goto("about:blank")


async def test_on_a_laptop_the_first_account_is_made_without_a_letter(
    page: Page, tmp_path: Path
) -> None:
    with started(tmp_path) as running:
        await page.goto(f"{running.address}/settings/security")
        await page.get_by_label("Name").fill("Ada")
        await page.get_by_label("E-mail").fill(EMAIL)
        await page.get_by_label("Password", exact=True).fill(WORDS)
        await page.get_by_role("button", name="Set a password").click()

        await expect(page.get_by_role("button", name="Change password")).to_be_visible()
        await expect(
            page.get_by_text(f"Once others can come, you sign in as {EMAIL}.")
        ).to_be_visible()
        await page.goto(running.address)
        await expect(page.get_by_role("heading", name="Dashboard")).to_be_visible()
        await page.goto("about:blank")


@pytest.mark.parametrize("before", ["never", "single"])
async def test_a_server_that_does_not_say_who_is_in_leaves_no_page_blank(
    page: Page, site: str, before: str, complaints: list[str]
) -> None:
    if before == "single":
        await page.goto(site)
        await expect(page.get_by_role("heading", name="Dashboard")).to_be_visible()
    await page.route("**/api/v1/auth", lambda route: route.fulfill(status=503, body="{}"))
    await page.goto(f"{site}/settings/profile")

    await expect(page.get_by_role("alert")).to_contain_text("Nothing could be loaded")
    await page.unroute("**/api/v1/auth")
    await page.get_by_role("button", name="Retry").click()

    await expect(page.get_by_role("heading", name="Profile")).to_be_visible()
    assert set(refused(complaints)) == {503}
