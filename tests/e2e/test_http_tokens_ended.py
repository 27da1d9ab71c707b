"""The tokens of programs end together: by themselves, or with a password and sessions."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest

from cryptotracker.domain.portfolio.portfolios import THE_OWNER
from tests.e2e.test_http_tokens import TOKENS, asked, made
from tests.people import EMAIL, OTHER_WORDS, Place, bearer, place
from tests.service import API

CHANGE: Final = ("PUT", "/me/password", {"password": OTHER_WORDS})
LEAVE: Final = ("POST", "/auth/logout", {"everywhere": True})


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    async with place(database_url, tmp_path) as found:
        await found.invited()
        yield found


async def test_a_password_chosen_by_letter_takes_all_tokens_back(here: Place) -> None:
    token = await made(here, await here.signed_in())
    await here.post("recover", email=EMAIL)

    await here.post("reset", token=here.box.secret(EMAIL), password=OTHER_WORDS)

    assert await asked(here, token) == 401


@pytest.mark.parametrize(("method", "path", "body"), [CHANGE, LEAVE], ids=["password", "leaving"])
@pytest.mark.parametrize(("wanted", "then"), [({"revoke_tokens": True}, 401), ({}, 200)], ids=str)
async def test_programs_are_shut_out_with_the_sessions_if_that_is_wanted(
    here: Place,
    method: str,
    path: str,
    body: dict[str, object],
    wanted: dict[str, object],
    then: int,
) -> None:
    mine = await here.signed_in()
    token = await made(here, mine)

    answer = await here.client.request(
        method, f"{API}{path}", json=body | wanted, headers=bearer(mine)
    )

    assert (answer.status_code, await asked(here, token)) == (204, then)
    (last,) = (await here.people.log.show(THE_OWNER, limit=1)).items
    assert (last.entry.what == "all_tokens_revoked") == bool(wanted)
    assert last.entry.facts.get("tokens") == ("1" if wanted else None)


async def test_all_tokens_are_taken_back_at_once(here: Place) -> None:
    mine = await here.signed_in()
    tokens = [await made(here, mine) for _ in range(2)]

    await here.client.delete(TOKENS, headers=bearer(mine))

    assert [await asked(here, each) for each in tokens] == [401, 401]
