"""Signing in with somebody else over HTTP, on every kind of database."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from httpx import AsyncClient
from time_machine import travel

from cryptotracker.adapters.clock.system import SystemClock
from tests.elsewhere import BOB, START, came_back, chosen, gone
from tests.issuing import ACCESS, CLIENT_SECRET, Provider, provider
from tests.people import EMAIL, OTHER, WORDS, Place, place
from tests.service import API

AGAIN = "/sign-in#problem=handshake-unusable"


@pytest.fixture
def issuer() -> Iterator[Provider]:
    with provider() as found:
        yield found


@pytest.fixture
async def here(database_url: str, tmp_path: Path, issuer: Provider) -> AsyncIterator[Place]:
    async with place(database_url, tmp_path, registration="open", **chosen(issuer)) as found:
        await found.invited()
        yield found


async def who(client: AsyncClient) -> str | None:
    answer = await client.get(f"{API}/me")
    found: str | None = answer.json().get("email")
    return found


async def test_the_door_names_those_with_whom_one_signs_in(here: Place) -> None:
    door = (await here.client.get(f"{API}/auth")).json()

    assert door["issuers"] == [
        {"name": "acme", "title": "Acme", "start": "/api/v1/auth/oauth/acme"},
        {"name": "other", "title": "Other", "start": "/api/v1/auth/oauth/other"},
    ]


async def test_who_registers_with_somebody_else_is_let_in_again(
    here: Place, issuer: Provider
) -> None:
    first, second = here.visitor(), here.visitor()

    answers = [await came_back(each, issuer, BOB) for each in (first, second)]

    assert [each.headers["location"] for each in answers] == ["/", "/"]
    assert [await who(each) for each in (first, second)] == [OTHER, OTHER]
    found = (await first.get(f"{API}/me")).json()
    assert (found["name"], found["role"], found["has_password"]) == ("Bob", "user", False)
    refused = await here.post("login", email=OTHER, password=WORDS, client="api")
    assert refused.status_code == 401


async def test_a_browser_is_known_by_a_cookie_that_comes_along_and_goes(
    here: Place, issuer: Provider
) -> None:
    sent = await here.client.get(START)
    back = await here.client.get(issuer.consent(sent.headers["location"], BOB))

    name, *flags = sent.headers["set-cookie"].split("; ")
    assert name.startswith("__Host-ct-oauth=")
    assert {each.lower() for each in flags} == {
        *("httponly", "secure", "path=/", "samesite=lax", "max-age=600")
    }
    gone_with = [each for each in back.headers.get_list("set-cookie") if "ct-oauth" in each]
    assert gone_with[0].lower().count("max-age=0") == 1
    assert [each.headers["cache-control"] for each in (sent, back)] == ["no-store"] * 2


async def test_an_account_of_the_same_address_is_not_taken_over(
    here: Place, issuer: Provider
) -> None:
    browser = here.visitor()

    answer = await came_back(browser, issuer)

    assert answer.headers["location"] == "/sign-in#problem=identity-unlinked"
    assert "__Host-ct-access" not in browser.cookies
    assert await who(browser) is None


@pytest.mark.parametrize("said", [{"email_verified": False}, {"email": None}])
async def test_who_is_new_needs_an_address_that_is_theirs(
    here: Place, issuer: Provider, said: dict[str, Any]
) -> None:
    issuer.userinfo = {"sub": BOB["sub"]}

    answer = await came_back(here.visitor(), issuer, BOB | said)

    assert answer.headers["location"] == "/sign-in#problem=address-needed"


async def test_an_address_that_is_not_verified_says_nothing_of_accounts(
    here: Place, issuer: Provider
) -> None:
    answer = await came_back(here.visitor(), issuer, BOB | {"email": EMAIL, "email_verified": None})

    assert answer.headers["location"] == "/sign-in#problem=address-needed"


async def test_nobody_who_merely_comes_along_runs_the_place(
    database_url: str, tmp_path: Path, issuer: Provider
) -> None:
    async with place(database_url, tmp_path, registration="open", **chosen(issuer)) as here:
        answer = await came_back(here.visitor(), issuer, BOB)

    assert answer.headers["location"] == "/sign-in#problem=registration-closed"


async def test_what_was_begun_is_finished_once(here: Place, issuer: Provider) -> None:
    back = issuer.consent(await gone(here.client), BOB)

    answers = await asyncio.gather(*(here.client.get(back) for _ in range(3)))

    assert sorted(each.headers["location"] for each in answers) == ["/", AGAIN, AGAIN]


async def test_nobody_finishes_what_another_browser_began(here: Place, issuer: Provider) -> None:
    victim, other = here.visitor(), here.visitor()
    await gone(victim)

    answers = [
        await victim.get(issuer.consent(await gone(other), BOB)),  # has a cookie, of its own
        await here.visitor().get(issuer.consent(await gone(other), BOB)),
        await other.get(issuer.consent(await gone(other), BOB, state="x")),
        await other.get(issuer.consent(await gone(other), BOB, state=None)),
    ]

    assert [each.headers["location"] for each in answers] == [AGAIN] * 4
    assert issuer.times("/token") == 0


async def test_what_one_issuer_was_asked_no_other_answers(here: Place, issuer: Provider) -> None:
    mixed = issuer.consent(await gone(here.client), BOB).replace("/acme/", "/other/")
    answers = [
        await here.client.get(mixed),
        await came_back(here.client, issuer, BOB, iss="https://evil.example.org"),
    ]

    assert [each.headers["location"] for each in answers] == [
        AGAIN,
        "/sign-in#problem=issuer-refused",
    ]
    assert issuer.times("/token") == 0


async def test_nobody_takes_longer_than_ten_minutes(here: Place, issuer: Provider) -> None:
    back = issuer.consent(await gone(here.client), BOB)

    with travel(SystemClock().now() + timedelta(minutes=10), tick=True):
        answer = await here.client.get(back)

    assert answer.headers["location"] == AGAIN


async def test_who_changes_their_mind_is_not_let_in(here: Place, issuer: Provider) -> None:
    answer = await came_back(here.client, issuer, BOB, code=None, error="access_denied")

    assert answer.headers["location"] == "/sign-in#problem=issuer-refused"


async def test_an_issuer_may_add_what_it_likes_to_an_address(here: Place, issuer: Provider) -> None:
    answer = await came_back(here.client, issuer, BOB, session_state="1", scope="a b", authuser="0")

    assert answer.headers["location"] == "/"


async def test_who_is_disabled_is_not_let_in(here: Place, issuer: Provider) -> None:
    await came_back(here.visitor(), issuer, BOB)
    await here.people.administration.disable(OTHER)

    answer = await came_back(here.visitor(), issuer, BOB)

    assert answer.headers["location"] == "/sign-in#problem=sign-in-failed"


async def test_an_issuer_that_nobody_chose_is_none(here: Place) -> None:
    link = await here.client.get(f"{API}/auth/oauth/evil")
    asked = await here.client.post(f"{API}/auth/oauth/evil", json={})

    assert link.headers["location"] == "/sign-in#problem=issuer-not-found"
    assert (asked.status_code, asked.json()["type"]) == (404, "/problems/issuer-not-found")


async def test_an_issuer_that_does_not_answer_is_told_of(here: Place, issuer: Provider) -> None:
    issuer.instead["/.well-known/openid-configuration"] = (500, {}, b"")

    link = await here.client.get(START)
    asked = await here.client.post(START, json={})

    assert link.headers["location"] == "/sign-in#problem=issuer-unavailable"
    assert (asked.status_code, asked.headers["retry-after"]) == (503, "30")


async def test_how_often_one_begins_is_counted(here: Place) -> None:
    answers = [await here.client.get(START) for _ in range(32)]

    assert answers[-1].headers["location"] == "/sign-in#problem=too-many-tries"
    assert "/authorize?" in answers[28].headers["location"]


def written(folder: Path) -> bytes:
    """Return all that lies in the files of a database."""
    return b"".join(each.read_bytes() for each in folder.glob("cryptotracker.db*"))


async def test_nothing_secret_is_kept_or_logged(
    empty_sqlite: str, tmp_path: Path, issuer: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "cryptotracker")
    async with place(empty_sqlite, tmp_path, registration="open", **chosen(issuer)) as here:
        await here.invited()
        address = await gone(here.client)
        browser = here.client.cookies["__Host-ct-oauth"]
        back = issuer.consent(address, BOB)
        begun = written(tmp_path)
        await here.client.get(back)
        await came_back(here.client, issuer, BOB, code="canary-code")
        issuer.instead["/token"] = (200, {}, json.dumps({"error": "canary error"}).encode())
        await came_back(here.client, issuer, BOB)

    asked = dict(parse_qsl(urlsplit(address).query))
    code = dict(parse_qsl(urlsplit(back).query))["code"]
    secrets = [browser, asked["state"], asked["nonce"], code, ACCESS, CLIENT_SECRET, "canary"]
    ours = [each for each in caplog.records if each.name.startswith("cryptotracker")]
    said = "".join(f"{each.getMessage()} {vars(each)}" for each in ours)
    assert "invalid_grant" in said
    assert [each for each in secrets if each in said] == []
    assert [each for each in secrets if each.encode() in begun] == []
