"""Seeds, codes and tickets: where they are not to be found, and that nothing odd gets past."""

import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from attrs import evolve

from cryptotracker.adapters.security.vault import RingVault
from cryptotracker.application.keys.rotating import RotateDataKey
from cryptotracker.domain.portfolio.portfolios import THE_OWNER
from cryptotracker.ports.sealed import SealedField
from cryptotracker.ports.secrets import FRONT
from tests.factors import App, set_up, step, step_up, still, ticket
from tests.people import EMAIL, WORDS, Place, bearer, place
from tests.service import API

HOSTILE = ("", "\0", "\ud800", "١٢٣٤٥٦", "12345", "1234567", "123456\n", "' OR 1=1 --", "0" * 201)


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    with still():
        async with place(database_url, tmp_path) as found:
            await found.invited()
            yield found


@pytest.fixture
async def app(here: Place) -> App:
    return await set_up(here, await here.signed_in())


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
async def test_whatever_is_sent_as_a_code_is_answered(here: Place, app: App, text: str) -> None:
    given = await ticket(here)
    bodies = [
        {"ticket": given, "code": text},
        {"ticket": given, "recovery_code": text},
        {"ticket": text, "code": app.code()},
        {"ticket": given},
    ]

    answers = [
        await here.client.post(
            f"{API}/auth/mfa",
            content=json.dumps(each),
            headers={"Content-Type": "application/json"},
        )
        for each in bodies
    ]

    assert {each.status_code for each in answers} <= {400, 401}


async def test_a_ticket_is_no_token(here: Place, app: App) -> None:
    given = await ticket(here)

    asked = await here.client.get(f"{API}/me", headers={"Authorization": f"Bearer {given}"})
    refreshed = await here.post("refresh", refresh_token=given)

    assert (asked.status_code, refreshed.status_code) == (401, 401)
    assert app.recovery_codes


async def test_no_secret_is_written_to_the_log(
    here: Place, app: App, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="cryptotracker")
    given = await ticket(here)

    tokens = (await step(here, given, code=app.code())).json()
    await step(here, await ticket(here), recovery_code=app.recovery_codes[0])
    await step_up(here, tokens, code=app.wrong())
    await here.people.factors.reset(EMAIL)

    secrets = (
        given,
        app.seed,
        app.code(),
        app.wrong(),
        *app.recovery_codes,
        tokens["access_token"],
    )
    assert [each for each in secrets if each in caplog.text] == []


async def test_a_seed_lies_in_the_vault_of_the_server_until_it_is_put_away(here: Place) -> None:
    tokens = await here.signed_in()
    await here.client.post(f"{API}/me/totp", headers=bearer(tokens))
    first = await kept(here)
    app = await set_up(here, tokens)
    second = await kept(here)
    await here.client.delete(f"{API}/me/totp", headers=bearer(tokens))

    assert [(each.ring, each.place.kind, each.place.field) for each in (*first, *second)] == [
        ("front", "totp", "seed")
    ] * 2
    assert first[0].place.record != second[0].place.record
    assert app.seed.encode() not in second[0].sealed
    assert await kept(here) == []


async def test_lost_factors_take_their_seed_along(here: Place, app: App) -> None:
    await here.people.factors.reset(EMAIL)

    assert await kept(here) == []
    assert app.seed


async def test_codes_are_looked_at_after_the_keys_were_changed(here: Place, app: App) -> None:
    vault = here.people.factors.set_up_totp.seeds.vault
    assert isinstance(vault, RingVault)
    moved = await RotateDataKey(here.people.sign_in.everybody)(vault, THE_OWNER)

    entered = await step(here, await ticket(here), code=app.code())

    assert (moved, entered.status_code) == (1, 200)


async def kept(here: Place) -> list[SealedField]:
    """Return what the vault keeps of the user, of whom there is one."""
    async with here.people.sign_in.everybody.transaction() as work:
        key = await work.sealed.data_keys.newest(THE_OWNER, FRONT)
        assert key is not None
        return [*await work.sealed.fields.others(evolve(key, number=0), 9)]


async def test_no_secret_lies_open_in_the_database(empty_sqlite: str, tmp_path: Path) -> None:
    with still():
        async with place(empty_sqlite, tmp_path) as here:
            await here.invited()
            app = await set_up(here, await here.signed_in())
            given = await ticket(here)

    path = Path(empty_sqlite.removeprefix("sqlite:///"))
    files = [each.read_bytes() for each in path.parent.glob(f"{path.name}*")]
    plain = [each.replace("-", "") for each in app.recovery_codes]
    secrets = (given, WORDS, app.seed, *app.recovery_codes, *plain)
    assert [each for each in secrets if any(each.encode() in file for file in files)] == []
