"""Issuers of each kind, each with one on this machine that it asks."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from attrs import frozen
from httpx import AsyncClient

from cryptotracker.adapters.issuers.discovery import Discovery
from cryptotracker.adapters.issuers.fetching import Fetch
from cryptotracker.adapters.issuers.github import GitHub
from cryptotracker.adapters.issuers.openid import Client, OpenIdIssuer
from cryptotracker.ports.issuers import Answered, Asked, Issuer, Vouched
from cryptotracker.ports.secrets import Secret
from tests.integration.calendars import Calendar
from tests.issuing import ADA, CLIENT_ID, CLIENT_SECRET, Provider, provider

BACK: Final = "https://tracker.example.org/api/v1/auth/oauth/acme/callback"
ASKED: Final = Asked(state="the state", nonce="the nonce", verifier="v" * 43)
CLIENT: Final = Client(
    title="Acme",
    id=CLIENT_ID,
    secret=Secret(CLIENT_SECRET),
    redirect=BACK,
    again={"prompt": "login"},
)


@frozen
class Case:
    """An issuer of ours, and the one elsewhere that it asks."""

    kind: str
    issuer: Issuer
    there: Provider
    clock: Calendar

    async def code(self, asked: Asked = ASKED, person: dict[str, Any] = ADA) -> str:
        back = self.there.consent(await self.issuer.address(asked), person)
        return dict(parse_qsl(urlsplit(back).query))["code"]

    async def vouched(self, asked: Asked = ASKED, named: str | None = None) -> Vouched:
        answered = Answered(code=await self.code(), issuer=named)
        return await self.issuer.vouched(answered, asked)


@asynccontextmanager
async def opened(kind: str, seconds: float = 5) -> AsyncIterator[Case]:
    """Open an issuer of a kind, which waits so long for an answer."""
    clock = Calendar(datetime.now(UTC))

    with provider() as there:
        there.now = clock.now
        async with AsyncClient(trust_env=False) as http:
            fetch = Fetch(client=http, issuer="acme", patience=timedelta(seconds=seconds))
            yield Case(kind, KINDS[kind](there.address, fetch, clock), there, clock)


def openid(address: str, fetch: Fetch, clock: Calendar) -> Issuer:
    discovery = Discovery(address, fetch, clock)
    return OpenIdIssuer(client=CLIENT, fetch=fetch, discovery=discovery, clock=clock)


def github(address: str, fetch: Fetch, _: Calendar) -> Issuer:
    return GitHub(identifier=address, api=f"{address}/api", client=CLIENT, fetch=fetch)


KINDS: Final = {"openid": openid, "github": github}
