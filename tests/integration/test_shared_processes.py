"""Several processes of one installation: PostgreSQL below them, Redis between them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx import AsyncClient

from tests.e2e.streaming import listening
from tests.faulty import FaultyRedis
from tests.service import API, LEDGER, started

SETTINGS = {"name": "Shared", "currency": "EUR"}


@pytest.fixture(name="sites")
def provide_sites(
    empty_postgres: str,
    faulty_redis: FaultyRedis,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[tuple[str, str]]:
    monkeypatch.setenv("CRYPTOTRACKER_DATABASE_URL", empty_postgres)
    monkeypatch.setenv("CRYPTOTRACKER_REDIS_URL", faulty_redis.url)
    monkeypatch.setenv("CRYPTOTRACKER_DATABASE_ACCEPTS_RISKS", "yes")  # the tests' does not sync
    # The second finds the demonstration that the first has made.
    with started(tmp_path, worker="inside") as one, started(tmp_path) as two:
        yield one.address, two.address


async def test_news_crosses_processes_and_is_made_good_after_a_cut(
    sites: tuple[str, str], faulty_redis: FaultyRedis, tmp_path: Path
) -> None:
    one, two = sites
    async with AsyncClient(base_url=f"{one}{API}") as client, listening(two) as listener:
        portfolio = (await client.post("/portfolios", json=SETTINGS)).json()["id"]
        await listener.say(op="subscribe", topic="portfolio", portfolio=portfolio)
        assert (await listener.hear())["version"] == 1

        await client.patch(f"/portfolios/{portfolio}", json={"method": "lifo"})
        assert (await listener.hear())["version"] == 2

        import_by_hand(tmp_path)
        assert (await listener.hear())["data"]["transactions"] == 4

        faulty_redis.kill()
        await client.patch(f"/portfolios/{portfolio}", json={"method": "fifo"})
        faulty_redis.start()
        assert (await listener.hear()) == {"op": "resync", "topic": "portfolio"}


async def test_a_job_is_followed_in_any_process_until_it_is_done(sites: tuple[str, str]) -> None:
    one, two = sites
    async with AsyncClient(base_url=f"{one}{API}") as client, listening(two) as listener:
        portfolio = (await client.post("/portfolios", json=SETTINGS)).json()["id"]
        await listener.say(op="subscribe", topic="jobs")
        files, headers = {"file": ("a.csv", LEDGER)}, {"Prefer": "respond-async"}
        address = f"/portfolios/{portfolio}/imports"
        job = (await client.post(address, files=files, headers=headers)).json()["job"]

        told = [await listener.hear()]
        while told[-1]["data"]["finished_at"] is None:
            told.append(await listener.hear())

    assert {each["job"] for each in told} == {job}
    assert told[-1]["data"]["state"] == "done"
    assert told[-1]["data"]["result"]["added"] == 4


def import_by_hand(tmp_path: Path) -> None:
    file = tmp_path / "ledger.csv"
    file.write_bytes(LEDGER)
    subprocess.run(
        [sys.executable, "-m", "cryptotracker", "import", file, "--portfolio", "Shared"],
        env=os.environ | {"CRYPTOTRACKER_DATA_DIR": str(tmp_path)},
        capture_output=True,
        check=True,
    )
