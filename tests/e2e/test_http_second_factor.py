"""A second factor over HTTP: set up, asked for, used once, and put away."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from time_machine import Traveller

from cryptotracker.domain.identity.attempts import CODES
from tests.factors import App, set_up, step, step_up, still, switch_on, ticket
from tests.people import EMAIL, WORDS, Place, bearer, place
from tests.service import API

MINUTES = 60


@pytest.fixture
def time() -> Iterator[Traveller]:
    with still() as traveller:
        yield traveller


@pytest.fixture
async def here(database_url: str, tmp_path: Path, time: Traveller) -> AsyncIterator[Place]:
    del time  # stands still before anything happens here
    async with place(database_url, tmp_path) as found:
        await found.invited()
        yield found


@pytest.fixture
async def app(here: Place) -> App:
    return await set_up(here, await here.signed_in())


async def test_an_app_is_given_a_seed_in_three_ways(here: Place) -> None:
    tokens = await here.signed_in()

    answer = await here.client.post(f"{API}/me/totp", headers=bearer(tokens))

    found = answer.json()
    uri = f"otpauth://totp/CryptoTracker:ada%40example.org?secret={found['secret']}"
    assert (len(found["secret"]), found["uri"]) == (32, uri + "&issuer=CryptoTracker")
    assert found["svg"].startswith("<svg ")
    assert answer.headers["cache-control"] == "no-store"


async def test_nothing_is_asked_for_before_the_first_code(here: Place, time: Traveller) -> None:
    tokens = await here.signed_in()
    answer = await here.client.post(f"{API}/me/totp", headers=bearer(tokens))
    app = App(answer.json()["secret"], [])

    wrong = await switch_on(here, tokens, app.wrong())
    shown = (await here.client.get(f"{API}/me/factors", headers=bearer(tokens))).json()
    unasked = await here.signed_in()
    time.shift(10 * MINUTES)
    late = await switch_on(here, await here.signed_in(), app.code())

    assert (wrong.status_code, wrong.json()["type"]) == (403, "/problems/wrong-code")
    assert shown == {"totp": None, "passkeys": 0, "recovery_codes_left": 0}
    assert await here.me(unasked) == 401  # five minutes are over
    assert (late.status_code, late.json()["type"]) == (409, "/problems/factor-conflict")


async def test_what_is_on_is_shown(here: Place, app: App) -> None:
    tokens = (await step(here, await ticket(here), code=app.code())).json()

    shown = (await here.client.get(f"{API}/me/factors", headers=bearer(tokens))).json()

    assert (shown["totp"].keys(), shown["recovery_codes_left"]) == ({"since"}, 10)
    assert len(set(app.recovery_codes)) == 10
    assert {len(each) for each in app.recovery_codes} == {29}


async def test_the_password_alone_opens_nothing(here: Place, app: App) -> None:
    answer = await here.post("login", email=EMAIL, password=WORDS, client="web")

    assert answer.status_code == 200
    assert answer.json().keys() == {"mfa"}
    assert answer.json()["mfa"]["methods"] == ["totp", "recovery"]
    assert [*answer.cookies] == []
    assert app.recovery_codes


async def test_a_code_lets_a_browser_in(here: Place, app: App) -> None:
    asked = await here.post("login", email=EMAIL, password=WORDS, client="web")

    answer = await step(here, asked.json()["mfa"]["ticket"], code=app.code())

    assert answer.json() == {"expires_in": 300}
    assert len([*answer.cookies]) == 3
    assert (await here.client.get(f"{API}/me")).status_code == 200


@pytest.mark.parametrize("late", [-1, 0, 1])
async def test_clocks_may_be_a_step_apart(
    here: Place, app: App, time: Traveller, late: int
) -> None:
    time.shift(60)

    answer = await step(here, await ticket(here), code=app.code(late))

    assert answer.status_code == 200


@pytest.mark.parametrize("late", [-2, 2])
async def test_they_may_not_be_two(here: Place, app: App, time: Traveller, late: int) -> None:
    time.shift(90)

    answer = await step(here, await ticket(here), code=app.code(late))

    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/code-refused")


async def test_a_code_is_good_once(here: Place, app: App) -> None:
    tickets = [await ticket(here) for _ in range(3)]

    at_once = await asyncio.gather(*(step(here, each, code=app.code()) for each in tickets[:2]))
    again = await step(here, tickets[2], code=app.code())
    next_one = await step(here, tickets[2], code=app.code(1))
    before = await step(here, await ticket(here), code=app.code())

    assert sorted(each.status_code for each in at_once) == [200, 401]
    assert [each.status_code for each in (again, next_one, before)] == [401, 200, 401]


async def test_a_recovery_code_is_good_once_however_it_is_written(here: Place, app: App) -> None:
    code = app.recovery_codes[3]
    tickets = [await ticket(here) for _ in range(3)]
    written = code.lower().replace("-", " ")

    at_once = await asyncio.gather(*(step(here, each, recovery_code=code) for each in tickets[:2]))
    again = await step(here, tickets[2], recovery_code=written)
    other = await step(here, tickets[2], recovery_code=app.recovery_codes[4].lower())

    assert sorted(each.status_code for each in at_once) == [200, 401]
    assert [each.status_code for each in (again, other)] == [401, 200]
    shown = await here.client.get(f"{API}/me/factors", headers=bearer(other.json()))
    assert shown.json()["recovery_codes_left"] == 8
    assert here.box.subjects()[-1] == (EMAIL, "A recovery code was used")


async def test_what_cannot_be_a_ticket_is_answered_as_a_wrong_code(
    here: Place, app: App, time: Traveller
) -> None:
    used, old, wrong = [await ticket(here) for _ in range(3)]
    await step(here, used, code=app.code())
    time.shift(30)
    refused = [
        await step(here, used, code=app.code()),
        await step(here, "never-was", code=app.code()),
        await step(here, wrong, code=app.wrong()),
    ]
    time.shift(5 * MINUTES)
    refused.append(await step(here, old, code=app.code()))

    assert {each.status_code for each in refused} == {401}
    assert len({each.content for each in refused}) == 1


async def test_a_ticket_is_of_no_use_once_the_password_is_another(here: Place, app: App) -> None:
    tokens = (await step(here, await ticket(here), code=app.code())).json()
    early = await ticket(here)
    body = {"password": "nine sleepy hedgehogs"}
    changed = await here.client.put(f"{API}/me/password", json=body, headers=bearer(tokens))

    late = await step(here, early, code=app.code(1))

    assert (changed.status_code, late.status_code) == (204, 401)


async def test_codes_are_guessed_at_five_times_and_then_rest(
    here: Place, app: App, time: Traveller
) -> None:
    wrong = [await step(here, await ticket(here), code=app.wrong()) for _ in range(5)]
    resting = await step(here, await ticket(here), code=app.code())
    time.shift(15 * MINUTES)
    rested = await step(here, await ticket(here), code=app.code())

    assert [each.status_code for each in wrong] == [401] * (CODES.free + 1)
    assert (resting.status_code, resting.headers["retry-after"]) == (429, "900")
    assert rested.status_code == 200


async def test_codes_that_come_at_once_are_all_counted(here: Place, app: App) -> None:
    tickets = [await ticket(here) for _ in range(12)]

    answers = await asyncio.gather(*(step(here, each, code=app.wrong()) for each in tickets))

    assert sorted(each.status_code for each in answers) == [401] * 5 + [429] * 7


async def test_wrong_codes_keep_nobody_out_who_is_in(here: Place, app: App) -> None:
    tokens = (await step(here, await ticket(here), code=app.code())).json()
    for _ in range(6):
        await step(here, await ticket(here), code=app.wrong())

    proved = await step_up(here, tokens, code=app.code(1))

    assert (proved.status_code, await here.me(tokens)) == (200, 200)
