"""Passkeys over HTTP: to sign in by, and to prove who one is."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from httpx import Response

from tests.authenticator import PRESENT, VERIFIED, Device
from tests.factors import (
    add_passkey,
    asked,
    enter_by_passkey,
    list_passkeys,
    offered,
    set_up,
    step,
    step_up,
    still,
    ticket,
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


async def test_a_passkey_lets_its_user_in_without_a_password(here: Place, device: Device) -> None:
    answers = [await enter_by_passkey(here, device.use(await asked(here))) for _ in range(2)]

    assert [each.status_code for each in answers] == [200, 200]
    assert await here.me(answers[1].json()) == 200
    (shown,) = await list_passkeys(here, answers[1].json())
    assert (shown["name"], shown["used_at"] is not None) == ("My laptop", True)


async def test_a_browser_gets_cookies(here: Place, device: Device) -> None:
    answer = await enter_by_passkey(here, device.use(await asked(here)), "web")

    assert answer.json() == {"expires_in": 300}
    assert len([*answer.cookies]) == 3


async def test_a_browser_is_asked_for_what_we_insist_on(
    here: Place, tokens: dict[str, Any], device: Device
) -> None:
    creation, request = await offered(here, tokens), await asked(here)

    selection = creation["authenticatorSelection"]
    assert (selection["residentKey"], selection["userVerification"]) == ("required", "required")
    assert (creation["rp"]["id"], request["rpId"]) == ("tracker.example.org",) * 2
    assert creation["attestation"] == "none"
    assert len(creation["excludeCredentials"]) == 1
    assert (request["userVerification"], request.get("allowCredentials", [])) == ("required", [])
    assert len({creation["challenge"], request["challenge"], (await asked(here))["challenge"]}) == 3
    assert device.credential


async def test_a_passkey_and_an_app_stand_side_by_side(here: Place, device: Device) -> None:
    with still():
        tokens = (await enter_by_passkey(here, device.use(await asked(here)))).json()
        app = await set_up(here, tokens)
        login = await here.post("login", email=EMAIL, password=WORDS, client="api")
        await here.client.delete(f"{API}/me/totp", headers=bearer(tokens))
        shown = (await here.client.get(f"{API}/me/factors", headers=bearer(tokens))).json()

    assert login.json()["mfa"]["methods"] == ["totp", "passkey", "recovery"]
    assert (shown["totp"], shown["passkeys"], shown["recovery_codes_left"]) == (None, 1, 10)
    assert app.recovery_codes


@pytest.mark.parametrize(
    "lie",
    [
        {"origin": "https://tracker.example.org.evil.example"},
        {"origin": "http://tracker.example.org"},
        {"host": "evil.example"},
        {"flags": PRESENT},
        {"flags": VERIFIED},
        {"crossed": True},
        {"handle": b"\0" * 16},
        {"handle": b""},
        {"key": Device().key},
        {"credential": b"none we know"},
    ],
    ids=[
        "another site",
        "without TLS",
        "bound elsewhere",
        "user not looked at",
        "user not there",
        "in a frame",
        "another user",
        "no user",
        "another key",
        "unknown",
    ],
)
async def test_what_does_not_hold_is_refused(
    here: Place, device: Device, lie: dict[str, Any]
) -> None:
    answer = await enter_by_passkey(here, evolve(device, **lie).use(await asked(here)))

    assert answer.status_code in {400, 401}
    if answer.status_code == 401:
        assert answer.json()["type"] == "/problems/passkey-refused"
    assert (await enter_by_passkey(here, device.use(await asked(here)))).status_code == 200


async def test_a_challenge_is_answered_once(here: Place, device: Device) -> None:
    options = await asked(here)
    used = [device.use(options) for _ in range(3)]

    at_once = await asyncio.gather(*(enter_by_passkey(here, each) for each in used[:2]))
    again = await enter_by_passkey(here, used[2])
    replayed = await enter_by_passkey(here, used[0])

    assert sorted(each.status_code for each in at_once) == [200, 401]
    assert (again.status_code, replayed.status_code) == (401, 401)


async def test_a_challenge_is_ours_and_young(here: Place, device: Device) -> None:
    old = await asked(here)
    never = old | {"challenge": "A" * 43}
    answers = [await enter_by_passkey(here, device.use(never))]
    with still() as time:
        time.shift(301)
        answers.append(await enter_by_passkey(here, device.use(old)))

    assert [each.status_code for each in answers] == [401, 401]


async def test_a_copy_is_noticed_where_the_device_counts(here: Place, device: Device) -> None:
    copy = evolve(device)
    await enter_by_passkey(here, device.use(await asked(here)))
    await enter_by_passkey(here, device.use(await asked(here)))

    assert (await enter_by_passkey(here, copy.use(await asked(here)))).status_code == 401


async def test_a_device_that_does_not_count_is_let_in(here: Place, tokens: dict[str, Any]) -> None:
    device = Device(count=None)
    await add_passkey(here, tokens, device)

    answers = [await enter_by_passkey(here, device.use(await asked(here))) for _ in range(2)]

    assert [each.status_code for each in answers] == [200, 200]


async def test_whoever_has_a_passkey_proves_who_they_are_by_it(
    here: Place, tokens: dict[str, Any], device: Device
) -> None:
    await here.invited(OTHER, OTHER_WORDS)
    others = await here.signed_in(OTHER, OTHER_WORDS)

    by_password = await step_up(here, tokens, password=WORDS)
    by_passkey = await prove(here, tokens, device)
    anothers = await prove(here, others, device)

    assert by_password.json()["type"] == "/problems/code-needed"
    assert (by_passkey.status_code, anothers.status_code) == (200, 403)


async def prove(here: Place, tokens: dict[str, Any], device: Device) -> Response:
    body = {"passkey": device.use(await asked(here))}
    return await here.client.post(f"{API}/auth/step-up", json=body, headers=bearer(tokens))


async def test_whoever_is_kept_out_is_so_with_a_passkey_too(here: Place, device: Device) -> None:
    await here.relieved()
    await here.people.administration.disable(EMAIL)

    answer = await enter_by_passkey(here, device.use(await asked(here)))

    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/passkey-refused")


async def test_the_ticket_of_a_password_waits_for_nothing_else(here: Place, device: Device) -> None:
    given = await ticket(here)

    refused = await step(here, given, code="123456")

    assert refused.status_code == 401
    assert device.credential
