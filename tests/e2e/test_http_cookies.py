"""Web clients: their cookies, and the proof that a page of ours asks."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from httpx import AsyncClient, Response

from tests.people import EMAIL, SITE, WORDS, Place, bearer, place
from tests.service import API

ACCESS, REFRESH, CSRF = (f"__Host-ct-{name}" for name in ("access", "refresh", "csrf"))
CHOSEN = "attackerchosen"


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    async with place(database_url, tmp_path) as found:
        await found.invited()
        yield found


@pytest.fixture
async def browser(here: Place) -> AsyncIterator[AsyncClient]:
    async with here.visitor() as client:
        yield client


async def sign_in(client: AsyncClient) -> Response:
    body = {"email": EMAIL, "password": WORDS, "client": "web"}
    return await client.post(f"{API}/auth/login", json=body)


def proof(client: AsyncClient) -> dict[str, str]:
    return {"X-CSRF-Token": client.cookies[CSRF]}


async def test_a_web_client_gets_cookies_that_no_script_reads(browser: AsyncClient) -> None:
    answer = await sign_in(browser)

    cookies = {each.partition("=")[0]: each for each in answer.headers.get_list("set-cookie")}
    flags = {
        name: {part.strip().partition("=")[0].lower() for part in cookie.split(";")[1:]}
        for name, cookie in cookies.items()
    }
    assert answer.json() == {"expires_in": 300}
    assert set(cookies) == {ACCESS, REFRESH, CSRF}
    assert flags[ACCESS] == flags[REFRESH] == {"path", "max-age", "secure", "httponly", "samesite"}
    assert flags[CSRF] == {"path", "max-age", "secure", "samesite"}
    assert all("SameSite=strict" in each and "Path=/;" in each for each in cookies.values())
    assert answer.headers["cache-control"] == "no-store"


async def test_reading_needs_the_cookies_alone(browser: AsyncClient) -> None:
    await sign_in(browser)

    assert (await browser.get(f"{API}/me")).json()["email"] == EMAIL


async def test_a_change_needs_the_proof_of_this_session(here: Place, browser: AsyncClient) -> None:
    await sign_in(browser)
    stale = proof(browser)
    await browser.post(f"{API}/auth/logout", json={}, headers=stale)
    async with here.visitor() as foreign:
        await sign_in(foreign)
        theirs = proof(foreign)
    await sign_in(browser)
    wrong = [{}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": "x"}, stale, theirs]

    refused = [await browser.patch(f"{API}/me", json={"name": "x"}, headers=each) for each in wrong]
    done = await browser.patch(f"{API}/me", json={"name": "Lovelace"}, headers=proof(browser))

    assert [each.status_code for each in refused] == [403] * 5
    assert {each.json()["type"] for each in refused} == {"/problems/foreign-request"}
    assert done.json()["name"] == "Lovelace"


async def test_a_foreign_page_is_refused_whatever_it_sends(browser: AsyncClient) -> None:
    await sign_in(browser)
    headers = proof(browser) | {"Origin": "https://evil.example"}

    answers = [
        await browser.patch(f"{API}/me", json={"name": "x"}, headers=headers),
        await browser.post(f"{API}/auth/login", json={}, headers=headers),
        await browser.post(f"{API}/auth/refresh", json={}, headers=headers),
    ]

    assert [each.json()["type"] for each in answers] == ["/problems/foreign-origin"] * 3


async def test_cookies_are_refreshed_with_the_proof_only(browser: AsyncClient) -> None:
    await sign_in(browser)
    before = dict(browser.cookies)

    refused = await browser.post(f"{API}/auth/refresh", json={})
    done = await browser.post(
        f"{API}/auth/refresh", json={}, headers=proof(browser) | {"Origin": SITE}
    )

    assert (refused.status_code, done.status_code) == (403, 200)
    assert browser.cookies[REFRESH] != before[REFRESH]
    assert browser.cookies[CSRF] == before[CSRF]
    assert (await browser.get(f"{API}/me")).status_code == 200


async def test_signing_out_takes_the_cookies_away(browser: AsyncClient) -> None:
    await sign_in(browser)
    kept = dict(browser.cookies)

    await browser.post(f"{API}/auth/logout", json={}, headers=proof(browser))

    assert dict(browser.cookies) == {}
    browser.cookies.update(kept)
    assert (await browser.get(f"{API}/me")).status_code == 401


async def test_a_session_is_never_the_one_that_the_client_chose(browser: AsyncClient) -> None:
    for name in (ACCESS, REFRESH, CSRF, "session"):
        browser.cookies.set(name, CHOSEN, domain="tracker.example.org")

    await sign_in(browser)

    first = {name: browser.cookies.get(name, path="/") for name in (ACCESS, REFRESH, CSRF)}
    assert CHOSEN not in first.values()
    browser.cookies.clear()
    await sign_in(browser)
    assert not set(first.values()) & set(dict(browser.cookies).values())


async def test_a_programs_token_is_no_cookie(here: Place, browser: AsyncClient) -> None:
    tokens = await here.signed_in()

    answer = await browser.get(
        f"{API}/me", headers={"Cookie": f"{ACCESS}={tokens['access_token']}"}
    )

    assert answer.status_code == 401


async def test_a_bearer_that_does_not_hold_counts_more_than_cookies(browser: AsyncClient) -> None:
    await sign_in(browser)

    answers = [
        await browser.get(f"{API}/me", headers={"Authorization": each})
        for each in ("Bearer x", "Bearer", "Basic YTpi", "")
    ]

    assert [each.status_code for each in answers] == [401] * 4


async def test_two_cookies_of_a_name_are_none(browser: AsyncClient) -> None:
    await sign_in(browser)
    good = browser.cookies[ACCESS]
    browser.cookies.clear()

    answer = await browser.get(
        f"{API}/me", headers={"Cookie": f"{ACCESS}={good}; {ACCESS}={CHOSEN}"}
    )

    assert answer.status_code == 401


async def test_a_program_needs_no_proof(here: Place) -> None:
    tokens = await here.signed_in()

    answer = await here.client.patch(f"{API}/me", json={"name": "x"}, headers=bearer(tokens))

    assert answer.status_code == 200
