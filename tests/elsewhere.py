"""A browser that goes to sign in elsewhere, and comes back."""

from typing import Any, Final

from httpx import AsyncClient, Response

from cryptotracker.entrypoints.issuer_settings import Oidc
from cryptotracker.ports.secrets import Secret
from tests.issuing import ADA, CLIENT_ID, CLIENT_SECRET, Provider
from tests.service import API

START: Final = f"{API}/auth/oauth/acme"


def chosen(issuer: Provider, **settings: Any) -> dict[str, Any]:
    """Name an issuer in the settings."""
    acme = Oidc(
        name="acme",
        issuer=issuer.address,
        client_id=CLIENT_ID,
        client_secret=Secret(CLIENT_SECRET),
        title="Acme",
    )
    return {"oidc": (acme,)} | settings


async def gone(browser: AsyncClient, start: str = START) -> str:
    """Send a browser to an issuer, and return where it went."""
    answer = await browser.get(start)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def came_back(
    browser: AsyncClient, issuer: Provider, person: dict[str, Any] = ADA, **changed: Any
) -> Response:
    """Sign somebody in elsewhere, and return what their browser is told when it comes back."""
    return await browser.get(issuer.consent(await gone(browser), person, **changed))
