"""Figures over HTTP, on every kind of database; the market is the simulated one."""

import shutil
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from httpx import AsyncClient

from tests.service import API, LEDGER, client_of, created, filled


@pytest.fixture
async def client(database_url: str, tmp_path: Path) -> AsyncIterator[AsyncClient]:
    async with client_of(database_url, tmp_path) as client:
        yield client


async def test_holdings_are_valued_and_say_by_whom(client: AsyncClient) -> None:
    portfolio = await filled(client)

    found = (await client.get(f"{portfolio}/holdings")).json()

    bitcoin = found["assets"][0]
    assert (found["currency"], bitcoin["asset"]) == ("EUR", "BTC")
    assert (bitcoin["quantity"], bitcoin["cost_basis"]) == ("0.5", "30")
    assert Decimal(bitcoin["value"]) == Decimal(bitcoin["price"]) / 2
    assert found["price_source"]["name"] == "simulated market"
    assert found["price_source"]["simulated"] is True


async def test_holdings_of_a_date_include_that_day(client: AsyncClient) -> None:
    portfolio = await filled(client, time_zone="Asia/Tokyo")

    day = (await client.get(f"{portfolio}/holdings?at=2024-06-01")).json()
    before = (await client.get(f"{portfolio}/holdings?at=2024-06-01T09:59:59Z")).json()

    assert (day["at"], day["assets"][0]["quantity"]) == ("2024-06-01T14:59:59.999999Z", "0.75")
    assert (before["at"], before["assets"][0]["quantity"]) == ("2024-06-01T09:59:59Z", "1")


async def test_gains_are_the_document_of_the_calculators(client: AsyncClient) -> None:
    portfolio = await filled(client)

    found = (await client.get(f"{portfolio}/gains?year=2024")).json()

    assert [(each["event"], each["gain"]) for each in found["disposals"]] == [
        ("sold/first", "85"),
        ("sold", "-5"),
    ]
    assert found["totals"]["gain"] == "80"
    assert found["income"][0]["kind"] == "staking"
    assert "next_cursor" not in found


async def test_gains_page_by_page_are_the_same_newest_first(client: AsyncClient) -> None:
    portfolio = await filled(client)

    first = (await client.get(f"{portfolio}/gains?limit=1")).json()
    second = (await client.get(f"{portfolio}/gains?limit=1&cursor={first['next_cursor']}")).json()

    assert [each["disposals"][0]["event"] for each in (first, second)] == ["sold", "sold/first"]
    assert (first["disposal_count"], second["next_cursor"]) == (2, None)
    assert first["totals"] == second["totals"]


async def test_gains_by_other_rules_change_nothing(client: AsyncClient) -> None:
    portfolio = await filled(client)

    other = (await client.get(f"{portfolio}/gains?method=lifo&scope=wallet")).json()

    assert (other["method"], other["scope"]) == ("lifo", "wallet")
    assert (await client.get(portfolio)).json()["method"] == "fifo"


async def test_income_lots_and_issues_are_lists(client: AsyncClient) -> None:
    portfolio = await filled(client)

    income = (await client.get(f"{portfolio}/income?year=2024")).json()
    lots = (await client.get(f"{portfolio}/lots?asset=BTC")).json()
    issues = (await client.get(f"{portfolio}/issues")).json()

    assert [(each["event"], each["value"]) for each in income["items"]] == [("earned", "1000")]
    assert lots["items"] == [
        {
            "account": None,
            "asset": "BTC",
            "acquired": "2024-01-01T10:00:00Z",
            "quantity": "0.5",
            "unit_cost": "60",
            "cost_basis": "30",
            "basis": "known",
            "event": "bought",
        }
    ]
    assert issues == {"items": [], "next_cursor": None}


async def test_net_worth_has_a_point_a_day(client: AsyncClient) -> None:
    portfolio = await filled(client)

    found = (await client.get(f"{portfolio}/net-worth?from=2024-05-31&to=2024-06-02")).json()

    assert [(each["date"], each["cost_basis"]) for each in found["points"]] == [
        ("2024-05-31", "60"),
        ("2024-06-01", "45"),
        ("2024-06-02", "45"),
    ]
    assert found["price_source"]["simulated"] is True


async def test_net_worth_by_the_hour_follows_the_clocks_of_its_zone(client: AsyncClient) -> None:
    portfolio = await filled(client, time_zone="Europe/Berlin")

    found = (
        await client.get(f"{portfolio}/net-worth?from=2024-10-27&to=2024-10-27&step=hour")
    ).json()

    ends = [each["at"] for each in found["points"]]
    assert (found["step"], found["time_zone"]) == ("hour", "Europe/Berlin")
    assert (len(ends), ends[0], ends[-1]) == (25, "2024-10-26T23:00:00Z", "2024-10-27T23:00:00Z")


async def test_net_worth_names_what_came_in_and_went_out(client: AsyncClient) -> None:
    portfolio = await filled(client)

    found = (await client.get(f"{portfolio}/net-worth?from=2024-01-01&to=2024-06-01")).json()

    first, last = found["points"][0], found["points"][-1]
    assert (first["date"], first["flow_in"], first["flow_out"]) == ("2024-01-01", "60", "0")
    assert (last["date"], last["flow_in"], last["flow_out"]) == ("2024-06-01", "0", "100")
    assert (last["unpriced"], last["carried"], last["partial"]) == ([], [], False)


async def test_more_points_than_anybody_can_look_at_are_refused(client: AsyncClient) -> None:
    portfolio = await created(client)
    old = b"time,type,received_asset,received_quantity\n1990-01-01T00:00:00Z,deposit,BTC,1\n"
    await client.post(f"{portfolio}/imports", files={"file": ("ledger.csv", old)})

    answer = await client.get(f"{portfolio}/net-worth?step=hour")

    assert answer.status_code == 400
    assert "100000 at most" in answer.text


async def test_a_figure_is_explained_down_to_a_row(client: AsyncClient) -> None:
    portfolio = await filled(client)
    ref = f"{portfolio.rpartition('/')[2]}:disposal:sold/first:BTC"

    found = (await client.get(f"{API}/figures/{quote(ref, safe='')}")).json()

    rows = [row for part in leaves(found["parts"]) for row in part["rows"]]
    assert (found["ref"], found["value"], found["unit"]) == (ref, "85", "EUR")
    lines = LEDGER.decode().splitlines()
    assert {(row["file"], row["line"]) for row in rows} == {("ledger.csv", 2), ("ledger.csv", 3)}
    assert all(row["literal"]["text"] == lines[row["line"] - 1] for row in rows)
    assert {row["missing"] for row in rows} == {None}
    assert rows[0]["literal"]["cells"][:4] == [
        {"name": "time", "value": "2024-06-01T10:00:00Z"},
        {"name": "type", "value": "sell"},
        {"name": "account", "value": "kraken"},
        {"name": "sent_asset", "value": "BTC"},
    ]


async def test_a_row_whose_file_was_not_kept_says_so(client: AsyncClient, tmp_path: Path) -> None:
    portfolio = await filled(client)
    shutil.rmtree(tmp_path / "files")
    ref = f"{portfolio.rpartition('/')[2]}:disposal:sold:BTC"

    found = (await client.get(f"{API}/figures/{ref}")).json()

    rows = [row for part in leaves(found["parts"]) for row in part["rows"]]
    assert rows
    assert {row["missing"] for row in rows} == {"the file was not kept"}
    assert {row["literal"] for row in rows} == {None}


def leaves(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return parts + [leaf for part in parts for leaf in leaves(part["parts"])]


async def test_the_market_says_what_symbols_mean_and_cost(client: AsyncClient) -> None:
    assets = (await client.get(f"{API}/market/assets?symbols=BTC,NOBODY,BTC")).json()
    quotes = (await client.get(f"{API}/market/quotes?assets=BTC,NOBODY&currency=USD")).json()

    assert assets["items"] == [
        {
            "id": "bitcoin",
            "symbol": "BTC",
            "name": "Bitcoin",
            "kind": "coin",
            "color": "#f7931a",
        }
    ]
    assert [(each["asset"], each["currency"]) for each in quotes["items"]] == [("BTC", "USD")]
    assert quotes["items"][0]["simulated"] is True
