"""The composition root of those elsewhere with whom people sign in.

It is loaded by name, where the settings name any: what asks them takes long to load.
"""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import Final

from attrs import frozen
from httpx import AsyncClient, Limits

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.issuers.discovery import Discovery
from cryptotracker.adapters.issuers.fetching import Fetch
from cryptotracker.adapters.issuers.github import GitHub
from cryptotracker.adapters.issuers.openid import Client, OpenIdIssuer
from cryptotracker.entrypoints.issuer_settings import Oidc
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.ports.issuers import Issuer

CALLBACK: Final = "/api/v1/auth/oauth/{}/callback"
AT_ONCE: Final = Limits(max_connections=20, max_keepalive_connections=4)
ANEW: Final = {"prompt": "login", "max_age": "0"}
CHOOSING: Final = {"prompt": "select_account"}
"""The most that Google and GitHub know of asking somebody anew."""


@asynccontextmanager
async def open_issuers(settings: Settings) -> AsyncIterator[Mapping[str, Issuer]]:
    """Open a way to those whom the settings name; it is closed when the block ends."""
    async with AsyncClient(trust_env=False, limits=AT_ONCE, follow_redirects=False) as http:
        yield dict(issuers(settings, http))


def issuers(settings: Settings, http: AsyncClient) -> Iterator[tuple[str, Issuer]]:
    make = Making(settings.public_url or "", http)
    if settings.google_client_id is not None:
        google = Oidc(
            name="google",
            issuer=settings.google_issuer,
            client_id=settings.google_client_id,
            client_secret=settings.google_client_secret,
            title="Google",
        )
        yield google.name, make.openid(google, CHOOSING)
    if settings.github_client_id is not None:
        yield "github", make.github(settings, settings.github_client_id)
    for each in settings.oidc:
        yield each.name, make.openid(each, ANEW)


@frozen
class Making:
    """Makes issuers, and tells each where browsers come back to."""

    site: str
    http: AsyncClient

    def openid(self, given: Oidc, again: Mapping[str, str]) -> OpenIdIssuer:
        clock, fetch = SystemClock(), Fetch(client=self.http, issuer=given.name)
        client = Client(
            title=given.title,
            id=given.client_id,
            secret=given.client_secret,
            redirect=self.site + CALLBACK.format(given.name),
            again=again,
        )
        return OpenIdIssuer(
            client=client,
            fetch=fetch,
            discovery=Discovery(given.issuer, fetch, clock),
            clock=clock,
        )

    def github(self, settings: Settings, client_id: str) -> GitHub:
        client = Client(
            title="GitHub",
            id=client_id,
            secret=settings.github_client_secret,
            redirect=self.site + CALLBACK.format("github"),
            again=CHOOSING,
        )
        return GitHub(
            identifier=settings.github_url,
            api=settings.github_api_url,
            client=client,
            fetch=Fetch(client=self.http, issuer="github"),
        )
