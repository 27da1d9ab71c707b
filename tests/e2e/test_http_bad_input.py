"""Whatever is sent, the answer names the fault; it is never ours."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from httpx import AsyncClient

from tests.service import API, client_of, created

DEEP = b"[" * 100_000 + b"]" * 100_000
JSON = {"content-type": "application/json"}
GOOD = {"name": "x", "currency": "EUR"}


@pytest.fixture
async def client(empty_sqlite: str, tmp_path: Path) -> AsyncIterator[AsyncClient]:
    async with client_of(empty_sqlite, tmp_path) as client:
        yield client


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"name": None}, "#/name"),
        ({"name": ""}, "#/name"),
        ({"name": " x"}, "#/name"),
        ({"name": "a\0b"}, "#/name"),
        ({"name": "x" * 101}, "#/name"),
        ({"currency": "eur"}, "#/currency"),
        ({"currency": "XBT"}, "#/currency"),
        ({"currency": "EUR\n"}, "#/currency"),
        ({"method": "dice"}, "#/method"),
        ({"scope": "all"}, "#/scope"),
        ({"time_zone": "Mars/Olympus"}, "#/time_zone"),
        ({"time_zone": "../etc/passwd"}, "#/time_zone"),
        ({"long_term_days": 0}, "#/long_term_days"),
        ({"long_term_days": 1.5}, "#/long_term_days"),
        ({"long_term_days": "365"}, "#/long_term_days"),
        ({"long_term_days": True}, "#/long_term_days"),
        ({"is_admin": True}, "#/is_admin"),
    ],
)
async def test_a_wrong_field_is_named(
    client: AsyncClient, wrong: dict[str, object], pointer: str
) -> None:
    answer = await client.post(f"{API}/portfolios", json=GOOD | wrong)

    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]
    assert answer.json()["errors"][0]["reason"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[1]",
        b"\xff\xfe",
        b'{"name":"\\ud800","currency":"EUR"}',
        DEEP,
        b'{"name":' + DEEP + b"}",
        b'{"unknown":' + DEEP + b"}",
    ],
    ids=lambda body: body[:12].decode("latin-1") + f"… {len(body)}",
)
async def test_a_body_that_is_no_portfolio_is_the_callers_fault(
    client: AsyncClient, body: bytes
) -> None:
    answer = await client.post(f"{API}/portfolios", content=body, headers=JSON)

    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_missing_field_is_named(client: AsyncClient) -> None:
    answer = await client.post(f"{API}/portfolios", json={"currency": "EUR"})

    assert answer.json()["errors"] == [{"pointer": "#/name", "reason": "is required"}]


async def test_a_body_that_is_too_large_is_refused(client: AsyncClient) -> None:
    answer = await client.post(f"{API}/portfolios", content=b" " * 1_100_000, headers=JSON)

    assert (answer.status_code, answer.json()["type"]) == (
        413,
        "/problems/request-entity-too-large",
    )


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("transactions?limit=0", "?limit"),
        ("transactions?limit=501", "?limit"),
        ("transactions?limit=1_0", "?limit"),
        ("transactions?limit=%D9%A3", "?limit"),
        ("transactions?limit=", "?limit"),
        ("transactions?limit=1&limit=2", "?limit"),
        ("transactions?limt=1", "?limt"),
        ("transactions?cursor=zzz", "?cursor"),
        ("transactions?type=gamble", "?type"),
        ("transactions?text=%00", "?text"),
        ("transactions?from=2024-13-01", "?from"),
        ("transactions?from=2024-01-01T00:00:00", "?from"),
        ("transactions?to=yesterday", "?to"),
        ("transactions?to=9999-12-31", "?to"),
        ("holdings?at=now", "?at"),
        ("gains?year=24", "?year"),
        ("gains?method=dice", "?method"),
        ("gains?scope=all", "?scope"),
        ("gains?limit=many", "?limit"),
        ("gains?cursor=d1", "?limit"),
        ("gains?limit=1&cursor=x", "?cursor"),
        ("lots?cursor=p", "?cursor"),
        ("net-worth?from=2024-01-01T00:00:00Z", "?from"),
        ("net-worth?to=0", "?to"),
        ("net-worth?step=week", "?step"),
    ],
)
async def test_a_wrong_query_is_named(client: AsyncClient, query: str, pointer: str) -> None:
    portfolio = await created(client)

    answer = await client.get(f"{portfolio}/{query}")

    assert answer.status_code == 400
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("quotes?assets=BTC", "?currency"),
        ("quotes?assets=BTC&currency=usd", "?currency"),
        ("quotes?currency=USD", "?assets"),
        ("assets?symbols=,", "?symbols"),
    ],
)
async def test_a_question_to_the_market_names_what_it_wants(
    client: AsyncClient, query: str, pointer: str
) -> None:
    answer = await client.get(f"{API}/market/{query}")

    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", f"{API}/nothing", 404),
        ("GET", API, 404),
        ("GET", f"{API}/portfolios/mine", 404),
        ("GET", f"{API}/figures/x", 404),
        ("GET", f"{API}/figures/00000000-0000-7000-8000-000000000000:value", 404),
        ("PUT", f"{API}/portfolios", 405),
        ("POST", "/", 405),
    ],
)
async def test_what_is_not_there_is_a_problem_too(
    client: AsyncClient, method: str, path: str, status: int
) -> None:
    answer = await client.request(method, path)

    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert answer.headers["content-type"] == "application/problem+json"
