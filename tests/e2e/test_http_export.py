"""Somebody exports everything that is theirs: as a job, with proof, and nobody else gets it."""

import asyncio
import io
import json
import zipfile
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import pytest
from attrs import frozen
from httpx import Response
from time_machine import travel

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.files.local import LocalFiles
from cryptotracker.application.identity.exporting import KEPT, SweepExports
from cryptotracker.domain.portfolio.portfolios import THE_OWNER
from cryptotracker.entrypoints.background import terms
from cryptotracker.entrypoints.bootstrap import open_installation
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.entrypoints.tracker import Installation
from cryptotracker.ports.secrets import Place as Kept
from cryptotracker.ports.secrets import Secret
from tests.e2e.asking import PRICE
from tests.integration.calendars import Calendar
from tests.people import OTHER, OTHER_WORDS, Place, bearer, place
from tests.pictures import DOT
from tests.service import API, LEDGER
from tests.waiting import until

EXPORTS: Final = f"{API}/me/exports"
CANARY: Final = "canary-4711"
FORM: Final[Any] = {"file": ("ledger.csv", LEDGER)}


@frozen
class Here:
    place: Place
    opened: Installation
    settings: Settings

    async def asked(self, tokens: dict[str, Any]) -> dict[str, Any]:
        answer = await self.place.client.post(EXPORTS, headers=bearer(tokens))
        assert answer.status_code == 202, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def fetched(self, tokens: dict[str, Any], job: dict[str, Any]) -> Response:
        return await self.place.client.get(f"{EXPORTS}/{job['job']}", headers=bearer(tokens))

    async def listed(self, tokens: dict[str, Any]) -> list[dict[str, Any]]:
        answer = await self.place.client.get(EXPORTS, headers=bearer(tokens))
        found: list[dict[str, Any]] = answer.json()["items"]
        return found

    async def worked(self, job: dict[str, Any]) -> None:
        """Let a worker do a job."""
        tracker, stop = self.opened.trackers.of(THE_OWNER), asyncio.Event()

        async def done() -> bool:
            return (await tracker.jobs.show(UUID(job["job"]))).state == "done"

        work = asyncio.create_task(self.opened.operations.work(terms(self.settings), stop))
        try:
            await until(done)
        finally:
            stop.set()
            await work


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Here]:
    settings = Settings(data_dir=tmp_path, database_url=database_url)
    async with place(database_url, tmp_path) as found, open_installation(settings) as opened:
        await found.invited()
        await found.invited(OTHER, OTHER_WORDS)
        yield Here(found, opened, settings)


async def fill(here: Here, tokens: dict[str, Any]) -> str:
    """Give the user a portfolio, a token and a secret; return the token's text."""
    headers, ask = bearer(tokens), here.place.client.post
    wanted = {"name": "Mine", "currency": "EUR"}
    made = (await ask(f"{API}/portfolios", json=wanted, headers=headers)).json()
    await ask(f"{API}/portfolios/{made['id']}/imports", files=FORM, headers=headers)
    said = f"{API}/portfolios/{made['id']}/comments"
    await ask(said, json={"text": "All of it was a gift.", "about": "asset:BTC"}, headers=headers)
    watched: Any = {"name": "Mine", "assets": ["BTC"]}
    await ask(f"{API}/watchlists", json=watched, headers=headers)
    await here.place.client.put(f"{API}/watchlists/stars/SOL", headers=headers)
    body = {"name": "Spreadsheet", "scopes": ["read"], "days": 1}
    token = (await ask(f"{API}/me/tokens", json=body, headers=headers)).json()
    await ask(f"{API}/me/prices", json=PRICE, headers=headers)
    await here.place.client.put(f"{API}/me/avatar", content=DOT, headers=headers)
    async with here.opened.databases.of_everybody().transaction() as work:
        kept = Kept(user=THE_OWNER, record=THE_OWNER, kind="totp", field="seed")
        await here.opened.front.seal(work.sealed, kept, Secret(CANARY))
    found: str = token["token"]
    return found


async def test_all_that_is_ones_own_is_in_the_archive_and_no_secret(here: Here) -> None:
    mine = await here.place.signed_in()
    token = await fill(here, mine)

    job = await here.asked(mine)
    await here.worked(job)
    answer = await here.fetched(mine, job)

    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    names = archive.namelist()
    ledger = [json.loads(each) for each in archive.read("portfolios/001/ledger.jsonl").splitlines()]
    assert answer.headers["content-type"] == "application/zip"
    assert [name for name in names if "/files/" not in name] == [
        "README.txt",
        "profile.json",
        "preferences.json",
        "sessions.json",
        "factors.json",
        "identities.json",
        "tokens.json",
        "watchlists.json",
        "avatar.webp",
        "security-log.jsonl",
        "prices.jsonl",
        "comments.jsonl",
        "portfolios/001/portfolio.json",
        "portfolios/001/ledger.jsonl",
        "portfolios/001/comments.jsonl",
        "portfolios/001/imports.json",
    ]
    assert archive.read(names[-1]) == LEDGER
    assert [each["id"] for each in ledger] == ["earned", "sold", "sold/first", "bought"]
    assert json.loads(archive.read("portfolios/001/portfolio.json"))["name"] == "Mine"
    assert json.loads(archive.read("profile.json"))["email"] == "ada@example.org"
    watched = json.loads(archive.read("watchlists.json"))
    assert [(each["name"], each["assets"]) for each in watched["lists"]] == [("Mine", ["bitcoin"])]
    assert watched["stars"] == ["solana"]
    said = json.loads(archive.read("comments.jsonl"))
    assert (said["about"], said["text"], said["mine"]) == (
        "asset:BTC",
        "All of it was a gift.",
        True,
    )
    assert json.loads(archive.read("portfolios/001/comments.jsonl")) == said
    stated = json.loads(archive.read("prices.jsonl"))
    assert (stated["asset"], stated["price"]) == ("SHARES", "1.5")
    whole = b"".join(archive.read(name) for name in names)
    assert not any(each in whole for each in (CANARY.encode(), token.encode(), b"$argon2"))
    assert b'"what": "export_asked"' in archive.read("security-log.jsonl")


async def test_what_is_exported_can_be_imported_again(here: Here) -> None:
    mine = await here.place.signed_in()
    await fill(here, mine)
    job = await here.asked(mine)
    await here.worked(job)
    archive = zipfile.ZipFile(io.BytesIO((await here.fetched(mine, job)).content))
    ledger = archive.read("portfolios/001/ledger.jsonl")

    headers, ask = bearer(mine), here.place.client
    wanted = {"name": "Again", "currency": "EUR"}
    again = (await ask.post(f"{API}/portfolios", json=wanted, headers=headers)).json()["id"]
    form: Any = {"file": ("ledger.jsonl", ledger)}
    await ask.post(f"{API}/portfolios/{again}/imports", files=form, headers=headers)

    listed = (await ask.get(f"{API}/portfolios", headers=headers)).json()["items"]
    gains = [
        (await ask.get(f"{API}/portfolios/{each['id']}/gains", headers=headers)).json()
        for each in listed
    ]
    assert gains[0]["totals"] == gains[1]["totals"]
    assert gains[0]["disposals"] == gains[1]["disposals"]


async def test_nobody_else_gets_it_and_one_needs_proof_of_late(here: Here) -> None:
    mine, theirs = await here.place.signed_in(), await here.place.signed_in(OTHER, OTHER_WORDS)
    job = await here.asked(mine)
    waiting = await here.fetched(mine, job)
    await here.worked(job)
    foreign = await here.fetched(theirs, job)
    unknown = await here.fetched(theirs, {"job": "00000000-0000-0000-0000-000000000009"})
    nobodys = await here.place.client.get(f"{EXPORTS}/{job['job']}")

    with travel(SystemClock().now() + timedelta(minutes=5, seconds=1), tick=False):
        body = {"refresh_token": mine["refresh_token"]}
        later = (await here.place.post("refresh", **body)).json()
        late = await here.fetched(later, job)

    assert [each.status_code for each in (waiting, foreign, unknown, nobodys, late)] == [
        404,
        404,
        404,
        401,
        403,
    ]
    assert foreign.content == unknown.content
    assert late.json()["type"] == "/problems/step-up-needed"


async def test_an_export_says_until_when_it_can_be_fetched(here: Here) -> None:
    mine, theirs = await here.place.signed_in(), await here.place.signed_in(OTHER, OTHER_WORDS)
    job = await here.asked(mine)
    await here.worked(job)
    size = len((await here.fetched(mine, job)).content)

    (done,) = await here.listed(mine)
    others = await here.listed(theirs)
    end = datetime.fromisoformat(done["expires_at"])
    with travel(end, tick=False):
        late = await here.fetched(await here.place.signed_in(), job)

    assert (done["job"], done["state"], done["bytes"]) == (job["job"], "done", size)
    assert end - datetime.fromisoformat(done["finished_at"]) == timedelta(days=7)
    assert others == []
    assert (late.status_code, late.json()["type"]) == (404, "/problems/file-missing")


async def test_one_export_waits_at_a_time_and_is_kept_for_a_week(here: Here) -> None:
    mine = await here.place.signed_in()
    first, second = await here.asked(mine), await here.asked(mine)
    waiting = await here.listed(mine)
    files = LocalFiles.open(here.settings.data_dir / "files")
    now = SystemClock().now()

    await here.worked(first)
    early = await SweepExports(files, Calendar(now + KEPT - timedelta(hours=1)))()
    late = await SweepExports(files, Calendar(now + KEPT + timedelta(hours=1)))()
    gone = await here.fetched(mine, first)

    assert first["job"] == second["job"]
    assert [(each["job"], each["state"], each["expires_at"]) for each in waiting] == [
        (first["job"], "waiting", None)
    ]
    assert (early, late, gone.status_code) == (0, 1, 404)
