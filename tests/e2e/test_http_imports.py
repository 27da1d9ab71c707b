"""Files sent over HTTP, on every kind of database."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from httpx import AsyncClient

from tests.service import LEDGER, client_of, created

HEADER = b"time,type,account,sent_asset,sent_quantity,received_asset,received_quantity\n"
EXACT = (
    HEADER
    + b"2024-01-01T00:00:00Z,buy,kraken,EUR,0.1,BTC,0.1234567890123456789\n"
    + b"2024-01-01T00:00:01.000001Z,buy,kraken,EUR,1,SHIB,123456789012345678901234567890.1\n"
)
MIXED = (
    HEADER
    + b"2024-01-01T00:00:00Z,buy,kraken,EUR,60,BTC,1\n"
    + b"2024-01-02 00:00:00,buy,kraken,EUR,60,BTC,2\n"
    + b"2024-01-03T00:00:00Z,buy,kraken,EUR,1e3,BTC,3\n"
)


@pytest.fixture
async def client(database_url: str, tmp_path: Path) -> AsyncIterator[AsyncClient]:
    async with client_of(database_url, tmp_path) as client:
        yield client


async def send(
    client: AsyncClient, portfolio: str, content: bytes, **fields: str
) -> dict[str, Any]:
    files = {"file": ("ledger.csv", content)}
    answer = await client.post(f"{portfolio}/imports", files=files, data=fields)
    found: dict[str, Any] = answer.json()
    return found


async def test_quantities_come_back_to_the_last_digit(client: AsyncClient) -> None:
    portfolio = await created(client)

    await send(client, portfolio, EXACT)

    entries = (await client.get(f"{portfolio}/transactions")).json()["items"]
    lots = (await client.get(f"{portfolio}/lots")).json()["items"]
    assert [each["received"]["quantity"] for each in entries] == [
        "123456789012345678901234567890.1",
        "0.1234567890123456789",
    ]
    assert entries[0]["time"] == "2024-01-01T00:00:01.000001Z"
    assert [each["quantity"] for each in lots] == [
        "0.1234567890123456789",
        "123456789012345678901234567890.1",
    ]


async def test_a_preview_says_what_an_import_would_do_and_keeps_nothing(
    client: AsyncClient,
) -> None:
    portfolio = await created(client)

    preview = await send(client, portfolio, MIXED, dry_run="true")

    assert (preview["import"], preview["state"], preview["format"]) == (
        None,
        "preview",
        "ledger-csv",
    )
    assert (preview["added"], preview["needs_answer"], preview["rejected_count"]) == (1, 1, 1)
    assert preview["questions"] == ["time_zone"]
    assert [(each["line"], each["column"]) for each in preview["rejected"]] == [
        (3, "time"),
        (4, "sent_quantity"),
    ]
    assert [(each["line"], each["outcome"]) for each in preview["rows"]] == [(2, "added")]
    shown = [*preview["rows"], *preview["rejected"]]
    lines = MIXED.decode().splitlines()
    assert [each["literal"]["text"] for each in shown] == lines[1:]
    assert preview["rows"][0]["literal"]["cells"][1] == {"name": "type", "value": "buy"}
    assert (await client.get(f"{portfolio}/transactions")).json()["items"] == []
    assert (await client.get(f"{portfolio}/imports")).json()["items"] == []


async def test_an_import_is_kept_listed_and_undone(client: AsyncClient) -> None:
    portfolio = await created(client)

    done = await send(client, portfolio, MIXED, time_zone="Europe/Berlin")
    again = await send(client, portfolio, MIXED, time_zone="Europe/Berlin")
    place = f"{portfolio}/imports/{done['import']}"
    shown = (await client.get(place)).json()
    undone = await client.post(f"{place}/undo")

    assert (done["added"], done["known"], done["rows"]) == (2, 0, [])
    assert (again["added"], again["known"]) == (0, 2)
    assert shown == done
    assert (undone.status_code, undone.json()["state"]) == (200, "undone")
    listed = (await client.get(f"{portfolio}/imports")).json()["items"]
    assert [each["state"] for each in listed] == ["done", "undone"]
    # The second import holds the rows too, so they stay.
    assert len((await client.get(f"{portfolio}/transactions")).json()["items"]) == 2


async def test_entries_are_found_by_what_they_are(client: AsyncClient) -> None:
    portfolio = await created(client, time_zone="Asia/Tokyo")
    await send(client, portfolio, LEDGER)

    async def found(query: str) -> list[str]:
        answer = await client.get(f"{portfolio}/transactions?{query}")
        return [each["event"] for each in answer.json()["items"]]

    assert await found("asset=ETH") == ["earned"]
    assert await found("type=sell&limit=1") == ["sold"]
    assert await found("text=FIRST") == ["sold/first"]
    assert await found("account=elsewhere") == []
    assert await found("from=2024-07-01T10:00:00Z") == ["earned", "sold"]
    assert await found("to=2024-06-01T10:00:00Z") == ["sold/first", "bought"]
    # Half past ten at night in London is the next day in Tokyo.
    assert await found("from=2024-08-02&to=2024-08-02") == ["earned"]


async def test_accounts_are_those_of_the_entries(client: AsyncClient) -> None:
    portfolio = await created(client)
    await send(client, portfolio, LEDGER)

    answer = await client.get(f"{portfolio}/accounts")

    assert answer.json() == {
        "items": [
            {
                "name": "kraken",
                "transactions": 4,
                "first": "2024-01-01T10:00:00Z",
                "last": "2024-08-01T22:30:00Z",
            }
        ],
        "next_cursor": None,
    }
