"""The page that drives the sandbox, in a real browser."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from playwright.async_api import Page, expect

from cryptotracker.entrypoints.pricing import still_market
from cryptotracker.entrypoints.sandbox.serving import serving
from cryptotracker.entrypoints.sandbox.state import Sandbox


@pytest.fixture(name="sandbox")
def provide_sandbox() -> Iterator[Sandbox]:
    sandbox = Sandbox(still_market())
    with serving(sandbox):
        yield sandbox


async def test_a_stand_in_is_told_what_to_do_wrong_by_keyboard(
    page: Page, sandbox: Sandbox
) -> None:
    await page.goto(sandbox.address)
    choice = page.get_by_label("What Kraken does wrong")
    await choice.focus()

    await page.keyboard.type("limited for 30")
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("status")).to_have_text("Kraken: limited for 30.")
    assert sandbox.faults["kraken"] == "limited_for_30"


async def test_the_market_moves_and_begins_again(page: Page, sandbox: Sandbox) -> None:
    began = sandbox.market.dollars["ripple"]
    await page.goto(sandbox.address)
    await page.locator("#move").get_by_label("Seconds").fill("0")

    await page.get_by_role("button", name="Move the price").click()
    await expect(page.get_by_role("cell", name="0.312", exact=True)).to_be_visible()
    halved = sandbox.market.in_dollars("ripple")
    await page.get_by_role("button", name="As it began").click()
    await expect(page.get_by_role("cell", name="0.52", exact=True)).to_be_visible()

    assert (halved, sandbox.market.in_dollars("ripple")) == (Decimal("0.312"), began)


async def test_what_was_delivered_is_shown_as_text(page: Page, sandbox: Sandbox) -> None:
    sandbox.deliver("sendgrid", "ada@example.org", "<b>Bold</b>", "<script>alert(1)</script>", {})

    await page.goto(sandbox.address)

    await expect(page.get_by_text("sendgrid to ada@example.org: <b>Bold</b>")).to_be_visible()
    await expect(page.get_by_text("<script>alert(1)</script>")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1360])
async def test_nothing_stands_out_sideways(page: Page, sandbox: Sandbox, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 800})
    await page.goto(sandbox.address)
    await page.get_by_role("cell", name="bitcoin").wait_for()

    assert await page.evaluate("document.documentElement.scrollWidth") == width
