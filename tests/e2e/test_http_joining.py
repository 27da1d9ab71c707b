"""Registering, confirming, recovering and changing an address, over HTTP."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from time_machine import travel

from cryptotracker.adapters.clock.system import SystemClock
from tests.people import EMAIL, OTHER, OTHER_WORDS, WORDS, Place, bearer, place
from tests.service import API

BOB = {"email": OTHER, "password": OTHER_WORDS, "name": "Bob"}
NEW_WORDS = "nine sleepy badgers"


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    async with place(database_url, tmp_path, registration="open") as found:
        await found.invited()
        found.box.letters.clear()
        yield found


async def signs_in(here: Place, email: str, words: str) -> int:
    answer = await here.post("login", email=email, password=words, client="api")
    return answer.status_code


def told(answer: Response) -> tuple[int, bytes, dict[str, str]]:
    """Return all that an answer tells, but for what counts requests."""
    counts = ("x-request-id", "ratelimit")
    headers = {name: value for name, value in answer.headers.items() if name not in counts}
    return answer.status_code, answer.content, headers


async def test_an_account_begins_when_its_address_is_confirmed(here: Place) -> None:
    registered = await here.post("register", **BOB)
    before = await signs_in(here, OTHER, OTHER_WORDS)

    verified = await here.post("verify", token=here.box.secret(OTHER))
    again = await here.post("verify", token=here.box.secret(OTHER))

    assert [each.status_code for each in (registered, verified, again)] == [202, 204, 400]
    assert (before, await signs_in(here, OTHER, OTHER_WORDS)) == (401, 200)
    found = await here.client.get(
        f"{API}/me", headers=bearer(await here.signed_in(OTHER, OTHER_WORDS))
    )
    assert found.json()["role"] == "user"


async def test_who_is_known_is_answered_the_same_and_told_by_letter(here: Place) -> None:
    known = await here.post("register", **BOB | {"email": EMAIL.upper()})
    new = await here.post("register", **BOB)

    assert told(known) == told(new)
    assert here.box.subjects() == [
        (EMAIL.upper(), "You have an account already"),
        (OTHER, "Confirm your address"),
    ]
    assert await signs_in(here, EMAIL, WORDS) == 200
    assert await signs_in(here, EMAIL, OTHER_WORDS) == 401


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"email": "bob"}, "#/email"),
        ({"email": "bob@example.org\nBcc: x@example.org"}, "#/email"),
        ({"password": "short"}, "#/password"),
        ({"password": "iloveyou"}, "#/password"),
        ({"name": " "}, "#/name"),
        ({"role": "admin"}, "#/role"),
        ({"is_admin": True}, "#/is_admin"),
    ],
)
async def test_a_wrong_registration_is_refused(
    here: Place, wrong: dict[str, Any], pointer: str
) -> None:
    body: dict[str, Any] = BOB | wrong

    answer = await here.post("register", **body)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert here.box.letters == []


async def test_by_invitation_only(database_url: str, tmp_path: Path) -> None:
    async with place(database_url, tmp_path) as here:
        await here.invited()
        link = await here.people.administration.invite(OTHER)
        invitation = link.partition("#")[2]

        answers = [
            await here.post("register", **BOB),
            await here.post("register", **BOB, invitation="x" * 43),
            await here.post("register", **BOB | {"email": "eve@x.org"}, invitation=invitation),
            await here.post("register", **BOB, invitation=invitation),
            await here.post("register", **BOB | {"name": "Eve"}, invitation=invitation),
        ]

        assert [each.status_code for each in answers] == [403, 403, 403, 202, 403]
        assert await signs_in(here, OTHER, OTHER_WORDS) == 200


async def test_nobody_who_merely_comes_along_runs_the_place(
    database_url: str, tmp_path: Path
) -> None:
    async with place(database_url, tmp_path, registration="open") as here:
        answer = await here.post("register", **BOB)

    assert answer.status_code == 403
    assert answer.json()["type"] == "/problems/registration-closed"


async def test_a_new_password_by_letter_ends_every_session(here: Place) -> None:
    tokens = await here.signed_in()
    asked = await here.post("recover", email=EMAIL)
    secret = here.box.secret(EMAIL)

    reset = await here.post("reset", token=secret, password=NEW_WORDS)
    again = await here.post("reset", token=secret, password=WORDS)

    assert [each.status_code for each in (asked, reset, again)] == [202, 204, 400]
    assert await here.me(tokens) == 401
    assert "set-cookie" not in reset.headers
    assert [await signs_in(here, EMAIL, each) for each in (WORDS, NEW_WORDS)] == [401, 200]


async def test_who_is_not_known_is_answered_the_same(here: Place) -> None:
    known, unknown = [await here.post("recover", email=each) for each in (EMAIL, OTHER)]

    assert told(known) == told(unknown)
    assert here.box.subjects() == [(EMAIL, "Choose a new password")]


async def test_a_letter_is_good_for_ten_minutes(here: Place) -> None:
    await here.post("recover", email=EMAIL)
    secret = here.box.secret(EMAIL)

    with travel(SystemClock().now() + timedelta(minutes=10, seconds=1), tick=True):
        late = await here.post("reset", token=secret, password=NEW_WORDS)

    assert late.status_code == 400
    assert late.json()["type"] == "/problems/link-unusable"


async def test_a_secret_of_one_kind_is_none_of_another(here: Place) -> None:
    await here.post("recover", email=EMAIL)
    await here.post("register", **BOB)

    answers = [
        await here.post("verify", token=here.box.secret(EMAIL)),
        await here.post("reset", token=here.box.secret(OTHER), password=NEW_WORDS),
        await here.post("register", **BOB, invitation=here.box.secret(EMAIL)),
    ]

    assert [each.status_code for each in answers] == [400, 400, 403]


async def test_nobodys_letterbox_is_filled(here: Place) -> None:
    for _ in range(8):
        answer = await here.post("recover", email=EMAIL)
        assert answer.status_code == 202

    assert len(here.box.letters) == 3


async def test_an_address_changes_when_it_is_confirmed(here: Place) -> None:
    tokens = await here.signed_in()

    asked = await here.client.put(
        f"{API}/me/email", json={"email": "new@example.org"}, headers=bearer(tokens)
    )
    before = await signs_in(here, EMAIL, WORDS)
    await here.post("verify", token=here.box.secret("new@example.org"))

    assert (asked.status_code, before) == (202, 200)
    assert here.box.subjects() == [
        ("new@example.org", "Confirm your new address"),
        (EMAIL, "Your address is about to change"),
    ]
    assert await here.me(tokens) == 401
    after = [await signs_in(here, each, WORDS) for each in (EMAIL, "new@example.org")]
    assert after == [401, 200]


async def test_an_address_of_somebody_else_is_not_told_to_be(here: Place) -> None:
    await here.invited(OTHER, OTHER_WORDS)
    tokens = await here.signed_in()

    answers = [
        await here.client.put(f"{API}/me/email", json={"email": each}, headers=bearer(tokens))
        for each in (OTHER, "free@example.org")
    ]

    assert told(answers[0]) == told(answers[1])
    assert (OTHER, "You have an account already") in here.box.subjects()


async def test_what_matters_needs_proof_of_late(here: Place) -> None:
    tokens = await here.signed_in()
    headers, body = bearer(tokens), {"password": NEW_WORDS}

    with travel(SystemClock().now() + timedelta(minutes=4, seconds=58), tick=False) as clock:
        clock.shift(timedelta(seconds=3))
        late = (await here.post("refresh", refresh_token=tokens["refresh_token"])).json()
        headers = bearer(late)
        refused = await here.client.put(f"{API}/me/password", json=body, headers=headers)
        wrong = await here.client.post(
            f"{API}/auth/step-up", json={"password": "x"}, headers=headers
        )
        proved = await here.client.post(
            f"{API}/auth/step-up", json={"password": WORDS}, headers=headers
        )
        done = await here.client.put(f"{API}/me/password", json=body, headers=headers)

    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/step-up-needed")
    assert (wrong.status_code, wrong.json()["type"]) == (403, "/problems/wrong-password")
    assert (proved.status_code, done.status_code) == (200, 204)
