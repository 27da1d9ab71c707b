"""Sessions over HTTP: what ends them, how fast, and that nothing else does."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cryptotracker.application.identity.standing import MEMORY
from tests.people import EMAIL, WORDS, Place, bearer, place
from tests.service import API
from tests.waiting import until

NEW_WORDS = "nine sleepy badgers"


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    async with place(database_url, tmp_path) as found:
        await found.invited()
        yield found


@pytest.fixture
async def elsewhere(database_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    """Give another process of the same installation."""
    async with place(database_url, tmp_path) as found:
        yield found


async def test_a_refresh_token_that_comes_twice_ends_the_session(here: Place) -> None:
    first = await here.signed_in()
    second = (await here.post("refresh", refresh_token=first["refresh_token"])).json()

    again = await here.post("refresh", refresh_token=first["refresh_token"])

    assert again.status_code == 401
    assert again.json()["type"] == "/problems/session-ended"
    assert await here.me(second) == 401
    refused = await here.post("refresh", refresh_token=second["refresh_token"])
    assert refused.status_code == 401


async def test_two_who_refresh_at_once_end_the_session(here: Place, elsewhere: Place) -> None:
    tokens = await here.signed_in()

    answers = await asyncio.gather(
        *(each.post("refresh", refresh_token=tokens["refresh_token"]) for each in (here, elsewhere))
    )

    assert sorted(each.status_code for each in answers) == [200, 401]
    kept = next(each.json() for each in answers if each.status_code == 200)
    refused = await here.post("refresh", refresh_token=kept["refresh_token"])
    assert refused.status_code == 401


async def test_a_new_password_ends_other_sessions_everywhere(here: Place, elsewhere: Place) -> None:
    mine, other = await here.signed_in(), await here.signed_in()
    assert [await elsewhere.me(each) for each in (mine, other)] == [200, 200]

    answer = await here.client.put(
        f"{API}/me/password", json={"password": NEW_WORDS}, headers=bearer(mine)
    )

    assert answer.status_code == 204
    assert [await here.me(each) for each in (mine, other)] == [200, 401]
    async with asyncio.timeout(5):
        await until(lambda: refused(elsewhere, other))
    assert MEMORY.total_seconds() <= 4
    assert (
        await elsewhere.post("refresh", refresh_token=other["refresh_token"])
    ).status_code == 401
    assert (EMAIL, "Your password was changed") in here.box.subjects()
    await here.signed_in(words=NEW_WORDS)
    old = await here.post("login", email=EMAIL, password=WORDS, client="api")
    assert old.status_code == 401


async def refused(at: Place, tokens: dict[str, str]) -> bool:
    return await at.me(tokens) == 401


async def test_sessions_are_listed_named_and_ended(here: Place) -> None:
    mine, other = await here.signed_in(), await here.signed_in()
    address, headers = f"{API}/me/sessions", bearer(mine)

    listed = (await here.client.get(address, headers=headers)).json()["items"]
    ids = {each["current"]: each["id"] for each in listed}
    named = await here.client.patch(
        f"{address}/{ids[False]}", json={"device": "My telephone"}, headers=headers
    )
    ended = await here.client.delete(f"{address}/{ids[False]}", headers=headers)
    left = (await here.client.get(address, headers=headers)).json()["items"]

    assert len(listed) == 2
    assert named.json()["device"] == "My telephone"
    assert (ended.status_code, [each["current"] for each in left]) == (204, [True])
    assert [await here.me(each) for each in (mine, other)] == [200, 401]


async def test_all_other_sessions_end_at_once(here: Place) -> None:
    mine, *others = [await here.signed_in() for _ in range(3)]

    await here.client.delete(f"{API}/me/sessions", headers=bearer(mine))

    assert [await here.me(each) for each in (mine, *others)] == [200, 401, 401]


async def test_another_users_session_is_as_good_as_none(here: Place) -> None:
    await here.invited("bob@example.org")
    mine, foreign = await here.signed_in(), await here.signed_in("bob@example.org")
    listed = await here.client.get(f"{API}/me/sessions", headers=bearer(foreign))
    unknown = "00000000-0000-0000-0000-000000000009"

    answers = [
        await here.client.request(
            method, f"{API}/me/sessions/{each}", headers=bearer(mine), json=body
        )
        for each in (listed.json()["items"][0]["id"], unknown)
        for method, body in (("DELETE", None), ("PATCH", {"device": "x"}))
    ]

    assert [each.status_code for each in answers] == [404] * 4
    assert answers[0].content == answers[2].content
    assert await here.me(foreign) == 200


async def test_who_is_disabled_is_out_everywhere(here: Place, elsewhere: Place) -> None:
    tokens = await here.signed_in()
    assert await elsewhere.me(tokens) == 200

    await here.relieved()
    await here.people.administration.disable(EMAIL)

    assert await here.me(tokens) == 401
    async with asyncio.timeout(5):
        await until(lambda: refused(elsewhere, tokens))
    kept_out = await here.post("login", email=EMAIL, password=WORDS, client="api")
    await here.people.administration.enable(EMAIL)
    assert kept_out.status_code == 401
    assert kept_out.json()["type"] == "/problems/sign-in-failed"
    assert await here.me(await here.signed_in()) == 200


async def test_access_tokens_outlive_a_restart(database_url: str, tmp_path: Path) -> None:
    async with place(database_url, tmp_path) as before:
        await before.invited()
        tokens = await before.signed_in()

    async with place(database_url, tmp_path) as after:
        assert await after.me(tokens) == 200
        keys = (await after.client.get(f"{API}/auth/jwks")).json()["keys"]

    assert [sorted(each) for each in keys] == [["alg", "crv", "kid", "kty", "use", "x", "y"]]
