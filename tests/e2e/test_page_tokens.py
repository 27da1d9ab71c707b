"""Tokens of programs and the security log, in a real browser."""

import re
import secrets
from pathlib import Path
from typing import Final, get_args

import httpx
import pytest
from playwright.async_api import Page, expect

from cryptotracker.domain.identity.audit import What
from tests.e2e.entering import House, do, sign_in
from tests.service import API
from tests.waiting import until

WORDS: Final = Path(__file__).parents[2] / "clients/web/src/features/settings/words.ts"
WRITTEN: Final = re.compile(r"^ct_pat_\w+$")


@pytest.fixture(name="cleo")
def provide_cleo(house: House) -> str:
    """Make a user for one test, and return the address of theirs."""
    return house.make(f"{secrets.token_hex(4)}@example.org")


async def test_a_token_is_shown_once_acts_and_is_taken_back(
    page: Page, house: House, cleo: str
) -> None:
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await sign_in(page, house, cleo)
    await page.goto(f"{house.address}/settings/tokens")
    await expect(page.get_by_text("There is no token yet.")).to_be_visible()
    await page.get_by_label("Name").fill("Nightly export")
    await page.get_by_label("Works for").select_option("30 days")
    await page.get_by_role("button", name="Make token").click()
    token = await page.get_by_label("Token", exact=True).inner_text()
    assert WRITTEN.match(token)
    await page.get_by_role("button", name="Copy the token").click()
    await expect(page.get_by_role("button", name="Copied the token")).to_be_visible()
    assert await page.evaluate("navigator.clipboard.readText()") == token
    await page.get_by_role("button", name="I have kept it").click()
    await expect(page.get_by_text(token)).to_have_count(0)

    assert ask(house, "GET", token) == 200
    assert ask(house, "POST", token) == 403
    row = page.locator(".rows > li")
    await expect(row).to_contain_text("Nightly export")
    await expect(row).to_contain_text("Reads")
    await page.reload()
    await expect(row).to_contain_text("last used")
    await page.get_by_role("button", name="Revoke Nightly export").click()
    await expect(page.get_by_text("Revoked: Nightly export.")).to_be_visible()
    await expect(page.get_by_text("There is no token yet.")).to_be_visible()

    async def over() -> bool:
        return ask(house, "GET", token) == 401

    await until(over)


def ask(house: House, method: str, token: str) -> int:
    """Do something as a program does; return the status."""
    headers = {"Authorization": f"Bearer {token}"}
    body = {"name": "Of a program", "base_currency": "EUR"} if method == "POST" else None
    address = f"{house.address}{API}/portfolios"
    return httpx.request(method, address, headers=headers, json=body).status_code


async def test_the_log_tells_newest_first_what_was_done_and_from_where(
    page: Page, house: House, cleo: str
) -> None:
    await sign_in(page, house, cleo)
    await do(page, "PATCH", "me", {"name": "Cleopatra"})
    await do(page, "POST", "me/tokens", {"name": "Backup", "scopes": ["read"], "days": 7})

    await page.get_by_role("link", name="Settings").first.click()
    await page.get_by_role("link", name="Activity").click()

    lines = page.locator(".rows > li")
    await expect(lines).to_contain_text(
        ["A token was made", "Profile changed", "Signed in", "Registered"]
    )
    await expect(lines.nth(0)).to_contain_text("Backup, Chrome on Linux, 127.0.0.1")
    await expect(lines.nth(3)).to_contain_text("by whoever runs this place")


def test_there_are_words_for_whatever_is_written_down() -> None:
    words = WORDS.read_text(encoding="utf-8")

    assert [what for what in get_args(What) if f"  {what}: " not in words] == []


async def test_a_long_log_is_shown_by_and_by(page: Page, house: House, cleo: str) -> None:
    await sign_in(page, house, cleo)
    for number in range(55):
        await do(page, "PATCH", "me", {"name": f"Cleo {number}"})
    await page.goto(f"{house.address}/settings/log")
    lines = page.locator(".rows > li")
    await expect(lines).to_have_count(50)

    await page.get_by_role("button", name="Show older lines").click()

    await expect(lines).to_have_count(57)
    await expect(lines.last).to_contain_text("Registered")
