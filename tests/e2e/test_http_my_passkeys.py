"""Passkeys over HTTP: made, named and removed by whoever is signed in."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.authenticator import PRESENT, Device
from tests.factors import (
    add_passkey,
    asked,
    enter_by_passkey,
    keep_passkey,
    list_passkeys,
    offered,
    step,
    still,
)
from tests.people import EMAIL, OTHER, OTHER_WORDS, WORDS, Place, bearer, place
from tests.service import API


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    async with place(database_url, tmp_path) as found:
        await found.invited()
        yield found


@pytest.fixture
async def tokens(here: Place) -> dict[str, Any]:
    return await here.signed_in()


@pytest.fixture
async def device(here: Place, tokens: dict[str, Any]) -> Device:
    made = Device()
    answer = await add_passkey(here, tokens, made)
    assert answer.status_code == 201, answer.text
    return made


async def test_the_first_factor_brings_recovery_codes(here: Place, tokens: dict[str, Any]) -> None:
    first = await add_passkey(here, tokens, Device())
    second = await add_passkey(here, tokens, Device(credential=b"another passkey"))

    codes = first.json()["recovery_codes"]
    assert (len(codes), second.json()["recovery_codes"]) == (10, [])
    assert first.headers["cache-control"] == "no-store"
    login = await here.post("login", email=EMAIL, password=WORDS, client="api")
    assert login.json()["mfa"]["methods"] == ["passkey", "recovery"]
    stepped = await step(here, login.json()["mfa"]["ticket"], recovery_code=codes[0])
    assert stepped.status_code == 200


@pytest.mark.parametrize(
    "lie",
    [{"origin": "https://evil.example"}, {"host": "evil.example"}, {"flags": PRESENT}],
    ids=["another site", "bound elsewhere", "user not looked at"],
)
async def test_a_passkey_that_was_made_elsewhere_is_not_taken(
    here: Place, tokens: dict[str, Any], lie: dict[str, Any]
) -> None:
    answer = await add_passkey(here, tokens, Device(**lie))

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/factor-conflict")
    assert await list_passkeys(here, tokens) == []


async def test_a_challenge_to_make_one_is_its_users_and_good_once(
    here: Place, tokens: dict[str, Any]
) -> None:
    await here.invited(OTHER, OTHER_WORDS)
    others = await here.signed_in(OTHER, OTHER_WORDS)
    made = Device().make(await offered(here, tokens))
    wrong_kind = Device().make(await offered(here, tokens) | await asked(here))

    refused = [await keep_passkey(here, others, made), await keep_passkey(here, tokens, wrong_kind)]
    taken = await keep_passkey(here, tokens, made)
    again = await keep_passkey(here, tokens, made)
    same = await add_passkey(here, others, Device())

    assert [each.status_code for each in refused] == [409, 409]
    assert (taken.status_code, again.status_code, same.status_code) == (201, 409, 409)


async def test_passkeys_are_named_and_removed(
    here: Place, tokens: dict[str, Any], device: Device
) -> None:
    other = (await enter_by_passkey(here, device.use(await asked(here)))).json()
    (first,) = await list_passkeys(here, tokens)
    path = f"{API}/me/passkeys/{first['id']}"

    named = await here.client.patch(path, json={"name": "Old one"}, headers=bearer(tokens))
    gone = [await here.client.delete(path, headers=bearer(tokens)) for _ in range(2)]

    log = await here.client.get(f"{API}/me/security-log", headers=bearer(tokens))
    written = [each["facts"] for each in log.json()["items"] if each["what"] == "passkey_named"]
    assert written == [{"before": first["name"], "after": "Old one"}]
    assert (named.json()["name"], [each.status_code for each in gone]) == ("Old one", [204, 404])
    assert gone[1].json()["type"] == "/problems/passkey-not-found"
    assert (await here.me(tokens), await here.me(other)) == (200, 401)
    assert (await enter_by_passkey(here, device.use(await asked(here)))).status_code == 401
    shown = (await here.client.get(f"{API}/me/factors", headers=bearer(tokens))).json()
    assert shown == {"totp": None, "passkeys": 0, "recovery_codes_left": 0}
    assert await here.me(await here.signed_in()) == 200


async def test_a_passkey_of_another_is_missing(
    here: Place, tokens: dict[str, Any], device: Device
) -> None:
    await here.invited(OTHER, OTHER_WORDS)
    others = await here.signed_in(OTHER, OTHER_WORDS)
    (mine,) = await list_passkeys(here, tokens)
    unknown = "00000000-0000-7000-8000-0000000000ff"

    answers = [
        await here.client.request(method, f"{API}/me/passkeys/{key}", json=body, headers=headers)
        for key in (mine["id"], unknown)
        for method, body in (("PATCH", {"name": "x"}), ("DELETE", None))
        for headers in (bearer(others),)
    ]

    assert {each.status_code for each in answers} == {404}
    assert len({each.content for each in answers}) == 1
    assert (await list_passkeys(here, others), len(await list_passkeys(here, tokens))) == ([], 1)
    assert device.credential


async def test_lost_passkeys_are_taken_away_with_all_else(here: Place, device: Device) -> None:
    await here.people.factors.reset(EMAIL)

    assert (await enter_by_passkey(here, device.use(await asked(here)))).status_code == 401
    assert await here.me(await here.signed_in()) == 200


async def test_a_passkey_is_made_by_whoever_proved_of_late_who_they_are(here: Place) -> None:
    tokens = await here.signed_in()
    with still() as time:
        time.shift(301)
        fresh = await here.post("refresh", refresh_token=tokens["refresh_token"])
        answer = await here.client.post(f"{API}/me/passkeys/options", headers=bearer(fresh.json()))

    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/step-up-needed")
