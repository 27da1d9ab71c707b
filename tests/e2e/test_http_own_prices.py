"""Prices of one's own over HTTP: stated, used where there is no other, and said to be so."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from httpx import AsyncClient

from cryptotracker.application.own_prices import Statement
from cryptotracker.domain.market.assets import Currency
from cryptotracker.entrypoints.bootstrap import open_tracker
from cryptotracker.entrypoints.settings import Settings
from tests.people import EMAIL, OTHER, OTHER_WORDS, WORDS, Place, bearer, place
from tests.service import API, client_of

MINE = f"{API}/me/prices"
LEDGER = b"""time,type,account,sent_asset,sent_quantity,received_asset,received_quantity
2024-01-01T10:00:00Z,buy,bank,EUR,60,SHARES,4
2024-03-01T10:00:00Z,sell,bank,SHARES,1,BTC,0.5
"""
STATED = {"asset": "SHARES", "currency": "EUR", "at": "2024-03-01", "price": "20.5"}


@pytest.fixture
async def client(empty_sqlite: str, tmp_path: Path) -> AsyncIterator[AsyncClient]:
    async with client_of(empty_sqlite, tmp_path) as opened:
        yield opened


async def portfolio(client: AsyncClient, **ask: Any) -> str:
    made = await client.post(f"{API}/portfolios", json={"name": "Mine", "currency": "EUR"}, **ask)
    form: Any = {"file": ("ledger.csv", LEDGER)}
    address = f"{API}/portfolios/{made.json()['id']}"
    await client.post(f"{address}/imports", files=form, **ask)
    return address


async def value(client: AsyncClient, address: str, at: str) -> str | None:
    held = (await client.get(f"{address}/holdings", params={"at": at})).json()
    (found,) = [each for each in held["assets"] if each["asset"] == "SHARES"]
    worth: str | None = found["value"]
    return worth


async def test_what_no_market_prices_is_worth_what_its_owner_states(client: AsyncClient) -> None:
    address = await portfolio(client)
    before = await value(client, address, "2024-03-05T00:00:00Z")

    made = await client.post(MINE, json=STATED | {"note": " of the contract "})

    assert made.status_code == 201
    assert made.json() == STATED | {
        "id": made.json()["id"],
        "whole_day": True,
        "note": "of the contract",
        "overrides": False,
        "stated_at": made.json()["stated_at"],
        "source": "manual",
        "grade": "manual",
    }
    assert before is None
    assert await value(client, address, "2024-03-05T00:00:00Z") == "61.5"
    assert await value(client, address, "2024-02-29T00:00:00Z") is None  # it was stated of later
    assert await value(client, address, "2024-03-10T00:00:00Z") is None  # too long ago


async def test_it_is_changed_listed_and_taken_back(client: AsyncClient) -> None:
    address = await portfolio(client)
    first = (await client.post(MINE, json=STATED)).json()
    await client.post(MINE, json=STATED | {"asset": "FLAT"})
    again = await client.post(MINE, json=STATED)

    changed = await client.put(f"{MINE}/{first['id']}", json=STATED | {"price": "30"})
    then = await value(client, address, "2024-03-05T00:00:00Z")
    listed = (await client.get(MINE, params={"limit": "1"})).json()
    rest = (await client.get(MINE, params={"cursor": listed["next_cursor"]})).json()
    gone = await client.delete(f"{MINE}/{first['id']}")

    assert (again.status_code, changed.status_code, gone.status_code) == (409, 200, 204)
    assert again.json()["type"].endswith("own-price-taken")
    assert then == "90"
    assert [each["asset"] for each in listed["items"] + rest["items"]] == ["FLAT", "SHARES"]
    assert await value(client, address, "2024-03-05T00:00:00Z") is None
    assert (await client.delete(f"{MINE}/{first['id']}")).status_code == 404


async def test_what_the_market_says_counts_unless_one_says_otherwise(client: AsyncClient) -> None:
    address = await portfolio(client)
    asked = {"asset": "BTC", "currency": "EUR", "at": "2024-03-01T12:00:00Z"}
    stated = STATED | {"asset": "BTC", "at": "2024-03-01T10:00:00Z", "price": "7"}

    made = (await client.post(MINE, json=stated)).json()
    beside = (await client.get(f"{API}/market/prices", params=asked)).json()
    await client.put(f"{MINE}/{made['id']}", json=stated | {"overrides": True})
    instead = (await client.get(f"{API}/market/prices", params=asked)).json()
    before = (
        await client.get(f"{API}/market/prices", params=asked | {"at": "2024-03-01T09:00:00Z"})
    ).json()

    assert beside["quote"]["source"] == "simulated market"
    assert (instead["quote"]["price"], instead["quote"]["grade"]) == ("7", "manual")
    assert (instead["distance_seconds"], instead["method"]) == (7200, "of_the_day")
    assert before["quote"]["source"] == "simulated market"
    gains = (await client.get(f"{address}/gains")).json()
    assert gains["disposals"][0]["proceeds"] == "3.5"


async def test_a_price_in_another_currency_counts_at_the_rate_of_its_day(
    client: AsyncClient,
) -> None:
    await client.post(MINE, json=STATED | {"currency": "USD", "price": "100"})

    found = [
        (
            await client.get(
                f"{API}/market/prices",
                params={"asset": asset, "currency": "EUR", "at": "2024-03-01T12:00:00Z"},
            )
        ).json()["quote"]
        for asset in ("SHARES", "USD")
    ]

    shares, dollar = found
    assert shares["path"] == ["SHARES", "USD", "EUR"]
    assert shares["sources"] == ["manual", "simulated market"]
    assert shares["simulated"]
    assert Decimal(shares["price"]) == 100 * Decimal(dollar["price"])


async def test_an_explanation_says_that_a_price_is_one_s_own(client: AsyncClient) -> None:
    address = await portfolio(client)
    await client.post(MINE, json=STATED | {"at": "2024-01-01", "price": "15"})
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    await client.post(MINE, json=STATED | {"at": today, "price": "25"})

    ref = f"{address.rpartition('/')[2]}:holding:SHARES"
    why = (await client.get(f"{API}/figures/{ref}")).json()
    held = (await client.get(f"{address}/holdings")).json()

    assert why["value"] == "75"
    assert f"manual, {today} 00:00 UTC" in [each["text"] for each in why["sources"]]
    assert "manual" in held["price_source"]["name"]


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"price": "0"}, "#/price"),
        ({"price": "-1"}, "#/price"),
        ({"price": "1e5"}, "#/price"),
        ({"at": "2999-01-01"}, "#/at"),
        ({"at": "yesterday"}, "#/at"),
        ({"at": "2024-03-01T10:00"}, "#/at"),
        ({"asset": "EUR"}, "#/asset"),
        ({"asset": " X"}, "#/asset"),
        ({"currency": "ZZZ"}, "#/currency"),
        ({"note": "a\nb"}, "#/note"),
    ],
)
async def test_what_cannot_be_meant_is_refused(
    client: AsyncClient, wrong: dict[str, str], pointer: str
) -> None:
    answer = await client.post(MINE, json=STATED | wrong)

    assert answer.status_code == 400
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]


async def test_they_count_for_nobody_else_and_are_written_down(
    empty_sqlite: str, tmp_path: Path
) -> None:
    async with place(empty_sqlite, tmp_path) as here:
        await here.invited(OTHER, OTHER_WORDS)  # the first runs the service, whose feed all hear
        await here.invited()
        theirs = await headers(here, OTHER, OTHER_WORDS)
        mine = await headers(here, EMAIL, WORDS)
        stated = STATED | {"asset": "BTC", "overrides": True}

        made = (await here.client.post(MINE, json=stated, headers=theirs)).json()

        ask = {"asset": "BTC", "currency": "EUR", "at": "2024-03-01T12:00:00Z"}
        found = [
            (await here.client.get(f"{API}/market/prices", params=ask, headers=each)).json()
            for each in (theirs, mine)
        ]
        listed = (await here.client.get(MINE, headers=mine)).json()["items"]
        gone = await here.client.delete(f"{MINE}/{made['id']}", headers=mine)
        changed = await here.client.put(f"{MINE}/{made['id']}", json=stated, headers=mine)
        log = (await here.client.get(f"{API}/me/security-log", headers=theirs)).json()["items"]

    assert [each["quote"]["source"] for each in found] == ["manual", "simulated market"]
    assert (listed, gone.status_code, changed.status_code) == ([], 404, 404)
    assert (log[0]["what"], log[0]["facts"]) == ("price_stated", {"price": made["id"]})


async def test_the_feed_that_all_hear_knows_nothing_of_them(
    empty_sqlite: str, tmp_path: Path
) -> None:
    now, euro = datetime.now(UTC), Currency("EUR")
    said = Statement(
        asset="BTC",
        currency=euro,
        at=now,
        whole_day=True,
        price=Decimal(7),
        overrides=True,
    )
    async with open_tracker(Settings(data_dir=tmp_path, database_url=empty_sqlite)) as tracker:
        await tracker.prices.set(said)

        told = await tracker.quote_assets(["BTC"], euro)
        mine = await tracker.prices.quotes(["BTC"], euro)

    assert (told["BTC"].source, mine["BTC"].source) == ("simulated market", "manual")


async def headers(here: Place, email: str, words: str) -> dict[str, str]:
    return bearer(await here.signed_in(email, words))
