"""News over the WebSocket, from a service that really listens."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient
from websockets.exceptions import InvalidStatus

from tests.e2e.streaming import Listener, listening
from tests.service import API, LEDGER, started

TOO_MANY_SERIES = {
    "op": "subscribe",
    "topic": "candles",
    "interval": "1d",
    "assets": [str(number) for number in range(21)],
}


@pytest.fixture(name="data", scope="module")
def provide_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(name="site", scope="module")
def provide_site(data: Path) -> Iterator[str]:
    with started(data) as running:
        yield running.address


@pytest.fixture
async def client(site: str) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(base_url=f"{site}{API}") as client:
        yield client


@pytest.fixture
async def portfolio(client: AsyncClient) -> str:
    """Make a portfolio of a test's own, and return its id."""
    return await made(client)


async def made(client: AsyncClient) -> str:
    wanted = {"name": str(uuid4()), "currency": "EUR"}
    return str((await client.post("/portfolios", json=wanted)).json()["id"])


async def imported(client: AsyncClient, portfolio: str) -> dict[str, Any]:
    files = {"file": ("a.csv", LEDGER)}
    found: dict[str, Any] = (
        await client.post(f"/portfolios/{portfolio}/imports", files=files)
    ).json()
    return found


async def test_first_the_state_then_each_change(
    site: str, client: AsyncClient, portfolio: str
) -> None:
    address = f"/portfolios/{portfolio}"
    async with listening(site) as listener:
        await listener.say(op="subscribe", topic="portfolio", portfolio=portfolio)
        first = await listener.hear()
        record = await imported(client, portfolio)
        second = await listener.hear()
        await client.post(f"{address}/imports/{record['import']}/undo")
        third = await listener.hear()
        await client.patch(address, json={"method": "lifo"})
        fourth = await listener.hear()
        await client.delete(address)
        last = await listener.hear()

    assert first["data"]["transactions"] == 0
    assert second["data"]["transactions"] == 4
    assert third["data"]["transactions"] == 0
    told = [(each["topic"], each["portfolio"], each["version"]) for each in (first, second, third)]
    assert told == [("portfolio", portfolio, version) for version in (1, 2, 3)]
    assert (fourth["version"], last["version"], last["data"]) == (4, 5, {"removed": True})


async def test_a_rehearsal_and_a_refusal_are_no_news(
    site: str, client: AsyncClient, portfolio: str
) -> None:
    address = f"/portfolios/{portfolio}"
    async with listening(site) as listener:
        await listener.say(op="subscribe", topic="portfolio", portfolio=portfolio)
        await listener.hear()

        form = {"file": ("a.csv", LEDGER)}
        await client.post(f"{address}/imports", files=form, data={"dry_run": "true"})
        await client.patch(address, json={"name": "x"}, headers={"if-match": '"99"'})
        await client.patch(address, json={"method": "lifo"})

        assert (await listener.hear())["version"] == 2


async def test_all_portfolios_can_be_followed_new_ones_too(
    site: str, client: AsyncClient, portfolio: str
) -> None:
    async with listening(site) as listener:
        await listener.say(op="subscribe", topic="portfolio")
        known = {portfolio: await listener.hear()}
        while portfolio not in {each["portfolio"] for each in known.values()}:
            known[str(len(known))] = await listener.hear()

        other = await made(client)

        news = await listener.hear()
        while news["portfolio"] != other:
            news = await listener.hear()
        assert news["version"] == 1


async def test_who_unsubscribes_hears_no_more(
    site: str, client: AsyncClient, portfolio: str
) -> None:
    async with listening(site) as listener:
        await listener.say(op="subscribe", topic="portfolio", portfolio=portfolio)
        await listener.hear()
        await listener.say(op="unsubscribe", topic="portfolio", portfolio=portfolio)
        await listener.say(op="subscribe", topic="quotes", assets=["bitcoin"])
        await listener.hear()

        await imported(client, portfolio)
        await listener.say(op="nonsense", topic="quotes")

        assert (await listener.hear())["op"] == "error"


async def test_another_program_is_noticed(
    site: str, client: AsyncClient, portfolio: str, data: Path
) -> None:
    name = (await client.get(f"/portfolios/{portfolio}")).json()["name"]
    file = data / "by-hand.csv"
    file.write_bytes(LEDGER)
    async with listening(site) as listener:
        await listener.say(op="subscribe", topic="portfolio", portfolio=portfolio)
        await listener.hear()

        command = [sys.executable, "-m", "cryptotracker", "import", str(file), "--portfolio", name]
        environment = os.environ | {"CRYPTOTRACKER_DATA_DIR": str(data)}
        await asyncio.to_thread(
            subprocess.run, command, env=environment, check=True, capture_output=True
        )

        assert (await listener.hear())["data"]["transactions"] == 4


async def test_quotes_come_together_and_are_strings(site: str) -> None:
    async with listening(site) as listener:
        await listener.say(op="subscribe", topic="quotes", assets=["bitcoin", "ETH", "NOSUCH"])
        news = await listener.hear()

    assert news["topic"] == "quotes"
    assert type(news["version"]) is int
    assert [(each["asset"], each["currency"]) for each in news["data"]] == [
        ("bitcoin", "USD"),
        ("ETH", "USD"),
    ]
    assert {type(each["price"]) for each in news["data"]} == {str}


async def test_candles_come_as_they_stand_and_each_series_by_itself(site: str) -> None:
    async with listening(site) as listener:
        wish = {"topic": "candles", "assets": ["bitcoin", "ETH"], "interval": "1d"}
        await listener.say(op="subscribe", **wish)
        told = [await listener.hear() for _ in range(2)]

    assert {each["asset"] for each in told} == {"bitcoin", "ETH"}
    assert told[0]["data"][0]["ended"] is True
    assert (told[0]["topic"], told[0]["interval"], told[0]["simulated"]) == ("candles", "1d", True)
    assert {type(each["close"]) for each in told[0]["data"]} == {str}


async def test_worth_follows_what_a_portfolio_holds(
    site: str, client: AsyncClient, portfolio: str
) -> None:
    async with listening(site) as listener:
        await listener.say(op="subscribe", topic="worth", portfolio=portfolio)
        empty = await heard(listener, "worth")
        await imported(client, portfolio)
        full = await heard(listener, "worth")
        await listener.say(op="unsubscribe", topic="worth", portfolio=portfolio)

    positions = (await client.get(f"/portfolios/{portfolio}/holdings")).json()["assets"]
    assert {each["asset"] for each in positions} == {"BTC", "ETH"}
    assert (empty["data"]["value"], empty["data"]["unpriced"]) == ("0", [])
    assert (full["data"]["currency"], full["data"]["simulated"]) == ("EUR", True)
    assert Decimal(full["data"]["value"]) > 0
    assert (empty["version"], full["version"]) == (1, 2)


async def heard(listener: Listener, topic: str) -> dict[str, Any]:
    while (found := await listener.hear())["topic"] != topic:
        pass
    return found


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ('{"op": "subscribe", "topic": "worth"}', "of one portfolio, which is to be named"),
        ("not json", "malformed"),
        ('{"op": "subscribe"}', "`topic`"),
        ('{"op": "shout", "topic": "quotes"}', "there is no op 'shout'"),
        (
            '{"op": "subscribe", "topic": "weather"}',
            "there are portfolio, worth, quotes, candles, jobs, news",
        ),
        ('{"op": "subscribe", "topic": "alerts"}', "nothing to tell yet"),
        ('{"op": "subscribe", "topic": "quotes", "assets": []}', "from 1 to 500"),
        ('{"op": "subscribe", "topic": "quotes", "assets": ["x"], "currency": "€"}', "currency"),
        ('{"op": "subscribe", "topic": "candles", "assets": ["x"]}', "one of 1m, 5m, 1h, 1d"),
        (json.dumps(TOO_MANY_SERIES), "from 1 to 20"),
        ('{"op": "subscribe", "topic": "portfolio", "portfolio": "1"}', "UUID"),
        ('{"op": "subscribe", "topic": "portfolio", "owner": "me"}', "unknown field"),
        (f'{{"op": "subscribe", "topic": "portfolio", "portfolio": "{UUID(int=9)}"}}', "no such"),
        ("[" * 60_000, ""),
    ],
)
async def test_what_cannot_be_granted_is_answered_with_the_reason(
    site: str, message: str, reason: str
) -> None:
    async with listening(site) as listener:
        await listener.send(message)
        refused = await listener.hear()
        await listener.say(op="subscribe", topic="quotes", assets=["bitcoin"])
        granted = await listener.hear()

    assert refused["op"] == "error"
    assert reason in refused["reason"]
    assert granted["topic"] == "quotes"


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:1", "null"])
async def test_a_foreign_page_may_not_listen(site: str, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with listening(site, origin=origin):
            pass

    assert refused.value.response.status_code == 403
    assert b"foreign-origin" in (refused.value.response.body or b"")


async def test_our_own_page_may_listen(site: str) -> None:
    async with listening(site, origin=site) as listener:
        await listener.say(op="subscribe", topic="quotes", assets=["bitcoin"])

        assert (await listener.hear())["topic"] == "quotes"


async def test_a_name_that_is_not_ours_is_not_answered(site: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with listening(site.replace("127.0.0.1", "127.1")):
            pass

    assert refused.value.response.status_code == 421


async def test_a_frame_that_is_too_large_ends_it(site: str) -> None:
    async with listening(site) as listener:
        await listener.send("x" * (64 * 1024 + 1))

        assert await listener.closed() == 1009


async def test_who_says_too_much_is_cut_off(site: str) -> None:
    async with listening(site) as listener:
        for _ in range(101):
            await listener.send("{}")

        assert await listener.closed() == 1008


async def test_a_listener_does_not_keep_the_service_from_stopping(tmp_path: Path) -> None:
    with started(tmp_path) as running:
        async with listening(running.address) as listener:
            await listener.say(op="subscribe", topic="portfolio")
            await listener.hear()

            running.process.terminate()

            assert await listener.closed() == 1012
        assert await asyncio.to_thread(running.process.wait, 10) == 0
