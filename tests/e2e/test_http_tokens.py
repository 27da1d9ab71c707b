"""Programs that act for their users by a token: what they may, and until when."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from time_machine import travel

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.domain.identity.api_tokens import written
from cryptotracker.entrypoints.http.signed_in import SignedInPrincipals
from tests.people import EMAIL, OTHER, Place, bearer, place
from tests.service import API
from tests.waiting import until

TOKENS: Final = f"{API}/me/tokens"
WANTED: Final = {"name": "Spreadsheet", "scopes": ["read"], "days": 30}
FOREVER: Final = "00000000-0000-0000-0000-000000000009"


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    async with place(database_url, tmp_path) as found:
        await found.invited()
        yield found


async def made(here: Place, tokens: dict[str, Any], **wanted: object) -> dict[str, Any]:
    answer = await here.client.post(TOKENS, json=WANTED | wanted, headers=bearer(tokens))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def acting(token: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {token['token']}"}


async def test_a_token_is_shown_once(here: Place) -> None:
    mine = await here.signed_in()

    token = await made(here, mine)
    listed = (await here.client.get(TOKENS, headers=bearer(mine))).json()["items"]

    assert token["token"].startswith("ct_pat_")
    assert listed == [{name: token[name] for name in token if name != "token"}]
    assert token["token"] not in str(listed)


async def test_a_token_is_kept_nowhere(empty_sqlite: str, tmp_path: Path) -> None:
    async with place(empty_sqlite, tmp_path) as here:
        await here.invited()
        token = await made(here, await here.signed_in())
        assert await asked(here, token) == 200

        kept = contents(tmp_path)

    assert any(b"Spreadsheet" in each for each in kept)
    assert not any(token["token"].encode() in each for each in kept)


def contents(folder: Path) -> list[bytes]:
    return [each.read_bytes() for each in folder.rglob("*") if each.is_file()]


async def test_what_is_asked_for_once_more_makes_another(here: Place) -> None:
    mine = bearer(await here.signed_in()) | {"Idempotency-Key": "k"}

    first, second = [
        (await here.client.post(TOKENS, json=WANTED, headers=mine)).json() for _ in range(2)
    ]

    assert first["token"] != second["token"]


async def test_a_token_does_what_its_scopes_say(here: Place) -> None:
    mine = await here.signed_in()
    reader, writer = await made(here, mine), await made(here, mine, scopes=["read", "write"])
    only_writes = await made(here, mine, scopes=["write"])
    body = {"name": "Mine", "currency": "EUR"}

    asked = [
        (
            (await here.client.get(f"{API}/portfolios", headers=acting(each))).status_code,
            (
                await here.client.post(
                    f"{API}/portfolios", json=body | {"name": each["id"]}, headers=acting(each)
                )
            ).status_code,
        )
        for each in (reader, writer, only_writes)
    ]

    assert asked == [(200, 403), (200, 201), (403, 201)]


IN_PERSON: Final = [
    ("PATCH", "/me", {"name": "Eve"}),
    ("GET", "/me/sessions", None),
    ("DELETE", "/me/sessions", None),
    ("DELETE", f"/me/sessions/{FOREVER}", None),
    ("PUT", "/me/password", {"password": "nine sleepy badgers"}),
    ("PUT", "/me/email", {"email": "eve@example.org"}),
    ("GET", "/me/tokens", None),
    ("POST", "/me/tokens", WANTED),
    ("DELETE", "/me/tokens", None),
    ("DELETE", f"/me/tokens/{FOREVER}", None),
    ("GET", "/me/factors", None),
    ("POST", "/me/totp", None),
    ("PUT", "/me/totp", {"code": "123456"}),
    ("DELETE", "/me/totp", None),
    ("POST", "/me/recovery-codes", None),
    ("GET", "/me/passkeys", None),
    ("POST", "/me/passkeys/options", None),
    ("PATCH", f"/me/passkeys/{FOREVER}", {"name": "Eve"}),
    ("DELETE", f"/me/passkeys/{FOREVER}", None),
    ("POST", "/auth/logout", {"everywhere": True}),
    ("POST", "/auth/step-up", {"password": "seven hungry squirrels"}),
]


@pytest.mark.parametrize(
    ("method", "path", "body"), IN_PERSON, ids=[f"{each[0]} {each[1]}" for each in IN_PERSON]
)
async def test_who_somebody_is_no_token_changes(
    here: Place, method: str, path: str, body: object
) -> None:
    mine = await here.signed_in()
    token = await made(here, mine, scopes=["read", "write"])

    answer = await here.client.request(method, f"{API}{path}", json=body, headers=acting(token))

    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/not-allowed")
    assert answer.json()["detail"] == "A token may not do this; sign in."
    assert await here.me(mine) == 200


async def test_a_token_is_made_by_whom_has_proved_of_late_who_they_are(here: Place) -> None:
    mine = await here.signed_in()

    with travel(SystemClock().now() + timedelta(minutes=5, seconds=1), tick=False):
        late = (await here.post("refresh", refresh_token=mine["refresh_token"])).json()
        answer = await here.client.post(TOKENS, json=WANTED, headers=bearer(late))

    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/step-up-needed")


async def test_a_token_that_is_taken_back_is_refused_everywhere(
    here: Place, database_url: str, tmp_path: Path
) -> None:
    mine = await here.signed_in()
    one, other = await made(here, mine), await made(here, mine)
    async with place(database_url, tmp_path) as elsewhere:
        assert [await asked(elsewhere, each) for each in (one, other)] == [200, 200]

        taken = await here.client.delete(f"{TOKENS}/{one['id']}", headers=bearer(mine))

        assert (taken.status_code, await asked(here, one)) == (204, 401)
        async with asyncio.timeout(5):
            await until(lambda: refused(elsewhere, one))
        assert await asked(elsewhere, other) == 200


async def asked(at: Place, token: dict[str, Any]) -> int:
    return (await at.client.get(f"{API}/portfolios", headers=acting(token))).status_code


async def refused(at: Place, token: dict[str, Any]) -> bool:
    return await asked(at, token) == 401


async def test_a_token_that_does_not_hold_is_refused_in_the_same_words(here: Place) -> None:
    mine = await here.signed_in()
    ended, taken = await made(here, mine, days=1), await made(here, mine)
    unknown = {"token": written(bytes(32))}
    await here.client.delete(f"{TOKENS}/{taken['id']}", headers=bearer(mine))

    with travel(SystemClock().now() + timedelta(days=1, seconds=1), tick=False):
        answers = [
            await here.client.get(f"{API}/portfolios", headers=acting(each))
            for each in (ended, taken, unknown, {"token": "ct_pat_x"})
        ]

    assert {each.status_code for each in answers} == {401}
    assert len({each.content for each in answers}) == 1


async def test_whose_user_is_kept_out_is_a_token_of_no_use(here: Place) -> None:
    token = await made(here, await here.signed_in())
    assert await asked(here, token) == 200

    await here.relieved()
    await here.people.administration.disable(EMAIL)

    assert await asked(here, token) == 401


async def test_another_users_token_is_as_good_as_none(here: Place) -> None:
    await here.invited(OTHER)
    theirs = await made(here, await here.signed_in(OTHER))
    mine = bearer(await here.signed_in())

    answers = [
        await here.client.delete(f"{TOKENS}/{each}", headers=mine)
        for each in (theirs["id"], FOREVER)
    ]

    assert [each.status_code for each in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert await asked(here, theirs) == 200


async def test_the_last_use_is_written_down_once_a_minute(here: Place) -> None:
    mine = await here.signed_in()
    token, now = await made(here, mine), SystemClock().now()
    seen = []

    with travel(now, tick=False) as clock:
        for seconds in (0, 30, 31):
            clock.shift(timedelta(seconds=seconds))
            await asked(here, token)
            listed = await here.client.get(TOKENS, headers=bearer(mine))
            seen.append(datetime.fromisoformat(listed.json()["items"][0]["last_used_at"]) - now)

    assert seen == [timedelta(), timedelta(), timedelta(seconds=61)]


async def test_one_has_fifty_tokens_at_most_and_those_that_ended_make_room(here: Place) -> None:
    mine = await here.signed_in()
    answers = [
        await here.client.post(TOKENS, json=WANTED | {"days": 1}, headers=bearer(mine))
        for _ in range(51)
    ]

    with travel(SystemClock().now() + timedelta(days=1, seconds=1), tick=False):
        later = await here.signed_in()
        await made(here, later)
        listed = await here.client.get(TOKENS, headers=bearer(later))

    assert [each.status_code for each in answers] == [201] * 50 + [409]
    assert len(listed.json()["items"]) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": 0},
        {"days": 366},
        {"days": None},
        {"days": 1.5},
        {"days": True},
        {"scopes": []},
        {"scopes": ["admin"]},
        {"name": " "},
        {"name": "a\u202eb"},
        {"user_id": FOREVER},
    ],
    ids=str,
)
async def test_what_no_token_has_is_refused(here: Place, wrong: dict[str, object]) -> None:
    mine = await here.signed_in()

    answer = await here.client.post(TOKENS, json=WANTED | wrong, headers=bearer(mine))

    assert answer.status_code == 400
    assert answer.json()["errors"]


async def test_a_listener_goes_on_for_as_long_as_its_token_holds(here: Place) -> None:
    mine = await here.signed_in()
    token = await made(here, mine)
    principals = SignedInPrincipals(here.people)
    scope: Any = {"headers": [(b"authorization", f"Bearer {token['token']}".encode())]}
    found = await principals(scope)
    assert found

    before = await principals.going_on([found])
    await here.client.delete(TOKENS, headers=bearer(mine))

    assert (before, await principals.going_on([found])) == ([found], [])
