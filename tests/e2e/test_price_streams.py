"""Prices and candles of exchanges, over HTTP and the WebSocket; the exchanges are stand-ins."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from httpx import AsyncClient

from cryptotracker.domain.errors import SettingsError
from cryptotracker.entrypoints.background import hearing
from cryptotracker.entrypoints.bootstrap import open_tracker
from cryptotracker.entrypoints.http.app import build
from cryptotracker.entrypoints.settings import read_settings
from tests.sandboxed import Stage
from tests.service import API, client_to, installed

DOGE = "0.1234567890123456789"
STEP = Decimal("1e-8")


def environment(stage: Stage, folder: Path, *sources: str, **more: str) -> dict[str, str]:
    mine = tuple(f"{each.upper()}_" for each in sources)
    given = {
        name: value
        for name, value in {**stage.settings, **stage.streams}.items()
        if name.startswith(mine)
    }
    given |= {"PRICE_SOURCES": ",".join(sources), "DATA_DIR": str(folder)} | more
    return {f"CRYPTOTRACKER_{name}": value for name, value in given.items()}


@pytest.fixture
async def client(stage: Stage, tmp_path: Path) -> AsyncIterator[AsyncClient]:
    async with served(stage, tmp_path, "coingecko", "kraken", "binance") as client:
        yield client


@asynccontextmanager
async def served(stage: Stage, tmp_path: Path, *sources: str) -> AsyncIterator[AsyncClient]:
    stage.clock.today = datetime.now(UTC)
    settings = read_settings(environment(stage, tmp_path, *sources))
    async with (
        installed(settings) as opened,
        hearing(opened.operations),
        client_to(build(opened.trackers, uploads=tmp_path)) as client,
    ):
        yield client


async def ask(client: AsyncClient, path: str) -> Any:
    answer = await client.get(f"{API}/market/{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_price_counts_those_in_who_speak_by_themselves(client: AsyncClient) -> None:
    (doge,) = (await ask(client, "quotes?assets=DOGE&currency=USD"))["items"]
    sources = (await ask(client, "sources"))["items"]

    assert abs(Decimal(doge["price"]) - Decimal(DOGE)) < Decimal("1e-17")
    assert sorted(doge["sources"]) == ["binance", "coingecko", "kraken"]
    assert (doge["grade"], doge["simulated"]) == ("A", False)
    assert [(each["name"], each["state"]) for each in sources] == [
        ("coingecko", "up"),
        ("kraken", "up"),
        ("binance", "up"),
    ]


async def test_candles_are_real_where_prices_are(client: AsyncClient) -> None:
    day = datetime.now(UTC).date() - timedelta(days=3)

    found = await ask(client, f"candles?asset=BTC&currency=USD&interval=1d&from={day}&to={day}")
    other = await ask(client, f"candles?asset=BTC&currency=SEK&interval=1d&from={day}&to={day}")
    rows = await ask(client, "indicators?asset=BTC&currency=USD&interval=1d&limit=5&with=sma:3")

    (candle,) = found["items"]
    assert (found["source"], found["simulated"], found["gaps"]) == ("kraken", False, [])
    assert (candle["grade"], candle["volume"]) == ("official", "1.5")
    assert (other["source"], other["items"], len(other["gaps"])) == ("coingecko", [], 1)
    assert rows["rows"][-1]["sma_3"] is not None


async def test_a_day_of_the_past_is_priced_by_its_candle(client: AsyncClient) -> None:
    at = f"{datetime.now(UTC).date() - timedelta(days=3)}T12:00:00Z"

    found = await ask(client, f"prices?asset=BTC&currency=EUR&at={at}")

    assert (found["method"], found["quote"]["sources"]) == ("of_the_day", ["coingecko"])


@pytest.mark.parametrize("name", ["BTC", "bitcoin", "XBT"])
async def test_candles_and_changes_are_of_one_asset_by_whatever_name(
    stage: Stage, tmp_path: Path, name: str
) -> None:
    """Charts ask by the symbol of a ledger, the market's list by ids."""
    async with served(stage, tmp_path, "coingecko", "binance") as client:
        series = f"candles?asset={name}&currency=EUR&interval=5m&limit=300"
        candles = await ask(client, series)
        (row,) = (await ask(client, "list?currency=EUR&assets=BTC"))["items"]

    openings = {each["time"]: Decimal(each["open"]) for each in candles["items"]}
    price, figures = Decimal(row["quote"]["price"]), row["figures"]
    assert (candles["source"], row["asset"]["id"]) == ("binance", "bitcoin")
    for change in ("change_1h", "change_24h"):
        then = openings[figures[change]["since"]]
        assert Decimal(figures[change]["value"]) == ((price - then) / then).quantize(STEP)


def test_the_command_line_fills_gaps_and_says_what_is_left(stage: Stage, tmp_path: Path) -> None:
    stage.clock.today = datetime.now(UTC)
    given = environment(stage, tmp_path, "coingecko", "kraken")
    since = f"{datetime.now(UTC).date() - timedelta(days=3)}T00:00Z"
    command = ["prices", "candles", "BTC", "--since", since, "--format", "csv"]

    filled = subprocess.run(
        [sys.executable, "-m", "cryptotracker", *command],
        env=os.environ | given,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert filled.returncode == 0, filled.stderr
    assert filled.stdout.splitlines()[1] == "BTC,USD,1d,kraken,4,4,0"
    assert "BTC: 4 candles up to " in filled.stderr


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("KRAKEN_STREAM_URL", "http://example.org", "wss://"),
        ("KRAKEN_SILENCE_SECONDS", "0", "from 1 to 9999"),
        ("KRAKEN_API_KEY", "x", "there is no such setting"),
    ],
)
async def test_a_wrong_setting_of_a_stream_stops_the_start(
    stage: Stage, tmp_path: Path, name: str, value: str, reason: str
) -> None:
    given = environment(stage, tmp_path, "kraken", **{name: value})

    with pytest.raises(SettingsError) as raised:
        async with open_tracker(read_settings(given)):
            pass

    assert raised.value.name == f"CRYPTOTRACKER_{name}"
    assert reason in raised.value.reason
