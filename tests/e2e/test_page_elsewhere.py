"""Going to sign in elsewhere and coming back, in a real browser, from one site to another."""

import re
from collections.abc import Iterator

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.entering import House, enter, long_ago, refused
from tests.elsewhere import BOB, START
from tests.inbox import Inbox
from tests.issuing import CLIENT_ID, CLIENT_SECRET, Provider, provider
from tests.people import EMAIL, OTHER, OTHER_WORDS, WORDS
from tests.servers import free_port
from tests.service import started


@pytest.fixture(scope="module")
def issuer() -> Iterator[Provider]:
    """Give an issuer at another site than the product: cookies know sites by their names."""
    with provider() as found:
        found.address = found.address.replace("127.0.0.1", "localhost")
        yield found


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, issuer: Provider) -> Iterator[House]:
    data, port = tmp_path_factory.mktemp("house"), str(free_port())
    found = House(address=f"http://127.0.0.1:{port}", data=data, inbox=Inbox())
    settings = {
        "public_url": found.address,
        "registration": "open",
        "oidc_acme_issuer": issuer.address,
        "oidc_acme_client_id": CLIENT_ID,
        "oidc_acme_client_secret": CLIENT_SECRET,
    }
    found.users("create", EMAIL, "--name", "Ada", said=WORDS + "\n")
    with started(data, "serve", "--port", port, **settings):
        yield found


@pytest.fixture
def bob(issuer: Provider) -> Iterator[str]:
    """Let whoever comes to the issuer be Bob, and return the address of his."""
    issuer.claims.update(BOB)
    yield OTHER
    issuer.claims.clear()


async def test_who_has_no_password_proves_elsewhere_who_they_are(
    page: Page, house: House, bob: str, complaints: list[str]
) -> None:
    await page.goto(house.address + START)
    await expect(page.get_by_role("button", name=f"Signed in as {bob}")).to_be_visible()
    await page.goto(f"{house.address}/settings/security")
    await long_ago(page, house)

    await page.get_by_label("New password", exact=True).fill(OTHER_WORDS)
    await page.get_by_role("button", name="Set a password").click()
    await page.get_by_role("button", name="Confirm with Acme").click()
    await expect(
        page.get_by_text("It is known to be you for the next five minutes.")
    ).to_be_visible()
    await page.get_by_label("New password", exact=True).fill(OTHER_WORDS)
    await page.get_by_role("button", name="Set a password").click()

    await expect(page.get_by_text("Password changed.")).to_be_visible()
    await expect(page.get_by_role("button", name="Change password")).to_be_visible()
    assert 403 in refused(complaints)


async def test_who_is_invited_registers_elsewhere_and_the_invitation_is_spent(
    page: Page, house: House, browser: Browser, issuer: Provider, complaints: list[str]
) -> None:
    issuer.claims.update(BOB | {"sub": "cleo", "email_verified": False})
    invitation = house.users("invite", "cleo@example.org")
    await page.goto(invitation)
    await page.get_by_role("button", name="Continue with Acme").click()
    await expect(page.get_by_role("button", name="Signed in as cleo@example.org")).to_be_visible()

    issuer.claims.update({"sub": "eve"})
    async with await browser.new_context() as elsewhere:
        other = await elsewhere.new_page()
        await other.goto(invitation)
        await other.get_by_role("button", name="Continue with Acme").click()
        await expect(other.get_by_role("alert")).to_contain_text("Registration is closed.")
        assert await elsewhere.cookies() == []
    issuer.claims.clear()
    assert complaints == []


async def test_who_links_an_issuer_is_signed_in_by_it(
    page: Page, house: House, browser: Browser
) -> None:
    await page.goto(house.address + START)
    await expect(page).to_have_url(re.compile("/sign-in#problem=identity-unlinked$"))

    await expect(page.get_by_role("alert")).to_contain_text("There is an account of your address")
    await enter(page, EMAIL, WORDS)
    await expect(page.get_by_role("button", name=f"Signed in as {EMAIL}")).to_be_visible()
    await page.goto(f"{house.address}/settings/security")
    await page.get_by_role("button", name="Link Acme").click()
    await expect(page.get_by_role("button", name="Unlink Acme")).to_be_visible()
    await expect(page).to_have_url(re.compile("/settings/security#linked$"))

    async with await browser.new_context() as elsewhere:
        other = await elsewhere.new_page()
        await other.goto(f"{house.address}/sign-in")
        await other.get_by_role("link", name="Continue with Acme").click()
        await expect(other.get_by_role("button", name=f"Signed in as {EMAIL}")).to_be_visible()
        kept = {each["name"]: each for each in await elsewhere.cookies()}
        assert {*kept} == {f"__Host-ct-{name}" for name in ("access", "refresh", "csrf")}
        assert {each["sameSite"] for each in kept.values()} == {"Strict"}
