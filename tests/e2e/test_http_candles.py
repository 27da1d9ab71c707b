"""Candles over HTTP, and indicators beside them, on every kind of database."""

from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from httpx import AsyncClient

from tests.service import API, client_of

BITCOIN = f"{API}/market/candles?asset=BTC&currency=EUR"
BESIDE = f"{API}/market/indicators?asset=BTC&currency=EUR&interval=1d"


@pytest.fixture
async def client(database_url: str, tmp_path: Path) -> AsyncIterator[AsyncClient]:
    async with client_of(database_url, tmp_path) as client:
        yield client


async def ask(client: AsyncClient, address: str) -> Any:
    answer = await client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_candles_follow_one_another_and_stay_as_they_were_said(client: AsyncClient) -> None:
    of_a_day = f"{BITCOIN}&interval=1h&from=2026-03-01&to=2026-03-01"

    found = await ask(client, of_a_day)
    again = await ask(client, of_a_day)

    items = found["items"]
    assert again == found
    assert (found["source"], found["simulated"], found["gaps"]) == ("simulated", True, [])
    assert [each["time"][11:13] for each in items] == [f"{hour:02}" for hour in range(24)]
    assert [each["open"] for each in items[1:]] == [each["close"] for each in items[:-1]]
    assert {(each["grade"], each["ended"], each["volume"]) for each in items} == {
        ("official", True, None)
    }
    assert all(Decimal(each["low"]) <= Decimal(each["high"]) for each in items)


async def test_pages_of_candles_join_without_a_seam(client: AsyncClient) -> None:
    whole = f"{BITCOIN}&interval=1d&from=2026-03-01&to=2026-03-05"

    first = await ask(client, f"{whole}&limit=3")
    second = await ask(client, f"{whole}&limit=3&cursor={first['next_cursor']}")

    assert [each["time"][:10] for each in (*first["items"], *second["items"])] == [
        f"2026-03-0{day}" for day in range(1, 6)
    ]
    assert second["next_cursor"] is None


async def test_the_latest_candle_has_not_ended(client: AsyncClient) -> None:
    found = await ask(client, f"{BITCOIN}&interval=1d&limit=3")

    assert [each["ended"] for each in found["items"]] == [True, True, False]


async def test_where_nothing_is_known_there_is_a_gap_and_no_candle(client: AsyncClient) -> None:
    days = "&interval=1d&from=2026-03-01&to=2026-03-02"

    unknown = await ask(client, f"{API}/market/candles?asset=NOSUCH&currency=EUR{days}")
    early = await ask(client, f"{BITCOIN}&interval=1d&from=2016-12-30&to=2017-01-01")

    assert (unknown["items"], unknown["gaps"]) == (
        [],
        [{"since": "2026-03-01T00:00:00Z", "until": "2026-03-03T00:00:00Z"}],
    )
    assert [each["time"] for each in early["items"]] == ["2017-01-01T00:00:00Z"]
    assert early["gaps"] == [{"since": "2016-12-30T00:00:00Z", "until": "2017-01-01T00:00:00Z"}]


async def test_indicators_count_the_candles_before_in(client: AsyncClient) -> None:
    days = f"{BESIDE}&from=2026-03-03&to=2026-03-04"

    found = await ask(client, f"{days}&with=sma:3,macd:12,26,9,vwap")
    daily = await ask(client, f"{BITCOIN}&interval=1d&from=2026-03-01&to=2026-03-04")

    closes = [float(each["close"]) for each in daily["items"]]
    assert found["columns"] == [
        "sma_3",
        *(f"macd_12_26_9_{name}" for name in ("macd", "signal", "histogram")),
        "vwap",
    ]
    assert [row["time"][:10] for row in found["rows"]] == ["2026-03-03", "2026-03-04"]
    assert found["rows"][0]["sma_3"] == pytest.approx(sum(closes[:3]) / 3)
    assert found["rows"][0]["close"] == daily["items"][2]["close"]
    assert found["rows"][1]["macd_12_26_9_signal"] is not None
    assert [row["vwap"] for row in found["rows"]] == [None, None]  # nobody counts volumes here


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("candles?asset=BTC&currency=EUR&interval=2d", "?interval"),
        ("candles?asset=BTC&currency=EUR", "?interval"),
        ("candles?asset=BTC&currency=EUR&interval=1d&from=1969-12-31", "?from"),
        ("candles?asset=BTC&currency=EUR&interval=1d&cursor=p7", "?cursor"),
        ("candles?asset=BTC&currency=EUR&interval=1d&cursor=t9999999999", "?cursor"),
        ("candles?asset=BTC&currency=EUR&interval=1d&since=2026-01-01", "?since"),
        ("indicators?asset=BTC&currency=EUR&interval=1d", "?with"),
        ("indicators?asset=BTC&currency=EUR&interval=1d&with=rsi:0", "?with"),
    ],
)
async def test_a_question_that_cannot_be_meant_is_refused(
    empty_sqlite: str, tmp_path: Path, query: str, pointer: str
) -> None:
    async with client_of(empty_sqlite, tmp_path) as client:
        answer = await client.get(f"{API}/market/{query}")

    assert answer.status_code == 400
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]
