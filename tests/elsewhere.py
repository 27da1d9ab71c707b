"""A browser that goes to sign in elsewhere, and comes back."""

from typing import Any, Final

from httpx import AsyncClient, Response

from cryptotracker.entrypoints.issuer_settings import Oidc
from cryptotracker.ports.secrets import Secret
from tests.issuing import ADA, CLIENT_ID, CLIENT_SECRET, Provider
from tests.people import OTHER, Place, bearer
from tests.service import API

START: Final = f"{API}/auth/oauth/acme"
BOB: Final = ADA | {"sub": "0815", "email": OTHER, "name": "Bob"}


def chosen(issuer: Provider) -> dict[str, Any]:
    """Name an issuer in the settings, beside another."""
    acme = Oidc(
        name="acme",
        issuer=issuer.address,
        client_id=CLIENT_ID,
        client_secret=Secret(CLIENT_SECRET),
        title="Acme",
    )
    other = Oidc(name="other", issuer=f"{issuer.address}/other", client_id="x", title="Other")
    return {"oidc": (acme, other)}


async def gone(browser: AsyncClient) -> str:
    """Send a browser to an issuer, and return where it went."""
    answer = await browser.get(START)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def came_back(
    browser: AsyncClient, issuer: Provider, person: dict[str, Any] = ADA, **changed: Any
) -> Response:
    """Sign somebody in elsewhere, and return what their browser is told when it comes back."""
    return await browser.get(issuer.consent(await gone(browser), person, **changed))


async def asked(here: Place, route: str, tokens: dict[str, Any]) -> Response:
    return await here.client.post(f"{API}/{route}", headers=bearer(tokens))


async def linked(
    here: Place, issuer: Provider, tokens: dict[str, Any], person: dict[str, Any] = ADA
) -> str:
    """Link who somebody is elsewhere; return where their browser ends up."""
    answer = await asked(here, "me/identities/acme", tokens)
    assert answer.status_code == 200, answer.text
    back = await here.client.get(issuer.consent(answer.json()["address"], person))
    return back.headers["location"]


async def identities(here: Place, tokens: dict[str, Any]) -> list[dict[str, Any]]:
    answer = await here.client.get(f"{API}/me/identities", headers=bearer(tokens))
    found: list[dict[str, Any]] = answer.json()["items"]
    return found
