"""The market as a whole over HTTP, on the simulated market, which says that it is."""

from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest
from httpx import AsyncClient

from tests.service import API, client_of

MARKET: Final = f"{API}/market"


@pytest.fixture
async def client(empty_sqlite: str, tmp_path: Path) -> AsyncIterator[AsyncClient]:
    async with client_of(empty_sqlite, tmp_path) as client:
        yield client


async def ask(client: AsyncClient, address: str) -> Any:
    answer = await client.get(f"{MARKET}/{address}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_the_overview_says_what_it_rests_on(client: AsyncClient) -> None:
    found = await ask(client, "overview?currency=EUR")

    assert (found["source"], found["simulated"]) == ("simulated market", True)
    assert (found["assets"], found["priced"]) == (100, 100)
    worth = found["capitalisation"]
    assert worth["simulated"]
    assert len(worth["known"]) + len(worth["missing"]) == 100
    assert {each["missing"] for each in worth["missing"]} == {"no_supply"}
    assert worth["known"][0]["asset"]["id"] == "bitcoin"
    shares = [Decimal(each["share"]) for each in worth["known"]]
    assert abs(sum(shares, Decimal(0)) - 1) < Decimal("0.000001")
    breadth = found["breadth"]
    moving = sum(breadth[name] for name in ("rising", "falling", "unchanged", "unknown"))
    assert (breadth["unknown"], breadth["above"][0]["of"]) == (0, moving)
    matrix = found["correlation"]["rows"]
    assert [matrix[at][at]["value"] for at in range(10)] == ["1"] * 10
    assert {each["samples"] for line in matrix for each in line} == {90}
    assert 0 <= found["fear_and_greed"]["value"] <= 100
    weights = [Decimal(each["weight"]) for each in found["fear_and_greed"]["components"]]
    assert sum(weights) == 1
    for movers in found["movers"].values():
        assert all(Decimal(each["change"]) > 0 for each in movers["up"])


async def test_a_list_shows_the_assets_that_are_named_in_their_order(client: AsyncClient) -> None:
    found = await ask(client, "list?currency=EUR&assets=SOL,BTC,solana&days=7")

    assert [each["asset"]["id"] for each in found["items"]] == ["solana", "bitcoin"]
    first = found["items"][0]
    assert len(first["series"]["prices"]) == 7
    assert first["series"]["simulated"]
    assert Decimal(first["quote"]["price"]) > 0
    assert {name for name, each in first["figures"].items() if each["value"] is None} == set()
    assert first["figures"]["change_24h"]["since"] is not None
    assert first["supply"]["simulated"]


async def test_pages_of_the_market_join_without_a_seam(client: AsyncClient) -> None:
    first = await ask(client, "list?currency=EUR&limit=3")
    second = await ask(client, f"list?currency=EUR&limit=2&cursor={first['next_cursor']}")
    whole = await ask(client, "list?currency=EUR&limit=5")
    searched = await ask(client, "list?currency=EUR&q=cardano")

    names = [each["asset"]["id"] for each in (*first["items"], *second["items"])]
    assert names == [each["asset"]["id"] for each in whole["items"]]
    assert names[:2] == ["bitcoin", "ethereum"]
    assert searched["items"][0]["asset"]["symbol"] == "ADA"


async def test_a_screen_finds_what_meets_every_condition(client: AsyncClient) -> None:
    where = "capitalisation>1000000000,volatility_30d<2"
    found = await ask(client, f"screener?currency=EUR&where={where}&sort=-capitalisation&limit=5")

    worth = [Decimal(each["figures"]["capitalisation"]["value"]) for each in found["items"]]
    assert worth == sorted(worth, reverse=True)
    assert found["items"][0]["asset"]["id"] == "bitcoin"
    assert found["of"] == 100
    assert found["unknown"] > 0
    assert found["found"] + found["unknown"] <= 100


async def test_courses_and_seasons_are_marked_as_made_up(client: AsyncClient) -> None:
    compared = await ask(
        client, "compare?currency=EUR&assets=BTC,SOL&from=2020-06-01&to=2020-07-05"
    )
    seasons = await ask(client, "assets/BTC/seasonality?currency=EUR")

    assert compared["simulated"]
    assert compared["start"] == "2020-07-01"  # the other one is listed then
    assert [each["values"][0] for each in compared["lines"]] == ["100", "100"]
    assert [len(each["values"]) for each in compared["lines"]] == [5, 5]
    assert (seasons["asset"]["id"], seasons["simulated"]) == ("bitcoin", True)
    assert [each["number"] for each in seasons["weekdays"]] == list(range(1, 8))
    assert min(each["samples"] for each in seasons["months"]) >= 9


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("overview?currency=euro", "currency"),
        ("overview?currency=XYZ", "one of the codes of ISO 4217, like EUR"),
        ("list?currency=EUR&assets=BTC,nothing", "Nobody knows 'nothing'"),
        ("list?currency=EUR&assets=BTC&q=x", "must not be given together with assets"),
        ("list?currency=EUR&limit=101", "limit"),
        ("list?currency=EUR&days=91", "days"),
        ("screener?currency=EUR&where=rsi_14", "is no condition: write one like rsi_14<30"),
        ("screener?currency=EUR&where=size>3", "there is no figure 'size'"),
        ("screener?currency=EUR&sort=name", "there is no order 'name'"),
        ("compare?currency=EUR&assets=BTC&from=2026-02-30", "must be a date like 2026-01-31"),
        ("compare?currency=EUR&assets=BTC&from=2020-01-02&to=2020-01-01", "before the last day"),
        ("compare?currency=EUR&assets=BTC&from=2001-01-01", "must be within 10 years"),
        ("compare?currency=EUR&assets=a,b,c,d,e,f,g,h,i,j,k", "from 1 to 10 names"),
        ("assets/nothing/seasonality?currency=EUR", "Nobody knows 'nothing'"),
    ],
)
async def test_what_cannot_be_asked_is_refused_with_the_reason(
    client: AsyncClient, address: str, said: str
) -> None:
    answer = await client.get(f"{MARKET}/{address}")

    assert answer.status_code == 400
    assert said in answer.text
