"""Guessing: how often it can be done, and what it tells."""

import json
import logging
import os
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from ipaddress import ip_address
from math import sqrt
from pathlib import Path
from time import perf_counter_ns

import pytest
from time_machine import travel

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.domain.identity.attempts import ACCOUNT
from tests.people import EMAIL, OTHER, OTHER_WORDS, WORDS, Place, bearer, place
from tests.service import API

SAMPLES = int(os.environ.get("GUESSES", "50"))
"""Of each kind; `make deep` takes 500."""

FIRST = ip_address("198.18.0.0")
"""The first of the addresses that guess: of one there may be so many tries a minute."""

UNLIKELY = 3.3
"""Of a thousand runs in which nothing is told one is as far apart as this."""


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    async with place(database_url, tmp_path) as found:
        await found.invited()
        yield found


@pytest.fixture
def still() -> Iterator[None]:
    """Let time stand still: on a busy machine a wait would be over before it is looked at."""
    with travel(SystemClock().now(), tick=False):
        yield


async def guess(
    here: Place, email: str = EMAIL, words: str = "wrong", *, asked_from: str = ""
) -> int:
    answer = await here.post(
        "login", asked_from=asked_from, email=email, password=words, client="api"
    )
    return answer.status_code


@pytest.mark.usefixtures("still")
async def test_an_account_is_guessed_at_so_often_and_then_rests(here: Place) -> None:
    tokens = await here.signed_in()

    wrong = [await guess(here) for _ in range(ACCOUNT.free + 1)]
    resting = await here.post("login", email=EMAIL, password=WORDS, client="api")

    assert wrong == [401] * (ACCOUNT.free + 1)
    assert (resting.status_code, resting.json()["type"]) == (429, "/problems/too-many-tries")
    assert resting.headers["retry-after"] == "2"
    assert await here.me(tokens) == 200
    assert (await here.post("refresh", refresh_token=tokens["refresh_token"])).status_code == 200


async def test_who_is_signed_in_is_not_kept_from_proving_it(here: Place) -> None:
    tokens = await here.signed_in()
    for _ in range(ACCOUNT.free + 1):
        await guess(here)

    proved = await here.client.post(
        f"{API}/auth/step-up", json={"password": WORDS}, headers=bearer(tokens)
    )

    assert proved.status_code == 200


@pytest.mark.usefixtures("still")
async def test_nobody_rests_as_somebody_does(here: Place) -> None:
    tries = range(ACCOUNT.free + 2)

    known, unknown = [[await guess(here, email) for _ in tries] for email in (EMAIL, OTHER)]

    assert known == unknown


@pytest.mark.usefixtures("still")
async def test_a_restart_forgets_no_guesses(database_url: str, tmp_path: Path) -> None:
    async with place(database_url, tmp_path) as before:
        await before.invited()
        for _ in range(ACCOUNT.free + 1):
            await guess(before)

    async with place(database_url, tmp_path) as after:
        assert await guess(after, words=WORDS) == 429


@pytest.mark.usefixtures("still")
async def test_an_address_that_guesses_at_many_rests(here: Place) -> None:
    await here.invited(OTHER, OTHER_WORDS)

    guesses = [await guess(here, f"nobody{number}@example.org") for number in range(31)]
    last = await guess(here, OTHER, OTHER_WORDS)

    assert (set(guesses), last) == ({401, 429}, 429)


async def test_whoever_knows_the_password_may_sign_in_as_often_as_they_like(here: Place) -> None:
    assert {await guess(here, words=WORDS) for _ in range(ACCOUNT.free * 2)} == {200}


async def test_words_and_headers_tell_nothing(here: Place) -> None:
    body = {"password": "wrong", "client": "api"}

    answers = [await here.post("login", email=email, **body) for email in (EMAIL, OTHER)]

    bodies, headers = zip(
        *((each.content, dict(each.headers) | {"x-request-id": ""}) for each in answers),
        strict=True,
    )
    assert bodies[0] == bodies[1]
    assert headers[0] == headers[1]


HOSTILE = ("\0", "a\0b", "\ud800", "é" * 90, "' OR 1=1 --", "\u202e", "\n", "{}", "%00")


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
async def test_whatever_is_sent_is_answered(here: Place, text: str) -> None:
    whole = {"email": text, "password": text, "name": text, "token": text, "invitation": text}
    whole |= {"refresh_token": text, "client": "api", "device": text}
    routes = {
        "register": ("email", "password", "name", "invitation"),
        "login": ("email", "password", "client", "device"),
        "verify": ("token",),
        "refresh": ("refresh_token",),
        "recover": ("email",),
        "reset": ("token", "password"),
    }

    answers = [
        await here.client.post(
            f"{API}/auth/{route}",
            content=json.dumps({name: whole[name] for name in names}),
            headers={"Content-Type": "application/json"},
        )
        for route, names in routes.items()
    ]

    assert {each.status_code for each in answers} <= {400, 401}


async def test_time_tells_nothing(empty_sqlite: str, tmp_path: Path) -> None:
    async with place(empty_sqlite, tmp_path) as here:
        await here.invited()
        emails = [EMAIL, OTHER, OTHER, EMAIL] * (SAMPLES // 2)  # what else changes, changes both
        took: dict[str, list[int]] = {EMAIL: [], OTHER: []}
        for number, email in enumerate(emails):
            await forgive(here)
            began = perf_counter_ns()
            assert await guess(here, email, asked_from=str(FIRST + number)) == 401
            took[email].append(perf_counter_ns() - began)

    assert z_of_ranks(took[EMAIL], took[OTHER]) < UNLIKELY


async def forgive(here: Place) -> None:
    """Let nobody rest: how long a guess takes is to be seen, not how often it may be made."""
    async with here.people.sign_in.everybody.transaction() as work:
        await work.people.attempts.forget(datetime.max.replace(tzinfo=UTC))


def z_of_ranks(one: list[int], other: list[int]) -> float:
    """Say how unlikely it is that two samples are of one kind, as Mann and Whitney do."""
    ranked = sorted([*((each, True) for each in one), *((each, False) for each in other)])
    ranks = sum(rank for rank, (_, first) in enumerate(ranked, 1) if first)
    n, m = len(one), len(other)
    mean, variance = n * (n + m + 1) / 2, n * m * (n + m + 1) / 12
    return abs(ranks - mean) / sqrt(variance)


async def test_no_secret_is_written_to_the_log(
    here: Place, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="cryptotracker")

    tokens = await here.signed_in()
    await guess(here, words="canary-password-1")
    await here.post("recover", email=EMAIL)
    reset = here.box.secret(EMAIL)
    body = {"token": reset, "password": "canary-password-2"}
    await here.post("reset", **body)
    await here.post("refresh", refresh_token=tokens["refresh_token"])

    secrets = (WORDS, "canary-password", reset, tokens["access_token"], tokens["refresh_token"])
    assert [each for each in secrets if each in caplog.text] == []
    assert EMAIL not in caplog.text
