"""A place where people sign in, with its mail, and a browser before its door."""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pytest
from attrs import frozen
from playwright.async_api import Page, expect

from tests.inbox import Inbox, serving
from tests.people import EMAIL, WORDS
from tests.servers import free_port
from tests.service import started
from tests.waiting import until

DO: Final = """async ([method, route, body]) => {
  const csrf = document.cookie.split("__Host-ct-csrf=")[1];
  const headers = { "content-type": "application/json", "x-csrf-token": csrf };
  const answer = await fetch(`/api/v1/${route}`, { method, headers, body: JSON.stringify(body) });
  return [answer.status, answer.status === 204 ? null : await answer.json()];
}"""
LINK: Final = re.compile(r"http://\S+#\S+")


@frozen(kw_only=True)
class House:
    """The product, as people know it by its address."""

    address: str
    data: Path
    inbox: Inbox

    def users(self, *words: str, said: str = "") -> str:
        """Run a command of whoever runs the place."""
        given = {"CRYPTOTRACKER_DATA_DIR": str(self.data), "CRYPTOTRACKER_PUBLIC_URL": self.address}
        done = subprocess.run(
            [sys.executable, "-m", "cryptotracker", "users", *words],
            env=os.environ | given,
            input=said,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def make(self, email: str, words: str = WORDS) -> str:
        """Make a user, and return the address of theirs."""
        self.users("create", email, "--name", "Cleo", said=words + "\n")
        return email

    async def link(self, to: str, subject: str) -> str:
        """Wait for a letter, and return the link in it."""

        async def come() -> bool:
            return bool(self._letters(to, subject))

        await until(come)
        found = LINK.search(self._letters(to, subject)[-1])
        assert found
        return found[0]

    def _letters(self, to: str, subject: str) -> list[str]:
        return [
            each.get_content()
            for each in self.inbox.found
            if (each["To"], each["Subject"]) == (to, subject)
        ]


@pytest.fixture(name="house", scope="module")
def provide_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Serve where everybody has to sign in; Ada, who has the demonstration, runs the place.

    Its address is a name, for browsers bind no passkey to digits.
    """
    data, inbox, port = tmp_path_factory.mktemp("house"), Inbox(), str(free_port())
    with serving(inbox) as relay:
        house = House(address=f"http://localhost:{port}", data=data, inbox=inbox)
        settings = {
            "public_url": house.address,
            "registration": "open",
            "smtp_host": relay.host,
            "smtp_port": str(relay.port),
            "smtp_security": relay.security,
            "smtp_sender": relay.sender,
        }
        house.users("create", EMAIL, "--name", "Ada", said=WORDS + "\n")
        with started(data, "serve", "--port", port, **settings):
            yield house


async def sign_in(page: Page, house: House, email: str, words: str = WORDS) -> None:
    """Come in by the door."""
    await page.goto(f"{house.address}/sign-in")
    await enter(page, email, words)
    await expect(page.get_by_role("button", name=f"Signed in as {email}")).to_be_visible()


async def enter(page: Page, email: str, words: str) -> None:
    await page.get_by_label("E-mail").fill(email)
    await page.get_by_label("Password", exact=True).fill(words)
    await page.get_by_role("button", name="Sign in").click()


async def do(page: Page, method: str, route: str, body: object) -> Any:
    """Ask the server for something as the page would; return the status and the answer."""
    return await page.evaluate(DO, [method, route, body])


async def long_ago(page: Page, house: House) -> None:
    """Let it be long ago that anybody proved who they are."""
    with closing(sqlite3.connect(house.data / "cryptotracker.db")) as database, database:
        database.execute("UPDATE sessions SET fresh_until = created_at")

    async def asked_again() -> bool:
        status, _ = await do(page, "PUT", "me/password", {"password": "x"})
        return bool(status == 403)

    await until(asked_again)


def refused(complaints: list[str]) -> list[int]:
    """Take what the server refused out of what the browser complains of."""
    found = [int(each) for text in complaints for each in re.findall(r"status of (\d+)", text)]
    assert len(found) == len(complaints), complaints
    complaints.clear()
    return found
