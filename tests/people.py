"""An installation where people sign in, without a network: its letters come to the test."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from attrs import define, field, frozen
from httpx import AsyncClient, Response

from cryptotracker.application.identity.joining import Newcomer
from cryptotracker.entrypoints.http.app import build
from cryptotracker.entrypoints.http.exposure import Exposure
from cryptotracker.entrypoints.http.limits import Limits
from cryptotracker.entrypoints.mailing import outbox
from cryptotracker.entrypoints.people import People
from cryptotracker.entrypoints.people_assembly import open_people
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.ports.mail import Letter, Outbox
from cryptotracker.ports.persistence import UnitOfWork
from tests.service import API, client_to, installed

SITE = "https://tracker.example.org"
EMAIL, WORDS = "ada@example.org", "seven hungry squirrels"
HELPER = "eve@example.org"
OTHER, OTHER_WORDS = "bob@example.org", "eleven tired hedgehogs"
LINK = re.compile(r"#([\w-]{40,})")


@define
class Letterbox(Outbox):
    """Takes letters on as always, and keeps them for the test to read."""

    letters: list[Letter] = field(factory=list)

    async def post(self, work: UnitOfWork, letter: Letter | None) -> None:
        await outbox().post(work, letter)
        if letter is not None:
            self.letters.append(letter)

    def secret(self, to: str) -> str:
        """Return what stands behind the `#` of the last letter to an address."""
        last = next(each for each in reversed(self.letters) if each.to == to)
        found = LINK.search(last.text)
        assert found, last.text
        return found[1]

    def subjects(self) -> list[tuple[str, str]]:
        return [(each.to, each.subject) for each in self.letters]


@frozen
class Place:
    """An installation: a client that is nobody yet, the people behind it, and their letters."""

    client: AsyncClient
    app: Any
    people: People
    box: Letterbox

    async def post(self, route: str, *, asked_from: str = "", **body: object) -> Response:
        """Ask; from another address if one is named, as a proxy does."""
        headers = {"X-Forwarded-For": asked_from} if asked_from else {}
        return await self.client.post(f"{API}/auth/{route}", json=body, headers=headers)

    async def me(self, tokens: dict[str, Any]) -> int:
        """Ask who one is, by a bearer token; return the status."""
        return (await self.client.get(f"{API}/me", headers=bearer(tokens))).status_code

    async def invited(self, email: str = EMAIL, words: str = WORDS) -> None:
        """Make a user, as whoever runs the service would."""
        link = await self.people.administration.invite(email)
        body = {"email": email, "password": words, "name": "Ada"}
        answer = await self.post("register", **body, invitation=link.partition("#")[2])
        assert answer.status_code == 202, answer.text

    async def relieved(self) -> None:
        """Let somebody else run the place, too: then the first user may be shut out."""
        new = Newcomer(email=HELPER, name="Eve", password=None, role="admin")
        await self.people.administration.create(new)

    async def signed_in(self, email: str = EMAIL, words: str = WORDS) -> dict[str, Any]:
        """Sign in as a program does, and return the tokens."""
        answer = await self.post("login", email=email, password=words, client="api")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def visitor(self) -> AsyncClient:
        """Give somebody else's browser, with cookies of its own."""
        client = client_to(self.app)
        client.base_url = self.client.base_url
        return client


def bearer(tokens: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens['access_token']}"}


@asynccontextmanager
async def place(database_url: str, data_dir: Path, **settings: Any) -> AsyncIterator[Place]:
    """Open an installation that people know by its public name, so that all have to sign in.

    A second one on the same database and directory is another process of it.
    """
    given: Any = {"public_url": SITE} | settings
    found = Settings(data_dir=data_dir, database_url=database_url, **given)
    limits = Limits(per_address=0, in_all=0, trusted=[ip_network("127.0.0.1")])
    exposure = Exposure(public_url=found.public_url, limits=limits)
    box = Letterbox()
    async with (
        installed(found) as opened,
        open_people(found, opened, outbox=box) as people,
    ):
        app = build(opened.trackers, uploads=data_dir, exposure=exposure, people=people)
        async with client_to(app) as client:
            client.base_url = found.public_url or client.base_url
            yield Place(client, app, people, box)
