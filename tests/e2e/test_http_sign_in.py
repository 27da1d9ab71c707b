"""Registering, signing in and out over HTTP, on every kind of database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from httpx import Response

from tests.people import EMAIL, WORDS, Place, bearer, place
from tests.service import API


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    async with place(database_url, tmp_path) as found:
        await found.invited()
        yield found


async def me(here: Place, headers: dict[str, str]) -> Response:
    return await here.client.get(f"{API}/me", headers=headers)


async def test_who_is_nobody_is_let_in_nowhere(here: Place) -> None:
    answers = [await here.client.get(f"{API}/{path}") for path in ("me", "portfolios")]

    assert [each.status_code for each in answers] == [401, 401]
    assert answers[0].headers["www-authenticate"] == "Bearer"


async def test_the_first_user_runs_the_place(here: Place) -> None:
    tokens = await here.signed_in()

    found = (await me(here, bearer(tokens))).json()

    assert (found["email"], found["name"], found["role"]) == (EMAIL, "Ada", "admin")
    assert found["id"] == "00000000-0000-7000-8000-000000000001"
    assert tokens["expires_in"] == 300


@pytest.mark.parametrize(
    "wrong", [{"password": WORDS + "!"}, {"email": "bob@example.org"}, {"password": "x"}]
)
async def test_what_does_not_fit_is_answered_the_same(here: Place, wrong: dict[str, str]) -> None:
    given = {"email": EMAIL, "password": WORDS, "client": "api"} | wrong

    answer = await here.post("login", **given)

    assert answer.status_code == 401
    assert answer.json()["type"] == "/problems/sign-in-failed"
    assert answer.headers["cache-control"] == "no-store"


async def test_refresh_tokens_follow_each_other(here: Place) -> None:
    first = await here.signed_in()

    second = (await here.post("refresh", refresh_token=first["refresh_token"])).json()
    third = (await here.post("refresh", refresh_token=second["refresh_token"])).json()

    assert len({each["refresh_token"] for each in (first, second, third)}) == 3
    assert (await me(here, bearer(third))).status_code == 200


async def test_signing_out_ends_the_session_at_once(here: Place) -> None:
    tokens, other = await here.signed_in(), await here.signed_in()

    left = await here.client.post(f"{API}/auth/logout", json={}, headers=bearer(tokens))

    assert left.status_code == 204
    assert (await me(here, bearer(tokens))).status_code == 401
    assert (await here.post("refresh", refresh_token=tokens["refresh_token"])).status_code == 401
    assert (await me(here, bearer(other))).status_code == 200


async def test_signing_out_everywhere_ends_every_session(here: Place) -> None:
    tokens, other = await here.signed_in(), await here.signed_in()

    await here.client.post(f"{API}/auth/logout", json={"everywhere": True}, headers=bearer(tokens))

    assert [(await me(here, bearer(each))).status_code for each in (tokens, other)] == [401, 401]


async def test_no_answer_is_kept_for_whoever_sends_the_key_again(here: Place) -> None:
    tokens = await here.signed_in()
    body = {"email": EMAIL, "password": WORDS, "client": "api"}
    headers = bearer(tokens) | {"Idempotency-Key": "k"}

    answers = [
        await here.client.post(f"{API}/auth/login", json=body, headers=headers) for _ in range(2)
    ]

    assert [each.status_code for each in answers] == [200, 200]
    assert "idempotent-replayed" not in answers[1].headers
    assert answers[0].json()["refresh_token"] != answers[1].json()["refresh_token"]


async def test_what_is_accepted_says_nothing(here: Place) -> None:
    answer = await here.post("recover", email=EMAIL)

    assert (answer.status_code, answer.content) == (202, b"{}")
