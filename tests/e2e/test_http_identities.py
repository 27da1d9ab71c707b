"""What users do with who they are elsewhere, over HTTP, on every kind of database."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from time_machine import travel

from cryptotracker.adapters.clock.system import SystemClock
from tests.authenticator import Device
from tests.elsewhere import BOB, asked, came_back, chosen, identities, linked
from tests.factors import add_passkey, list_passkeys
from tests.issuing import ADA, Provider, provider
from tests.people import EMAIL, OTHER, WORDS, Place, bearer, place
from tests.service import API

LINKED, PROVED = "/settings/security#linked", "/settings/security#proved"
LATER = timedelta(minutes=5, seconds=1)


@pytest.fixture
def issuer() -> Iterator[Provider]:
    with provider() as found:
        yield found


@pytest.fixture
async def here(database_url: str, tmp_path: Path, issuer: Provider) -> AsyncIterator[Place]:
    async with place(database_url, tmp_path, registration="open", **chosen(issuer)) as found:
        await found.invited()
        found.box.letters.clear()
        yield found


async def unlinked(here: Place, tokens: dict[str, Any], identity: str) -> int:
    route = f"{API}/me/identities/{identity}"
    return (await here.client.delete(route, headers=bearer(tokens))).status_code


async def newcomer(here: Place, issuer: Provider) -> dict[str, Any]:
    """Have somebody register elsewhere, and choose a password so that a program can sign in."""
    browser = here.visitor()
    await came_back(browser, issuer, BOB)
    proof = {"X-CSRF-Token": browser.cookies["__Host-ct-csrf"]}
    await browser.put(f"{API}/me/password", json={"password": WORDS}, headers=proof)
    return await here.signed_in(OTHER, WORDS)


async def test_who_links_is_let_in_by_it(here: Place, issuer: Provider) -> None:
    tokens = await here.signed_in()

    end = await linked(here, issuer, tokens)

    assert (end, await linked(here, issuer, tokens)) == (LINKED, LINKED)
    (found,) = await identities(here, tokens)
    assert (found["issuer"], found["title"]) == (issuer.address, "Acme")
    assert found["label"] == "ada@example.org"
    assert here.box.subjects() == [(EMAIL, "There is one more way into your account")]
    browser = here.visitor()
    await came_back(browser, issuer, ADA | {"email": "new@example.org"})
    assert (await browser.get(f"{API}/me")).json()["email"] == EMAIL


async def test_who_somebody_is_elsewhere_is_one_users(here: Place, issuer: Provider) -> None:
    await came_back(here.visitor(), issuer, BOB)
    tokens = await here.signed_in()

    end = await linked(here, issuer, tokens, BOB)

    assert end == "/settings/security#problem=identity-taken"
    assert await identities(here, tokens) == []


async def test_only_who_has_proved_of_late_links_and_unlinks(here: Place, issuer: Provider) -> None:
    tokens = await here.signed_in()
    await linked(here, issuer, tokens)
    (found,) = await identities(here, tokens)

    with travel(SystemClock().now() + LATER, tick=True):
        late = (await here.post("refresh", refresh_token=tokens["refresh_token"])).json()
        refused = await asked(here, "me/identities/acme", late)

        assert refused.json()["type"] == "/problems/step-up-needed"
        assert await unlinked(here, late, found["id"]) == 403


async def test_who_leaves_meanwhile_links_nothing(here: Place, issuer: Provider) -> None:
    tokens = await here.signed_in()
    begun = (await asked(here, "me/identities/acme", tokens)).json()["address"]
    await here.client.post(f"{API}/auth/logout", json={}, headers=bearer(tokens))

    back = await here.client.get(issuer.consent(begun))

    assert back.headers["location"] == "/settings/security#problem=session-ended"
    assert await identities(here, await here.signed_in()) == []


async def test_what_is_unlinked_lets_nobody_in_and_who_came_by_it_is_out(
    here: Place, issuer: Provider
) -> None:
    tokens, browser = await here.signed_in(), here.visitor()
    await linked(here, issuer, tokens)
    await came_back(browser, issuer)
    (found,) = await identities(here, tokens)

    assert await unlinked(here, tokens, found["id"]) == 204

    assert (await browser.get(f"{API}/me")).status_code == 401
    again = await came_back(browser, issuer)
    assert again.headers["location"] == "/sign-in#problem=identity-unlinked"
    assert await here.me(tokens) == 200
    assert here.box.subjects()[-1] == (EMAIL, "One way into your account is gone")
    log = await here.client.get(f"{API}/me/security-log", headers=bearer(tokens))
    told = [each["what"] for each in log.json()["items"]]
    assert told[:3] == ["identity_unlinked", "signed_in", "identity_linked"]


async def test_the_last_way_in_stays(here: Place, issuer: Provider) -> None:
    browser = here.visitor()
    await came_back(browser, issuer, BOB)
    proof = {"X-CSRF-Token": browser.cookies["__Host-ct-csrf"]}
    (found,) = (await browser.get(f"{API}/me/identities")).json()["items"]
    route = f"{API}/me/identities/{found['id']}"

    refused = await browser.delete(route, headers=proof)
    await browser.put(f"{API}/me/password", json={"password": WORDS}, headers=proof)
    done = await browser.delete(route, headers=proof)

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/last-way-in")
    assert done.status_code == 204


async def test_the_last_passkey_stays_too(here: Place, issuer: Provider) -> None:
    browser = here.visitor()
    await came_back(browser, issuer, BOB)
    tokens = {"access_token": browser.cookies["__Host-ct-access"]}
    await add_passkey(here, tokens, Device())
    (passkey,) = await list_passkeys(here, tokens)
    (identity,) = await identities(here, tokens)
    assert await unlinked(here, tokens, identity["id"]) == 204

    route = f"{API}/me/passkeys/{passkey['id']}"
    refused = await here.client.delete(route, headers=bearer(tokens))

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/last-way-in")
    assert await list_passkeys(here, tokens) == [passkey]


async def test_of_two_at_once_one_stays(here: Place, issuer: Provider) -> None:
    browser = here.visitor()
    await came_back(browser, issuer, BOB)
    proof = {"X-CSRF-Token": browser.cookies["__Host-ct-csrf"]}
    begun = await browser.post(f"{API}/me/identities/acme", headers=proof)
    await browser.get(issuer.consent(begun.json()["address"], BOB | {"sub": "second"}))
    found = (await browser.get(f"{API}/me/identities")).json()["items"]

    answers = await asyncio.gather(
        *(browser.delete(f"{API}/me/identities/{each['id']}", headers=proof) for each in found)
    )

    assert sorted(each.status_code for each in answers) == [204, 409]


async def test_the_foreign_is_missing(here: Place, issuer: Provider) -> None:
    theirs = (await identities(here, await newcomer(here, issuer)))[0]["id"]
    tokens = await here.signed_in()

    foreign = await unlinked(here, tokens, theirs)
    missing = await unlinked(here, tokens, "00000000-0000-7000-8000-000000000099")

    assert (foreign, missing, await identities(here, tokens)) == (404, 404, [])


async def test_who_has_no_password_proves_it_elsewhere(here: Place, issuer: Provider) -> None:
    browser = here.visitor()
    await came_back(browser, issuer, BOB)

    with travel(SystemClock().now() + timedelta(minutes=4, seconds=58), tick=False) as clock:
        clock.shift(timedelta(seconds=4))
        await browser.post(
            f"{API}/auth/refresh",
            json={},
            headers={"X-CSRF-Token": browser.cookies["__Host-ct-csrf"]},
        )
        proof = {"X-CSRF-Token": browser.cookies["__Host-ct-csrf"]}
        by_password = await browser.post(
            f"{API}/auth/step-up", json={"password": WORDS}, headers=proof
        )
        begun = await browser.post(f"{API}/auth/step-up/acme", headers=proof)
        issuer.now = SystemClock().now
        back = await browser.get(issuer.consent(begun.json()["address"], BOB))
        done = await browser.put(f"{API}/me/password", json={"password": WORDS}, headers=proof)

    assert by_password.json()["type"] == "/problems/no-password"
    assert "prompt=login&max_age=0" in begun.json()["address"]
    assert (back.headers["location"], done.status_code) == (PROVED, 204)


@pytest.mark.parametrize(
    ("person", "problem"),
    [
        (BOB, "identity-taken"),
        (ADA | {"sub": "nobody"}, "identity-taken"),
        (ADA | {"auth_time": 1_700_000_000}, "issuer-refused"),
    ],
    ids=["somebody else", "nobody", "long ago"],
)
async def test_nobody_proves_it_as_another_or_of_old(
    here: Place, issuer: Provider, person: dict[str, Any], problem: str
) -> None:
    await came_back(here.visitor(), issuer, BOB)
    tokens = await here.signed_in()
    await linked(here, issuer, tokens)

    begun = await asked(here, "auth/step-up/acme", tokens)
    back = await here.client.get(issuer.consent(begun.json()["address"], person))

    assert back.headers["location"] == f"/settings/security#problem={problem}"


async def test_a_page_of_somebody_else_begins_nothing(here: Place, issuer: Provider) -> None:
    browser = here.visitor()
    await came_back(browser, issuer, BOB)

    routes = ("auth/step-up/acme", "me/identities/acme")
    answers = [await browser.post(f"{API}/{route}") for route in routes]

    assert [each.json()["type"] for each in answers] == ["/problems/foreign-request"] * 2
