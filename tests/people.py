"""An installation where people sign in, without a network: its letters come to the test."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from attrs import define, field, frozen
from httpx import AsyncClient, Response

from cryptotracker.adapters.keys.master import make, read
from cryptotracker.entrypoints.bootstrap import open_installation
from cryptotracker.entrypoints.http.app import build
from cryptotracker.entrypoints.http.exposure import Exposure
from cryptotracker.entrypoints.http.limits import Limits
from cryptotracker.entrypoints.people import People
from cryptotracker.entrypoints.people_assembly import open_people
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.ports.mail import Letter, Mail
from tests.service import API, client_to

SITE = "https://tracker.example.org"
EMAIL, WORDS = "ada@example.org", "seven hungry squirrels"
LINK = re.compile(r"#([\w-]{40,})")


@define
class Letterbox(Mail):
    """Keeps letters for the test to read."""

    letters: list[Letter] = field(factory=list)

    def post(self, letter: Letter) -> None:
        self.letters.append(letter)

    def secret(self, to: str) -> str:
        """Return what stands behind the `#` of the last letter to an address."""
        last = next(each for each in reversed(self.letters) if each.to == to)
        found = LINK.search(last.text)
        assert found, last.text
        return found[1]


@frozen
class Place:
    """An installation: a client that is nobody yet, the people behind it, and their letters."""

    client: AsyncClient
    people: People
    box: Letterbox
    settings: Settings

    async def post(self, route: str, **body: object) -> Response:
        return await self.client.post(f"{API}/auth/{route}", json=body)

    async def invited(self, email: str = EMAIL, words: str = WORDS) -> None:
        """Make a user, as whoever runs the service would."""
        link = await self.people.administration.invite(email)
        body = {"email": email, "password": words, "name": "Ada"}
        answer = await self.post("register", **body, invitation=link.partition("#")[2])
        assert answer.status_code == 202, answer.text

    async def signed_in(self, email: str = EMAIL, words: str = WORDS) -> dict[str, Any]:
        """Sign in as a program does, and return the tokens."""
        answer = await self.post("login", email=email, password=words, client="api")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found


def bearer(tokens: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens['access_token']}"}


@asynccontextmanager
async def place(database_url: str, data_dir: Path, **settings: Any) -> AsyncIterator[Place]:
    """Open an installation that people know by its public name, so that all have to sign in."""
    given: Any = {"public_url": SITE} | settings
    found = Settings(data_dir=data_dir, database_url=database_url, **given)
    key = data_dir / "test.key"
    box, sealer = Letterbox(), read(key) or make(key)
    async with (
        open_installation(found) as opened,
        open_people(found, opened.databases, sealer, mail=box) as people,
        client_to(built(opened, people, found)) as client,
    ):
        client.base_url = found.public_url or client.base_url
        yield Place(client, people, box, found)


def built(opened: Any, people: People, settings: Settings) -> Any:
    exposure = Exposure(public_url=settings.public_url, limits=Limits(per_address=0, in_all=0))
    return build(opened.trackers, uploads=settings.data_dir, exposure=exposure, people=people)
