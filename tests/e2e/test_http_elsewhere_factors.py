"""Who comes from elsewhere has to show their second factor as everybody has."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from httpx import AsyncClient

from cryptotracker.ports.secrets import Secret
from tests.authenticator import Device
from tests.elsewhere import asked, came_back, chosen, identities, linked
from tests.factors import App, add_passkey, set_up, step, step_up, still, ticket
from tests.issuing import Provider, provider
from tests.people import Place, bearer, place
from tests.service import API
from tests.telegrams import BOT, init_data


@pytest.fixture
def issuer() -> Iterator[Provider]:
    with provider() as found:
        yield found


@pytest.fixture
async def here(database_url: str, tmp_path: Path, issuer: Provider) -> AsyncIterator[Place]:
    settings = {"registration": "open", "telegram_bot_token": Secret(BOT)} | chosen(issuer)
    with still():  # so that a code stays the code of now
        async with place(database_url, tmp_path, **settings) as found:
            await found.invited()
            yield found


@pytest.fixture
async def app(here: Place, issuer: Provider) -> App:
    tokens = await here.signed_in()
    await linked(here, issuer, tokens)
    route = f"{API}/me/identities/telegram"
    given = {"init_data": init_data(age=9)}
    await here.client.post(route, json=given, headers=bearer(tokens))
    return await set_up(here, tokens)


async def entered(browser: AsyncClient) -> bool:
    return (await browser.get(f"{API}/me")).status_code == 200


async def test_a_browser_that_comes_back_is_asked_for_the_second_factor(
    here: Place, issuer: Provider, app: App
) -> None:
    browser = here.visitor()

    back = await came_back(browser, issuer)

    page, _, behind = back.headers["location"].partition("#")
    told = parse_qs(behind)
    before = await entered(browser)
    body = {"ticket": told["mfa"][0], "code": app.code()}
    done = await browser.post(f"{API}/auth/mfa", json=body)
    assert (page, told["methods"]) == ("/sign-in", ["totp,recovery"])
    assert (before, done.status_code, await entered(browser)) == (False, 200, True)


async def test_what_telegram_signed_skips_no_second_factor(here: Place, app: App) -> None:
    answer = await here.post("telegram", client="api", init_data=init_data())

    assert answer.json()["mfa"]["methods"] == ["totp", "recovery"]
    done = await step(here, answer.json()["mfa"]["ticket"], code=app.code())
    assert await here.me(done.json()) == 200


async def test_to_prove_it_elsewhere_is_no_proof_of_a_second_factor(
    here: Place, issuer: Provider, app: App
) -> None:
    tokens = (await step(here, await ticket(here), code=app.code())).json()

    begun = await asked(here, "auth/step-up/acme", tokens)
    back = await here.client.get(issuer.consent(begun.json()["address"]))

    assert back.headers["location"] == "/settings/security#problem=code-needed"
    assert (await step_up(here, tokens, recovery_code=app.recovery_codes[0])).status_code == 200


async def test_a_passkey_is_a_way_in_too(here: Place) -> None:
    invited = {"client": "api", "init_data": init_data()}
    invitation = (await here.people.administration.invite("eve@example.org")).partition("#")[2]
    tokens = (await here.post("telegram", **invited, invitation=invitation)).json()
    (only,) = await identities(here, tokens)
    route = f"{API}/me/identities/{only['id']}"

    before = await here.client.delete(route, headers=bearer(tokens))
    await add_passkey(here, tokens, Device())
    after = await here.client.delete(route, headers=bearer(tokens))

    assert (before.status_code, after.status_code) == (409, 204)
