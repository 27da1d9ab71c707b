"""Passkeys over HTTP: made, signed in by, proved by, named and removed."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from httpx import Response

from tests.authenticator import PRESENT, VERIFIED, Device
from tests.factors import set_up, step, step_up, still, ticket
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
    answer = await add(here, tokens, made)
    assert answer.status_code == 201, answer.text
    return made


async def offered(here: Place, tokens: dict[str, Any]) -> dict[str, Any]:
    answer = await here.client.post(f"{API}/me/passkeys/options", headers=bearer(tokens))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["public_key"]
    return found


async def add(here: Place, tokens: dict[str, Any], device: Device) -> Response:
    made = device.make(await offered(here, tokens))
    return await keep(here, tokens, made)


async def keep(here: Place, tokens: dict[str, Any], made: dict[str, Any]) -> Response:
    body = {"name": "My laptop", "credential": made}
    return await here.client.post(f"{API}/me/passkeys", json=body, headers=bearer(tokens))


async def asked(here: Place) -> dict[str, Any]:
    found: dict[str, Any] = (await here.post("passkey/options")).json()["public_key"]
    return found


async def enter(here: Place, used: dict[str, Any], client: str = "api") -> Response:
    return await here.post("passkey", credential=used, client=client)


async def listed(here: Place, tokens: dict[str, Any]) -> list[dict[str, Any]]:
    answer = await here.client.get(f"{API}/me/passkeys", headers=bearer(tokens))
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def test_a_passkey_lets_its_user_in_without_a_password(here: Place, device: Device) -> None:
    answers = [await enter(here, device.use(await asked(here))) for _ in range(2)]

    assert [each.status_code for each in answers] == [200, 200]
    assert await here.me(answers[1].json()) == 200
    (shown,) = await listed(here, answers[1].json())
    assert (shown["name"], shown["used_at"] is not None) == ("My laptop", True)


async def test_a_browser_gets_cookies(here: Place, device: Device) -> None:
    answer = await enter(here, device.use(await asked(here)), "web")

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


async def test_the_first_factor_brings_recovery_codes(here: Place, tokens: dict[str, Any]) -> None:
    first = await add(here, tokens, Device())
    second = await add(here, tokens, Device(credential=b"another passkey"))

    codes = first.json()["recovery_codes"]
    assert (len(codes), second.json()["recovery_codes"]) == (10, [])
    assert first.headers["cache-control"] == "no-store"
    login = await here.post("login", email=EMAIL, password=WORDS, client="api")
    assert login.json()["mfa"]["methods"] == ["passkey", "recovery"]
    stepped = await step(here, login.json()["mfa"]["ticket"], recovery_code=codes[0])
    assert stepped.status_code == 200


async def test_a_passkey_and_an_app_stand_side_by_side(here: Place, device: Device) -> None:
    with still():
        tokens = (await enter(here, device.use(await asked(here)))).json()
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
    answer = await enter(here, evolve(device, **lie).use(await asked(here)))

    assert answer.status_code in {400, 401}
    if answer.status_code == 401:
        assert answer.json()["type"] == "/problems/passkey-refused"
    assert (await enter(here, device.use(await asked(here)))).status_code == 200


async def test_a_challenge_is_answered_once(here: Place, device: Device) -> None:
    options = await asked(here)
    used = [device.use(options) for _ in range(3)]

    at_once = await asyncio.gather(*(enter(here, each) for each in used[:2]))
    again = await enter(here, used[2])
    replayed = await enter(here, used[0])

    assert sorted(each.status_code for each in at_once) == [200, 401]
    assert (again.status_code, replayed.status_code) == (401, 401)


async def test_a_challenge_is_ours_and_young(here: Place, device: Device) -> None:
    old = await asked(here)
    never = old | {"challenge": "A" * 43}
    answers = [await enter(here, device.use(never))]
    with still() as time:
        time.shift(301)
        answers.append(await enter(here, device.use(old)))

    assert [each.status_code for each in answers] == [401, 401]


async def test_a_copy_is_noticed_where_the_device_counts(here: Place, device: Device) -> None:
    copy = evolve(device)
    await enter(here, device.use(await asked(here)))
    await enter(here, device.use(await asked(here)))

    assert (await enter(here, copy.use(await asked(here)))).status_code == 401


async def test_a_device_that_does_not_count_is_let_in(here: Place, tokens: dict[str, Any]) -> None:
    device = Device(count=None)
    await add(here, tokens, device)

    answers = [await enter(here, device.use(await asked(here))) for _ in range(2)]

    assert [each.status_code for each in answers] == [200, 200]


@pytest.mark.parametrize(
    "lie",
    [{"origin": "https://evil.example"}, {"host": "evil.example"}, {"flags": PRESENT}],
    ids=["another site", "bound elsewhere", "user not looked at"],
)
async def test_a_passkey_that_was_made_elsewhere_is_not_taken(
    here: Place, tokens: dict[str, Any], lie: dict[str, Any]
) -> None:
    answer = await add(here, tokens, Device(**lie))

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/factor-conflict")
    assert await listed(here, tokens) == []


async def test_a_challenge_to_make_one_is_its_users_and_good_once(
    here: Place, tokens: dict[str, Any]
) -> None:
    await here.invited(OTHER, OTHER_WORDS)
    others = await here.signed_in(OTHER, OTHER_WORDS)
    made = Device().make(await offered(here, tokens))
    wrong_kind = Device().make(await offered(here, tokens) | await asked(here))

    refused = [await keep(here, others, made), await keep(here, tokens, wrong_kind)]
    taken = await keep(here, tokens, made)
    again = await keep(here, tokens, made)
    same = await add(here, others, Device())

    assert [each.status_code for each in refused] == [409, 409]
    assert (taken.status_code, again.status_code, same.status_code) == (201, 409, 409)


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


async def test_passkeys_are_named_and_removed(
    here: Place, tokens: dict[str, Any], device: Device
) -> None:
    other = (await enter(here, device.use(await asked(here)))).json()
    (first,) = await listed(here, tokens)
    path = f"{API}/me/passkeys/{first['id']}"

    named = await here.client.patch(path, json={"name": "Old one"}, headers=bearer(tokens))
    gone = [await here.client.delete(path, headers=bearer(tokens)) for _ in range(2)]

    assert (named.json()["name"], [each.status_code for each in gone]) == ("Old one", [204, 404])
    assert gone[1].json()["type"] == "/problems/passkey-not-found"
    assert (await here.me(tokens), await here.me(other)) == (200, 401)
    assert (await enter(here, device.use(await asked(here)))).status_code == 401
    shown = (await here.client.get(f"{API}/me/factors", headers=bearer(tokens))).json()
    assert shown == {"totp": None, "passkeys": 0, "recovery_codes_left": 0}
    assert await here.me(await here.signed_in()) == 200


async def test_a_passkey_of_another_is_missing(
    here: Place, tokens: dict[str, Any], device: Device
) -> None:
    await here.invited(OTHER, OTHER_WORDS)
    others = await here.signed_in(OTHER, OTHER_WORDS)
    (mine,) = await listed(here, tokens)
    unknown = "00000000-0000-7000-8000-0000000000ff"

    answers = [
        await here.client.request(method, f"{API}/me/passkeys/{key}", json=body, headers=headers)
        for key in (mine["id"], unknown)
        for method, body in (("PATCH", {"name": "x"}), ("DELETE", None))
        for headers in (bearer(others),)
    ]

    assert {each.status_code for each in answers} == {404}
    assert len({each.content for each in answers}) == 1
    assert (await listed(here, others), len(await listed(here, tokens))) == ([], 1)
    assert device.credential


async def test_whoever_is_kept_out_is_so_with_a_passkey_too(here: Place, device: Device) -> None:
    await here.people.administration.disable(EMAIL)

    answer = await enter(here, device.use(await asked(here)))

    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/passkey-refused")


async def test_lost_passkeys_are_taken_away_with_all_else(here: Place, device: Device) -> None:
    await here.people.factors.reset(EMAIL)

    assert (await enter(here, device.use(await asked(here)))).status_code == 401
    assert await here.me(await here.signed_in()) == 200


async def test_a_passkey_is_made_by_whoever_proved_of_late_who_they_are(here: Place) -> None:
    tokens = await here.signed_in()
    with still() as time:
        time.shift(301)
        fresh = await here.post("refresh", refresh_token=tokens["refresh_token"])
        answer = await here.client.post(f"{API}/me/passkeys/options", headers=bearer(fresh.json()))

    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/step-up-needed")


async def test_the_ticket_of_a_password_waits_for_nothing_else(here: Place, device: Device) -> None:
    given = await ticket(here)

    refused = await step(here, given, code="123456")

    assert refused.status_code == 401
    assert device.credential
