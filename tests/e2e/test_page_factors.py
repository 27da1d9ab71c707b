"""Second factors in a real browser: an app that shows codes, codes on paper, passkeys."""

import re
import secrets
from typing import Final

import pytest
from playwright.async_api import Page, expect

from tests.e2e.entering import House, do, enter, long_ago, refused, sign_in
from tests.e2e.test_page_access import AXE, broken
from tests.factors import App
from tests.people import OTHER_WORDS, WORDS

CODE: Final = "Code from your authenticator app"
ON_PAPER: Final = re.compile(r"^([0-9A-Z]{4}-){5}[0-9A-Z]{4}$")
DEVICE: Final = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


@pytest.fixture(name="cleo")
def provide_cleo(house: House) -> str:
    """Make a user for one test, and return the address of theirs."""
    return house.make(f"{secrets.token_hex(4)}@example.org")


async def with_app(page: Page, house: House, email: str) -> App:
    """Come in and set an app up, as the page does it; the code of now is used up."""
    await sign_in(page, house, email)
    _, asked = await do(page, "POST", "me/totp", {})
    code = App(asked["secret"], []).code()
    status, made = await do(page, "PUT", "me/totp", {"code": code})
    assert status == 200, made
    return App(asked["secret"], made["recovery_codes"])


async def come_again(page: Page, house: House, email: str) -> None:
    """Leave, and do the first step of coming in again."""
    await do(page, "POST", "auth/logout", {})
    await page.goto(f"{house.address}/sign-in")
    await enter(page, email, WORDS)
    await expect(page.get_by_role("heading", name="One more step")).to_be_visible()


async def test_an_app_is_set_up_by_its_key_and_asked_for_from_then_on(
    page: Page, house: House, cleo: str, complaints: list[str]
) -> None:
    await sign_in(page, house, cleo)
    await page.goto(f"{house.address}/settings/security")
    await page.get_by_role("button", name="Set up").click()
    picture = page.get_by_role("img", name="QR code for your authenticator app")
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    app = App((await page.get_by_label("Key", exact=True).inner_text()).replace(" ", ""), [])
    await page.get_by_label(CODE).fill(app.wrong())
    await page.get_by_role("button", name="Turn on").click()
    await expect(page.get_by_text("It does not fit, or was used before.")).to_be_visible()
    await page.get_by_label(CODE).fill(app.code())
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("heading", name="Keep these recovery codes")).to_be_focused()
    codes = await page.get_by_role("list", name="Recovery codes").locator("li").all_inner_texts()
    assert len(codes) == 10
    assert all(ON_PAPER.match(each) for each in codes)
    await page.get_by_role("button", name="I have kept them").click()
    await expect(page.get_by_text("10 recovery codes are left.")).to_be_visible()
    await expect(page.get_by_text(codes[0])).to_have_count(0)

    await come_again(page, house, cleo)
    await page.get_by_label(CODE).fill(app.wrong())
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_label(CODE)).to_have_accessible_description(
        re.compile("This code does not fit, was used before, or came too late.")
    )
    await page.get_by_label(CODE).fill(app.code(1))
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("button", name=f"Signed in as {cleo}")).to_be_visible()
    assert refused(complaints) == [403, 401]


async def test_a_code_on_paper_lets_somebody_in_once(
    page: Page, house: House, cleo: str, complaints: list[str]
) -> None:
    app = await with_app(page, house, cleo)
    first = app.recovery_codes[0].lower().replace("-", " ")

    await come_again(page, house, cleo)
    await page.get_by_role("button", name="Use a recovery code").click()
    await page.get_by_label("Recovery code").fill(first)
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("button", name=f"Signed in as {cleo}")).to_be_visible()
    await page.goto(f"{house.address}/settings/security")
    await expect(page.get_by_text("9 recovery codes are left.")).to_be_visible()
    await come_again(page, house, cleo)
    await page.get_by_role("button", name="Use a recovery code").click()
    await page.get_by_label("Recovery code").fill(first)
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Take another one, or start again.")).to_be_visible()
    assert refused(complaints) == [401]


async def test_whoever_has_an_app_confirms_by_it_what_matters(
    page: Page, house: House, cleo: str, complaints: list[str]
) -> None:
    app = await with_app(page, house, cleo)
    await page.goto(f"{house.address}/settings/security")
    await long_ago(page, house)

    await page.get_by_role("button", name="New recovery codes").click()
    dialog = page.get_by_role("dialog", name="Confirm that it is you")
    await expect(dialog.get_by_label("Password")).to_have_count(0)
    await dialog.get_by_label(CODE).fill(app.wrong())
    await page.keyboard.press("Enter")
    await expect(dialog.get_by_text("It does not fit, or was used before.")).to_be_visible()
    await dialog.get_by_label(CODE).fill(app.code(1))
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("list", name="Recovery codes").locator("li")).to_have_count(10)
    await expect(page.get_by_text(app.recovery_codes[0])).to_have_count(0)
    await page.get_by_role("button", name="I have kept them").click()
    await page.get_by_role("button", name="Turn off").click()
    await expect(page.get_by_role("button", name="Set up")).to_be_visible()
    assert 403 in refused(complaints)


async def test_a_letter_alone_does_not_lead_around_the_app(
    page: Page, house: House, cleo: str, complaints: list[str]
) -> None:
    app = await with_app(page, house, cleo)
    await do(page, "POST", "auth/logout", {})
    await page.goto(f"{house.address}/recover")
    await page.get_by_label("E-mail").fill(cleo)
    await page.get_by_role("button", name="Send the letter").click()
    await page.goto(await house.link(cleo, "Choose a new password"))
    await page.get_by_label("New password", exact=True).fill(OTHER_WORDS)
    await page.get_by_role("button", name="Change password").click()
    await expect(page.get_by_label(CODE)).to_be_focused()
    await page.get_by_label(CODE).fill(app.wrong())
    await page.get_by_role("button", name="Change password").click()
    await expect(page.get_by_text("It does not fit, or was used before.")).to_be_visible()
    await page.get_by_role("button", name="Use a recovery code").click()
    await page.get_by_label("Recovery code").fill(app.recovery_codes[3])
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("heading", name="Your password is changed")).to_be_focused()
    assert refused(complaints) == [403, 403]


async def test_a_passkey_is_made_and_signs_in_with_nothing_typed(
    page: Page, house: House, cleo: str, complaints: list[str]
) -> None:
    devices = await page.context.new_cdp_session(page)
    await devices.send("WebAuthn.enable")
    await devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    await sign_in(page, house, cleo)
    await page.goto(f"{house.address}/settings/security")
    await page.get_by_label("Name of the passkey").fill("My telephone")
    await page.get_by_role("button", name="Add a passkey").click()
    await expect(page.get_by_role("list", name="Recovery codes").locator("li")).to_have_count(10)
    await page.get_by_role("button", name="I have kept them").click()

    await do(page, "POST", "auth/logout", {})
    await page.goto(f"{house.address}/settings/security")
    await page.get_by_role("button", name="Use a passkey").click()
    await expect(page.get_by_text(re.compile("My telephone.*last used"))).to_be_visible()
    await come_again(page, house, cleo)
    await page.get_by_role("button", name="Use a passkey").click()
    await expect(page.get_by_role("button", name=f"Signed in as {cleo}")).to_be_visible()

    await page.goto(f"{house.address}/settings/security")
    await long_ago(page, house)
    await page.get_by_role("button", name="Remove My telephone").click()
    await page.get_by_role("button", name="Use a passkey").click()
    await expect(page.get_by_text("Removed: My telephone.")).to_be_visible()
    assert 403 in refused(complaints)


@pytest.mark.parametrize("screen", ["key", "codes", "door", "proof"])
async def test_axe_finds_nothing_where_codes_are(
    page: Page, house: House, cleo: str, screen: str, complaints: list[str]
) -> None:
    if screen in {"key", "codes"}:
        await sign_in(page, house, cleo)
    else:
        app = await with_app(page, house, cleo)
    if screen == "door":
        await come_again(page, house, cleo)
        await page.get_by_role("button", name="Sign in").click()
    else:
        await page.goto(f"{house.address}/settings/security")
        if screen == "proof":
            await long_ago(page, house)
            await page.get_by_role("button", name="New recovery codes").click()
            await expect(page.get_by_label(CODE)).to_be_focused()
        else:
            await page.get_by_role("button", name="Set up").click()
            key = await page.get_by_label("Key", exact=True).inner_text()
            app = App(key.replace(" ", ""), [])
    if screen == "codes":
        await page.get_by_label(CODE).fill(app.code())
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", name="Keep these recovery codes")).to_be_focused()
    await page.evaluate(AXE.read_text(encoding="utf-8"))

    assert await broken(page, "light") == []
    assert await broken(page, "dark") == []
    refused(complaints)
