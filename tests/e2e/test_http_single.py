"""One person's installation: nobody signs in, until somebody else could come."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.people import EMAIL, OTHER, OTHER_WORDS, SITE, WORDS, Place, bearer, place
from tests.service import API, created
from tests.waiting import until

OWNER = "00000000-0000-7000-8000-000000000001"


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    async with place(database_url, tmp_path, public_url=None) as found:
        yield found


async def door(here: Place) -> dict[str, Any]:
    found: dict[str, Any] = (await here.client.get(f"{API}/auth")).json()
    return found


async def refuses(here: Place) -> bool:
    return (await here.client.get(f"{API}/portfolios")).status_code == 401


async def test_nobody_has_to_sign_in(here: Place) -> None:
    await created(here.client)

    assert await door(here) == {
        "mode": "single",
        "registration": "invited",
        "issuers": [],
        "user": None,
    }
    assert (await here.client.get(f"{API}/me")).status_code == 404
    assert (await here.client.get(f"{API}/me/sessions")).json()["items"] == []


async def test_the_first_account_has_what_there_was_before(here: Place) -> None:
    await created(here.client)

    answer = await here.post("register", email=EMAIL, password=WORDS, name="Ada")

    assert answer.status_code == 202
    found = await door(here)
    assert (found["mode"], found["user"]["id"], found["user"]["role"]) == ("single", OWNER, "admin")
    tokens = await here.signed_in()
    listed = await here.client.get(f"{API}/portfolios", headers=bearer(tokens))
    assert [each["name"] for each in listed.json()["items"]] == ["Mine"]


async def test_a_second_account_makes_everybody_sign_in(here: Place) -> None:
    await here.post("register", email=EMAIL, password=WORDS, name="Ada")
    uninvited = await here.post("register", email=OTHER, password=OTHER_WORDS, name="Bob")

    await here.invited(OTHER, OTHER_WORDS)

    assert uninvited.status_code == 403
    assert (await door(here))["mode"] == "sign-in"
    assert (await here.client.get(f"{API}/portfolios")).status_code == 401


async def test_another_process_notices_within_five_seconds(
    here: Place, database_url: str, tmp_path: Path
) -> None:
    async with place(database_url, tmp_path, public_url=None) as elsewhere:
        assert (await elsewhere.client.get(f"{API}/portfolios")).status_code == 200

        await here.invited()
        await here.invited(OTHER, OTHER_WORDS)

        async with asyncio.timeout(5):
            await until(partial(refuses, elsewhere))


async def test_a_public_address_makes_everybody_sign_in(database_url: str, tmp_path: Path) -> None:
    async with place(database_url, tmp_path, public_url=None) as here:
        await created(here.client)

    async with place(database_url, tmp_path, public_url=SITE) as there:
        assert (await door(there))["mode"] == "sign-in"
        assert (await there.client.get(f"{API}/portfolios")).status_code == 401


async def test_owners_see_nothing_of_each_other(here: Place) -> None:
    await created(here.client)
    await here.post("register", email=EMAIL, password=WORDS, name="Ada")
    await here.invited(OTHER, OTHER_WORDS)
    mine, theirs = await here.signed_in(), await here.signed_in(OTHER, OTHER_WORDS)

    seen = [
        (await here.client.get(f"{API}/portfolios", headers=bearer(each))).json()["items"]
        for each in (mine, theirs)
    ]

    assert [len(each) for each in seen] == [1, 0]
