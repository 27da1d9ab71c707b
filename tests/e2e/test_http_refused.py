"""What becomes of refusals: its user sees who was refused as them, the operator who was at all."""

import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.application.identity.refusals import NOTE_REFUSED, WINDOW, NoteRefused
from cryptotracker.application.jobs.attempts import Attempt
from cryptotracker.domain.jobs.jobs import DONE, Job
from cryptotracker.entrypoints.http.refusals import MOST
from cryptotracker.ports.jobs import JobsWanted
from tests.contract.waiting import take
from tests.factors import set_up, step, ticket
from tests.people import EMAIL, OTHER, OTHER_WORDS, Place, bearer, place
from tests.service import API, created

LOG = f"{API}/me/security-log"
CLOCK = SystemClock()


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    async with place(database_url, tmp_path) as found:
        await found.invited()
        yield found


async def guess(here: Place, email: str = EMAIL, words: str = "wrong") -> None:
    answer = await here.post("login", email=email, password=words, client="api")
    assert answer.status_code == 401


async def promised(here: Place) -> list[Job]:
    async with here.people.sign_in.everybody.snapshot() as work:
        wanted = JobsWanted(kind=NOTE_REFUSED)
        return [*(await work.jobs.page(wanted, limit=9)).items]


async def work_later(here: Place) -> None:
    """Do what a worker does once the window is over."""
    everybody = here.people.sign_in.everybody
    job = await take(everybody, CLOCK.now() + WINDOW + timedelta(seconds=1), "default")
    assert job
    await NoteRefused(everybody, CLOCK)(Attempt(job))


async def refused(here: Place, tokens: dict[str, Any]) -> list[dict[str, Any]]:
    answer = await here.client.get(LOG, headers=bearer(tokens))
    return [each for each in answer.json()["items"] if each["what"] == "sign_in_refused"]


async def test_many_tries_at_an_account_are_one_record_of_its_log(here: Place) -> None:
    tokens = await here.signed_in()
    for _ in range(3):
        await guess(here)
    (job,) = await promised(here)
    assert await refused(here, tokens) == []

    await work_later(here)

    (record,) = await refused(here, tokens)
    assert (record["facts"]["tries"], record["by"]) == ("3", "nobody")
    assert [each.state for each in await promised(here)] == [DONE]
    await guess(here)
    assert [each.state for each in await promised(here)] == ["waiting", DONE]
    assert job.not_before - job.created_at == WINDOW


async def test_nobodys_are_counted_alike_and_written_nowhere(here: Place) -> None:
    await guess(here, OTHER)
    (job,) = await promised(here)
    await work_later(here)

    assert (job.payload, await refused(here, await here.signed_in())) == ({}, [])
    async with here.people.sign_in.everybody.snapshot() as work:
        chains = (await work.people.audit.chains(limit=9)).items
        assert await work.people.attempts.of("refused", limit=9) == []
    assert len(chains) == 1


async def test_a_wrong_code_is_written_down_too(here: Place) -> None:
    tokens = await here.signed_in()
    app = await set_up(here, tokens)
    assert (await step(here, await ticket(here), code=app.wrong())).status_code == 401

    await work_later(here)

    (record,) = await refused(here, tokens)
    assert record["facts"]["tries"] == "1"


async def test_whoever_may_not_is_in_the_log_by_their_id(
    here: Place, caplog: pytest.LogCaptureFixture
) -> None:
    await here.invited(OTHER, OTHER_WORDS)
    mine, theirs = await here.signed_in(), await here.signed_in(OTHER, OTHER_WORDS)
    me = (await here.client.get(f"{API}/me", headers=bearer(theirs))).json()["id"]
    here.client.headers.update(bearer(mine))
    portfolio = await created(here.client)
    del here.client.headers["Authorization"]
    caplog.clear()

    await here.client.get(portfolio)
    await here.client.get(portfolio, headers=bearer(theirs))
    await here.client.get(f"{API}/there-is-none")

    said = [each.__dict__["facts"] for each in caplog.records if each.message == "refused"]
    assert [(each["status"], each["user"]) for each in said] == [(401, "nobody"), (404, me)]
    assert {each["route"] for each in said} == {"/api/v1/portfolios/{portfolio_id}"}
    assert portfolio.rpartition("/")[2] not in str(said)
    assert UUID(me)


async def test_whoever_asks_again_and_again_does_not_fill_it(
    here: Place, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    for _ in range(MOST + 5):
        assert (await here.client.get(f"{API}/me")).status_code == 401

    assert sum(each.message == "refused" for each in caplog.records) <= MOST
