"""Somebody leaves: they are out at once, and some days later nothing is left of them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final, TypeAlias
from uuid import UUID

import pytest
from attrs import frozen
from sqlalchemy import func, select

from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.adapters.persistence.leaving import owned
from cryptotracker.adapters.persistence.ownership import EVERYBODY, work_for
from cryptotracker.adapters.persistence.tables import metadata
from cryptotracker.application.identity.auditing import VerifyLog
from cryptotracker.application.identity.leaving import AT_ONCE, DELETE_USER
from cryptotracker.domain.identity.errors import LastAdministratorError
from cryptotracker.entrypoints.background import terms
from cryptotracker.entrypoints.bootstrap import open_installation
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.entrypoints.tracker import Installation
from cryptotracker.ports.jobs import JobsWanted
from cryptotracker.ports.secrets import Place as Kept
from cryptotracker.ports.secrets import Secret
from tests.e2e.asking import PRICE
from tests.people import EMAIL, OTHER, OTHER_WORDS, WORDS, Place, bearer, place
from tests.pictures import DOT
from tests.service import API, LEDGER
from tests.waiting import until

DELETION: Final = f"{API}/me/deletion"
TOKEN: Final = {"name": "x", "scopes": ["read"], "days": 1}
Counts: TypeAlias = dict[str, int]


@frozen
class Here:
    """A place with two users, what there is behind it, and where that is kept."""

    place: Place
    opened: Installation
    url: str
    settings: Settings

    async def user(self, email: str = EMAIL, words: str = WORDS) -> UUID:
        tokens = await self.place.signed_in(email, words)
        me = await self.place.client.get(f"{API}/me", headers=bearer(tokens))
        return UUID(me.json()["id"])

    async def count(self, user_id: UUID) -> Counts:
        """Count the rows of a user in every table that has some."""
        async with open_database(self.url) as database, database.engine.begin() as connection:
            await work_for(connection, EVERYBODY)
            found = {
                table.name: await connection.scalar(
                    select(func.count()).select_from(table).where(owner == user_id)
                )
                for table, owner in owned()
            }
        return {name: count for name, count in found.items() if count}

    async def ended(self) -> bool:
        async with self.opened.databases.of_everybody().snapshot() as work:
            page = await work.jobs.page(JobsWanted(kind=DELETE_USER), limit=1)
        return page.items[0].state == "done"

    def files(self) -> list[Path]:
        return [each for each in (self.settings.data_dir / "files").rglob("*") if each.is_file()]


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Here]:
    settings = Settings(data_dir=tmp_path, database_url=database_url)
    async with place(database_url, tmp_path) as found, open_installation(settings) as opened:
        await found.invited(OTHER, OTHER_WORDS)  # the first one runs the service
        await found.invited()
        yield Here(found, opened, database_url, settings)


@asynccontextmanager
async def at_work(here: Here) -> AsyncIterator[None]:
    stop = asyncio.Event()
    work = asyncio.create_task(here.opened.operations.work(terms(here.settings), stop))
    yield
    stop.set()
    await work


async def fill(here: Here, email: str, words: str) -> UUID:
    """Let a user have something of everything."""
    headers = bearer(await here.place.signed_in(email, words))
    ask, user_id = here.place.client.post, await here.user(email, words)
    await ask(f"{API}/me/tokens", json=TOKEN, headers=headers)
    await here.place.client.put(f"{API}/me/avatar", content=DOT, headers=headers)
    wanted = {"name": "Mine", "currency": "EUR"}
    kept = headers | {"Idempotency-Key": "k"}
    made = await ask(f"{API}/portfolios", json=wanted, headers=kept)
    imports = f"{API}/portfolios/{made.json()['id']}/imports"
    form: Any = {"file": ("ledger.csv", LEDGER)}
    await ask(f"{API}/me/prices", json=PRICE, headers=headers)
    await ask(imports, files=form, headers=headers)
    said = f"{API}/portfolios/{made.json()['id']}/comments"
    await ask(said, json={"text": "Mine."}, headers=headers)
    await ask(f"{API}/watchlists", json={"name": "Mine", "assets": ["BTC"]}, headers=headers)
    await here.place.client.put(f"{API}/watchlists/stars/ETH", headers=headers)
    await ask(imports, files=form, headers=headers | {"Prefer": "respond-async"})
    await here.place.post("recover", email=email)
    async with here.opened.databases.of_everybody().transaction() as work:
        secret = Kept(user=user_id, record=user_id, kind="totp", field="seed")
        await here.opened.front.seal(work.sealed, secret, Secret("canary"))
    return user_id


async def test_nothing_is_left_of_who_has_left_but_that_they_were_there(here: Here) -> None:
    mine, theirs = await fill(here, EMAIL, WORDS), await fill(here, OTHER, OTHER_WORDS)
    before, others = await here.count(mine), await here.count(theirs)

    await here.place.people.ask_deletion(EMAIL, grace=AT_ONCE)
    async with at_work(here):
        await until(here.ended)

    async with here.opened.databases.of(mine).snapshot() as work:
        log = (await work.people.audit.page(mine, limit=9)).items
    assert {"portfolios", "comments", "answers", "jobs", "data_keys", "secrets"} <= before.keys()
    assert {"sessions", "api_tokens", "one_time_tokens"} <= before.keys()
    assert {"preferences", "avatars", "own_prices", "watch_lists", "stars"} <= before.keys()
    assert await here.count(mine) == {}
    assert await here.count(theirs) == others
    assert [(each.entry.what, each.entry.whence.address) for each in log] == [("user_deleted", "")]
    assert len(here.files()) == 2  # of the other's import, and its job
    verified = await VerifyLog(here.opened.databases.of_everybody())()
    assert (verified.chains, verified.faults) == (2, [])
    listed = (await here.place.people.administration.list()).items
    assert [each.email for each in listed] == [OTHER]


async def test_who_leaves_is_out_at_once(here: Here) -> None:
    tokens = await here.place.signed_in()
    token = await here.place.client.post(f"{API}/me/tokens", json=TOKEN, headers=bearer(tokens))
    acting = {"Authorization": f"Bearer {token.json()['token']}"}

    answer = await here.place.client.post(DELETION, headers=bearer(tokens))

    assert answer.status_code == 202
    assert answer.json().keys() == {"deleted_at"}
    assert await here.place.me(tokens) == 401
    assert (await here.place.client.get(f"{API}/portfolios", headers=acting)).status_code == 401
    again = await here.place.post("login", email=EMAIL, password=WORDS, client="api")
    assert again.status_code == 401
    assert (EMAIL, "Your account will be deleted") in here.place.box.subjects()
    async with here.opened.databases.of_everybody().snapshot() as work:
        (job,) = (await work.jobs.page(JobsWanted(kind=DELETE_USER), limit=9)).items
    assert (job.not_before - job.created_at).days == 7


async def test_who_is_let_in_again_in_time_stays(here: Here) -> None:
    mine = await fill(here, EMAIL, WORDS)
    await here.place.people.ask_deletion(EMAIL, grace=AT_ONCE)
    await here.place.people.administration.enable(EMAIL)
    await here.place.people.administration.disable(EMAIL)  # another time

    async with at_work(here):
        await until(here.ended)

    assert "portfolios" in await here.count(mine)
    await here.place.people.administration.enable(EMAIL)
    await here.place.signed_in()


async def test_the_last_administrator_stays(here: Here) -> None:
    tokens = await here.place.signed_in(OTHER, OTHER_WORDS)

    answer = await here.place.client.post(DELETION, headers=bearer(tokens))

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/last-administrator")
    assert "cryptotracker users role EMAIL admin" in answer.json()["detail"]
    assert await here.place.me(tokens) == 200


async def test_of_two_administrators_who_leave_at_once_one_stays(here: Here) -> None:
    both = [await here.place.signed_in(), await here.place.signed_in(OTHER, OTHER_WORDS)]
    await here.place.people.administration.change_role(EMAIL, "admin")

    answers = await asyncio.gather(
        *(here.place.client.post(DELETION, headers=bearer(each)) for each in both)
    )

    assert sorted(each.status_code for each in answers) == [202, 409]


async def test_the_last_administrator_is_neither_shut_out_nor_demoted(here: Here) -> None:
    administration = here.place.people.administration
    for attempt in (administration.disable(OTHER), administration.change_role(OTHER, "user")):
        with pytest.raises(LastAdministratorError):
            await attempt
    await administration.change_role(EMAIL, "admin")
    await administration.change_role(OTHER, "user")
    await administration.disable(OTHER)

    with pytest.raises(LastAdministratorError):
        await administration.disable(EMAIL)
    async with here.opened.databases.of_everybody().snapshot() as work:
        other = await work.people.users.get(OTHER)
        log = (await work.people.audit.page(other.id, limit=2)).items
    assert [(each.entry.what, dict(each.entry.facts)) for each in log] == [
        ("user_disabled", {}),
        ("role_changed", {"before": "admin", "after": "user"}),
    ]


async def test_no_token_deletes_its_user(here: Here) -> None:
    tokens = await here.place.signed_in()
    body = TOKEN | {"scopes": ["write"]}
    token = await here.place.client.post(f"{API}/me/tokens", json=body, headers=bearer(tokens))

    acting = {"Authorization": f"Bearer {token.json()['token']}"}
    answer = await here.place.client.post(DELETION, headers=acting)

    assert answer.status_code == 403


def test_every_table_says_whose_its_rows_are_or_hangs_on_one_that_does() -> None:
    nobodys = set(
        """
        attempts candle_series candles day_prices last_prices news_articles news_feeds
        price_questions ring_keys schedules signing_keys spent_proofs worker_keys workers
        """.split()
    )
    kept = {"audit_chains", "audit_records"}
    known = {table.name for table, _ in owned()} | {"users"}

    unknown = {
        table.name
        for table in metadata.sorted_tables
        if table.name not in known | nobodys | kept
        and not any(key.ondelete == "CASCADE" for key in table.foreign_keys)
    }

    assert unknown == set()
