"""Portfolios over HTTP, on every kind of database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from httpx import AsyncClient

from tests.service import API, client_of, created

UNKNOWN = f"{API}/portfolios/00000000-0000-7000-8000-000000000000"


@pytest.fixture
async def client(database_url: str, tmp_path: Path) -> AsyncIterator[AsyncClient]:
    async with client_of(database_url, tmp_path) as client:
        yield client


async def test_a_new_portfolio_says_every_setting(client: AsyncClient) -> None:
    answer = await client.post(f"{API}/portfolios", json={"name": "Mine", "currency": "EUR"})

    found = answer.json()
    assert answer.status_code == 201
    assert answer.headers["etag"] == '"1"'
    assert found.pop("id")[14] == "7"
    assert found.pop("created_at").endswith("Z")
    assert found == {
        "name": "Mine",
        "currency": "EUR",
        "method": "fifo",
        "scope": "universal",
        "time_zone": "UTC",
        "long_term_days": None,
        "version": 1,
        "transactions": 0,
    }


async def test_portfolios_are_listed_page_by_page(client: AsyncClient) -> None:
    for name in ("one", "two", "three"):
        await created(client, name=name)

    first = (await client.get(f"{API}/portfolios?limit=2")).json()
    rest = (await client.get(f"{API}/portfolios?limit=2&cursor={first['next_cursor']}")).json()

    assert [each["name"] for each in first["items"] + rest["items"]] == ["one", "two", "three"]
    assert rest["next_cursor"] is None


async def test_an_edit_changes_what_it_names_and_nothing_else(
    client: AsyncClient,
) -> None:
    portfolio = await created(client, long_term_days=365)

    edited = await client.patch(portfolio, json={"method": "hifo"}, headers={"If-Match": '"1"'})
    cleared = await client.patch(portfolio, json={"long_term_days": None})

    assert (edited.json()["method"], edited.json()["long_term_days"]) == ("hifo", 365)
    assert (cleared.json()["method"], cleared.json()["long_term_days"]) == ("hifo", None)
    assert (cleared.json()["version"], cleared.headers["etag"]) == (3, '"3"')


async def test_an_edit_of_what_has_changed_is_refused(client: AsyncClient) -> None:
    portfolio = await created(client)
    await client.patch(portfolio, json={"method": "lifo"})

    late = await client.patch(portfolio, json={"method": "hifo"}, headers={"If-Match": '"1"'})
    wrong = await client.patch(portfolio, json={"method": "hifo"}, headers={"If-Match": "1"})

    assert (late.status_code, late.json()["type"]) == (412, "/problems/version-conflict")
    assert late.json()["detail"] == "You have seen version 1, it is now version 2."
    assert late.headers["etag"] == '"2"'
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (400, "If-Match")
    assert (await client.get(portfolio)).json()["method"] == "lifo"


async def test_what_has_changed_is_not_removed(client: AsyncClient) -> None:
    portfolio = await created(client)
    await client.patch(portfolio, json={"method": "lifo"})

    late = await client.delete(portfolio, headers={"If-Match": '"1"'})
    seen = await client.delete(portfolio, headers={"If-Match": late.headers["etag"]})

    assert (late.status_code, seen.status_code) == (412, 204)


async def test_a_removed_portfolio_is_gone(client: AsyncClient) -> None:
    portfolio = await created(client)

    removed = await client.delete(portfolio)

    assert (removed.status_code, removed.content) == (204, b"")
    assert (await client.get(portfolio)).json()["type"] == "/problems/portfolio-not-found"


async def test_a_name_is_taken_once(client: AsyncClient) -> None:
    await created(client, name="Mine")

    again = await client.post(f"{API}/portfolios", json={"name": "Mine", "currency": "USD"})

    assert (again.status_code, again.json()["type"]) == (409, "/problems/portfolio-name-taken")
    assert again.json()["errors"][0]["pointer"] == "#/name"


BELOW = "accounts transactions imports holdings gains income lots issues net-worth".split()


@pytest.mark.parametrize("below", BELOW)
async def test_what_is_below_no_portfolio_is_not_there(client: AsyncClient, below: str) -> None:
    answer = await client.get(f"{UNKNOWN}/{below}")

    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/portfolio-not-found")
