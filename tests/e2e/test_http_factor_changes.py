"""What a second factor changes for whoever has one: proof, new passwords, and their sessions."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from time_machine import Traveller

from cryptotracker.application.identity.entering import Caller
from cryptotracker.domain.identity.errors import SignInFailedError
from tests.factors import App, set_up, step, step_up, still, switch_on, ticket
from tests.people import EMAIL, OTHER, OTHER_WORDS, WORDS, Place, bearer, place
from tests.service import API

MINUTES = 60
NEW_WORDS = "nine sleepy hedgehogs"


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
async def tokens(here: Place) -> dict[str, Any]:
    return await here.signed_in()


@pytest.fixture
async def app(here: Place, tokens: dict[str, Any]) -> App:
    return await set_up(here, tokens)


async def ask(here: Place, method: str, path: str, tokens: dict[str, Any]) -> Response:
    return await here.client.request(method, f"{API}/me/{path}", headers=bearer(tokens))


async def grow_stale(here: Place, tokens: dict[str, Any], time: Traveller) -> dict[str, Any]:
    """Let the proof of a session be too old; return its newest tokens."""
    time.shift(6 * MINUTES)
    answer = await here.post("refresh", refresh_token=tokens["refresh_token"])
    found: dict[str, Any] = answer.json()
    return found


async def test_every_change_ends_the_other_sessions_and_is_written_of(
    here: Place, tokens: dict[str, Any]
) -> None:
    others = [await here.signed_in()]
    app = await set_up(here, tokens)
    others.append((await step(here, await ticket(here), code=app.code())).json())
    on = [await here.me(each) for each in (tokens, *others)]
    anew = await ask(here, "POST", "recovery-codes", tokens)
    renewed = [await here.me(each) for each in (tokens, *others)]
    others.append((await step(here, await ticket(here), code=app.code(1))).json())
    off = await ask(here, "DELETE", "totp", tokens)

    assert (anew.status_code, off.status_code) == (200, 204)
    assert (on, renewed) == ([200, 401, 200], [200, 401, 401])
    assert [await here.me(each) for each in (tokens, *others)] == [200, 401, 401, 401]
    assert here.box.subjects()[-3:] == [(EMAIL, "Your second factors were changed")] * 3
    refused = [await here.post("refresh", refresh_token=each["refresh_token"]) for each in others]
    assert {each.status_code for each in refused} == {401}


async def test_without_factors_the_password_is_enough_again(
    here: Place, tokens: dict[str, Any], app: App
) -> None:
    await ask(here, "DELETE", "totp", tokens)
    again = await ask(here, "DELETE", "totp", tokens)

    shown = (await ask(here, "GET", "factors", tokens)).json()

    assert again.status_code == 204
    assert shown == {"totp": None, "passkeys": 0, "recovery_codes_left": 0}
    assert await here.me(await here.signed_in()) == 200
    assert app.recovery_codes


async def test_new_recovery_codes_take_the_place_of_the_old(
    here: Place, tokens: dict[str, Any], app: App
) -> None:
    anew = (await ask(here, "POST", "recovery-codes", tokens)).json()["recovery_codes"]

    old = await step(here, await ticket(here), recovery_code=app.recovery_codes[0])
    new = await step(here, await ticket(here), recovery_code=anew[0])

    assert (len(anew), set(anew) & set(app.recovery_codes)) == (10, set())
    assert (old.status_code, new.status_code) == (401, 200)


async def test_what_is_on_is_not_set_up_again_nor_recovered_from_if_it_is_not(
    here: Place, tokens: dict[str, Any]
) -> None:
    nothing = await ask(here, "POST", "recovery-codes", tokens)
    early = await switch_on(here, tokens, "123456")
    app = await set_up(here, tokens)
    twice = [await ask(here, "POST", "totp", tokens), await switch_on(here, tokens, app.code())]

    refused = [nothing, early, *twice]
    assert {each.status_code for each in refused} == {409}
    assert {each.json()["type"] for each in refused} == {"/problems/factor-conflict"}


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "totp"), ("PUT", "totp"), ("DELETE", "totp"), ("POST", "recovery-codes")],
)
async def test_whoever_changes_factors_has_proved_of_late_who_they_are(
    here: Place, tokens: dict[str, Any], time: Traveller, method: str, path: str
) -> None:
    stale = await grow_stale(here, tokens, time)

    refused = await ask(here, method, path, stale)
    nobody = await here.client.request(method, f"{API}/me/{path}")

    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/step-up-needed")
    assert nobody.status_code == 401


async def test_whoever_has_a_factor_proves_it_by_that(
    here: Place, tokens: dict[str, Any], app: App, time: Traveller
) -> None:
    stale = await grow_stale(here, tokens, time)

    by_password = await step_up(here, stale, password=WORDS)
    wrong = await step_up(here, stale, code=app.wrong())
    still_stale = await ask(here, "POST", "recovery-codes", stale)
    right = await step_up(here, stale, code=app.code())
    again = await step_up(here, stale, code=app.code())
    written = await step_up(here, stale, recovery_code=app.recovery_codes[0])

    assert by_password.json()["type"] == "/problems/code-needed"
    assert wrong.json()["type"] == "/problems/wrong-code"
    assert still_stale.status_code == 403
    assert [each.status_code for each in (right, again, written)] == [200, 403, 200]
    assert (await ask(here, "POST", "recovery-codes", stale)).status_code == 200


async def test_codes_of_proof_are_bounded_too(
    here: Place, tokens: dict[str, Any], app: App
) -> None:
    wrong = [await step_up(here, tokens, code=app.wrong()) for _ in range(5)]

    resting = await step_up(here, tokens, code=app.code())

    assert [each.status_code for each in wrong] == [403] * 5
    assert resting.status_code == 429


@pytest.mark.parametrize(
    "proof",
    [{}, {"password": WORDS, "code": "123456"}, {"code": "123456", "recovery_code": "0" * 24}],
    ids=["none", "password and code", "two codes"],
)
async def test_one_proof_is_shown_at_a_time(
    here: Place, tokens: dict[str, Any], proof: dict[str, str]
) -> None:
    answer = await step_up(here, tokens, **proof)

    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/invalid-request")


async def test_a_letter_is_no_way_around_the_second_factor(here: Place, app: App) -> None:
    await here.post("recover", email=EMAIL)
    body = {"token": here.box.secret(EMAIL), "password": NEW_WORDS}

    without = await here.post("reset", **body)
    wrong = await here.post("reset", **body, code=app.wrong())
    unchanged = await here.post("login", email=EMAIL, password=WORDS, client="api")
    right = await here.post("reset", **body, code=app.code())
    used = await here.post("reset", **body, code=app.code(1))
    entered = await step(here, await ticket(here, words=NEW_WORDS), code=app.code(1))

    assert (without.status_code, without.json()["type"]) == (403, "/problems/code-needed")
    assert (wrong.status_code, wrong.json()["type"]) == (403, "/problems/wrong-code")
    assert "mfa" in unchanged.json()
    assert [each.status_code for each in (right, used, entered)] == [204, 400, 200]


async def test_a_letter_and_a_recovery_code_are_enough(here: Place, app: App) -> None:
    await here.post("recover", email=EMAIL)
    body = {"token": here.box.secret(EMAIL), "password": NEW_WORDS}

    right = await here.post("reset", **body, recovery_code=app.recovery_codes[0])
    gone = await step(
        here, await ticket(here, words=NEW_WORDS), recovery_code=app.recovery_codes[0]
    )

    assert (right.status_code, gone.status_code) == (204, 401)


async def test_codes_for_a_letter_are_bounded(here: Place, app: App) -> None:
    await here.post("recover", email=EMAIL)
    body = {"token": here.box.secret(EMAIL), "password": NEW_WORDS}

    wrong = [await here.post("reset", **body, code=app.wrong()) for _ in range(6)]

    assert [each.status_code for each in wrong] == [403] * 5 + [429]


async def test_codes_of_one_user_are_none_of_another(here: Place, app: App) -> None:
    await here.invited(OTHER, OTHER_WORDS)
    mine = await set_up(here, await here.signed_in(OTHER, OTHER_WORDS))

    refused = [
        await step(here, await ticket(here), code=mine.code()),
        await step(here, await ticket(here), recovery_code=mine.recovery_codes[0]),
    ]

    assert [each.status_code for each in refused] == [401, 401]
    assert (await step(here, await ticket(here), code=app.code())).status_code == 200


async def test_who_sets_a_factor_up_meanwhile_is_not_entered_without_it(
    here: Place, app: App
) -> None:
    async with here.people.sign_in.everybody.snapshot() as work:
        user = await work.people.users.get(EMAIL)

    with pytest.raises(SignInFailedError):
        await here.people.sign_in.admit.enter(user, Caller(client="api", address="127.0.0.1"))

    assert app.recovery_codes


async def test_who_has_lost_all_is_let_in_by_whoever_runs_the_place(
    here: Place, tokens: dict[str, Any], app: App
) -> None:
    await here.people.factors.reset(EMAIL)

    assert await here.me(tokens) == 401
    assert await here.me(await here.signed_in()) == 200
    shown = (await ask(here, "GET", "factors", await here.signed_in())).json()
    assert shown == {"totp": None, "passkeys": 0, "recovery_codes_left": 0}
    assert here.box.subjects()[-1] == (EMAIL, "Your second factors were changed")
    assert app.recovery_codes
