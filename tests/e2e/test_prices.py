"""Prices of sources outside, over HTTP and on the command line; the sources are stand-ins."""

import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from httpx import AsyncClient, Client

from cryptotracker.domain.errors import SettingsError
from cryptotracker.entrypoints.bootstrap import open_tracker
from cryptotracker.entrypoints.http.app import build
from cryptotracker.entrypoints.settings import read_settings
from tests.sandboxed import Stage
from tests.service import API, LEDGER, client_to, installed

SOURCES = "coingecko", "coinmarketcap", "ecb", "exchangerate"
ALL = ",".join(SOURCES)
NOTHING_WRONG: dict[str, Any] = {"state": "up", "trouble": None, "quiet_until": None, "refused": []}


def environment(stage: Stage, folder: Path, **more: str) -> dict[str, str]:
    given = dict(stage.settings) | {"DATA_DIR": str(folder)} | more
    return {f"CRYPTOTRACKER_{name}": value for name, value in given.items()}


@pytest.fixture
async def client(stage: Stage, tmp_path: Path) -> AsyncIterator[AsyncClient]:
    stage.clock.today = datetime.now(UTC)
    settings = read_settings(environment(stage, tmp_path))
    async with (
        installed(settings) as opened,
        client_to(build(opened.trackers, uploads=tmp_path)) as client,
    ):
        yield client


async def items(client: AsyncClient, path: str) -> list[dict[str, Any]]:
    answer = await client.get(f"{API}/market/{path}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def test_a_quote_says_who_said_it_and_how_far_it_can_be_relied_on(
    client: AsyncClient,
) -> None:
    bitcoin, pound = await items(client, "quotes?assets=BTC,GBP,LUNA&currency=CHF")

    assert bitcoin["price"] == "56640.1092592582759259258265"
    assert bitcoin["sources"] == ["coingecko", "coinmarketcap"]
    assert (bitcoin["grade"], bitcoin["spread"], bitcoin["path"]) == ("A", "0", ["BTC", "CHF"])
    assert bitcoin["age_seconds"] < 60
    assert not bitcoin["simulated"]
    assert (pound["path"], pound["grade"]) == (["GBP", "USD", "CHF"], "B")


async def test_a_market_is_capitalised_by_what_sources_count(client: AsyncClient) -> None:
    overview = (await client.get(f"{API}/market/overview?currency=USD")).json()
    ordered = await items(client, "screener?currency=USD&sort=-capitalisation&limit=3")
    (coin,) = await items(client, "list?currency=USD&assets=usd-coin")

    known = overview["capitalisation"]["known"]
    assert [each["asset"]["symbol"] for each in known[:3]] == ["BTC", "ETH", "USDT"]
    assert overview["capitalisation"]["simulated"] is False
    assert [each["asset"]["id"] for each in ordered] == ["bitcoin", "ethereum", "tether"]
    supply = ordered[0]["supply"]
    assert (supply["quantity"], supply["total"]) == ("19950000.5", "19950000.5")
    assert (supply["source"], supply["simulated"]) == ("coingecko", False)
    assert datetime.now(UTC) - datetime.fromisoformat(supply["time"]) < timedelta(minutes=1)
    assert coin["supply"] is None
    assert coin["figures"]["capitalisation"]["missing"] == "no_supply"


async def test_a_price_of_the_past_says_how_far_it_is_from_the_instant(
    client: AsyncClient,
) -> None:
    wanted = {"asset": "GBP", "currency": "USD", "at": "2019-03-09T12:00:00Z"}  # a Saturday

    found = (await client.get(f"{API}/market/prices", params=wanted)).json()
    nobody = (await client.get(f"{API}/market/prices", params=wanted | {"asset": "X"})).json()

    assert found["quote"]["time"] == "2019-03-08T00:00:00Z"
    assert (found["distance_seconds"], found["method"]) == (36 * 3600, "of_the_day")
    assert found["quote"]["path"] == ["GBP", "EUR", "USD"]
    assert (nobody["quote"], nobody["distance_seconds"], nobody["method"]) == (None, None, None)


async def test_what_was_not_believed_is_shown(client: AsyncClient, stage: Stage) -> None:
    stage.tell("coingecko", "negative")
    quote = (await items(client, "quotes?assets=BTC&currency=USD"))[0]

    sources = {each["name"]: each for each in await items(client, "sources")}
    refused = await items(client, "refusals")

    assert tuple(sources) == SOURCES
    assert (quote["sources"], quote["grade"]) == (["coinmarketcap"], "B")
    assert sources["coinmarketcap"].items() >= NOTHING_WRONG.items()
    assert sources["coingecko"]["refused"] == [{"reason": "not_positive", "count": 1}]
    assert [(each["asset"], each["said"]) for each in refused] == [("BTC", "-64000")]


async def test_holdings_are_worth_what_real_sources_say(client: AsyncClient) -> None:
    wanted = {"name": "Mine", "currency": "EUR"}
    portfolio = (await client.post(f"{API}/portfolios", json=wanted)).json()["id"]
    form: Any = {"file": ("ledger.csv", LEDGER)}
    await client.post(f"{API}/portfolios/{portfolio}/imports", files=form)

    found = (await client.get(f"{API}/portfolios/{portfolio}/holdings")).json()

    values = {each["asset"]: each["value"] for each in found["assets"]}
    assert values["BTC"] == "29600.05709876491820987649125"
    assert found["price_source"]["name"] == "coingecko, coinmarketcap"
    assert not found["price_source"]["simulated"]


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("PRICE_SOURCES", f"{ALL},simulated", "beside others"),
        ("PRICE_SOURCES", f"{ALL},ecb", "twice"),
        ("PRICE_SOURCES", f"{ALL},nobody", "not installed"),
        ("COINMARKETCAP_API_KEY", "", "is needed"),
        ("COINGECKO_URL", "ftp://example.org", "is an address"),
        ("COINGECKO_PLAN", "rich", "is free or pro"),
        ("COINGECKO_PER_MINUTE", "0", "from 1 to 9999"),
        ("COINGECKO_SECRET", "x", "there is no such setting"),
    ],
)
async def test_a_wrong_setting_stops_the_start_with_its_name(
    stage: Stage, tmp_path: Path, name: str, value: str, reason: str
) -> None:
    with pytest.raises(SettingsError) as raised:
        async with open_tracker(read_settings(environment(stage, tmp_path, **{name: value}))):
            pass

    assert raised.value.name == f"CRYPTOTRACKER_{name}"
    assert reason in raised.value.reason


def run(*arguments: str, **given: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cryptotracker", "prices", *arguments],
        env=os.environ | given,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_command_line_shows_prices_and_checks_their_sources(
    stage: Stage, tmp_path: Path
) -> None:
    stage.clock.today = datetime.now(UTC) + timedelta(minutes=1)
    given = environment(stage, tmp_path)

    shown = run("show", "DOGE", "LUNA", "--format", "json", **given)
    well = run("check", "--format", "json", **given)
    stage.tell("coinmarketcap", "key_refused")
    ill = run("check", "--format", "csv", **environment(stage, tmp_path / "other"))

    (doge,) = json.loads(shown.stdout)
    assert (shown.returncode, doge["price"]) == (1, "0.1234567890123456789")
    assert "LUNA: nobody says what it costs in USD" in shown.stderr
    assert (well.returncode, [each["trouble"] for each in json.loads(well.stdout)]) == (0, [""] * 4)
    assert (ill.returncode, "coinmarketcap,broken,key_refused," in ill.stdout) == (1, True)


def test_the_sandbox_says_the_settings_and_does_what_it_is_told(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "cryptotracker", "sandbox", "--port", "0"],
        env=os.environ | {"CRYPTOTRACKER_DATA_DIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        said = [process.stdout.readline() for _ in range(7)]
        control = said[0].split()[-1]
        with Client(trust_env=False) as client:
            broken = client.put(f"{control}/faults/coingecko", json={"fault": "away"})
            unknown = client.put(f"{control}/faults/coingecko", json={"fault": "what"})
            moved = client.put(f"{control}/prices/bitcoin", json={"usd": "1.50"})
            standing = client.get(control).json()
            feed = client.get(f"{control.removesuffix('/control')}/feeds/news.xml")
        process.terminate()

    assert said[1].startswith("export CRYPTOTRACKER_PRICE_SOURCES=coingecko,coinmarketcap,")
    assert (broken.status_code, unknown.status_code) == (200, 400)
    assert moved.json() == {"usd": "1.5"}
    assert feed.text.startswith("<?xml")
    assert standing["coingecko"] == {"fault": "away", "asked": 0}


async def test_gaps_are_filled_in_the_background_and_what_was_told_is_shown(
    client: AsyncClient,
) -> None:
    yesterday = f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%d}"
    asked = {"assets": ["DOGE"], "currency": "EUR", "since": yesterday}
    nothing = {"asset": "DOGE", "currency": "EUR", "day": yesterday}

    before = (await client.get(f"{API}/market/prices/told", params=nothing)).json()
    promised = await client.post(f"{API}/market/back-fills", json=asked)
    wrong = await client.post(f"{API}/market/back-fills", json=asked | {"currency": None})
    then = {"asset": "DOGE", "currency": "EUR", "at": f"{yesterday}T12:00:00Z"}
    price = (await client.get(f"{API}/market/prices", params=then)).json()["quote"]["price"]
    after = (await client.get(f"{API}/market/prices/told", params=nothing)).json()

    assert promised.status_code == 202
    assert promised.json()["kind"] == "back-fill"
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (400, "#/currency")
    assert before["items"] == []
    assert [(each["source"], each["price"], each["counts"]) for each in after["items"]] == [
        ("coingecko", price, True)
    ]


async def test_one_person_may_not_use_up_what_sources_allow_all(client: AsyncClient) -> None:
    asked = {"assets": ["DOGE"], "currency": "EUR", "since": "2026-01-31"}

    answers = [await client.post(f"{API}/market/back-fills", json=asked) for _ in range(7)]

    assert [each.status_code for each in answers] == [202] * 6 + [429]
    assert answers[-1].json()["type"] == "/problems/too-many-tries"
    assert 0 < int(answers[-1].headers["retry-after"]) <= 600


def test_gaps_are_filled_at_the_command_line(stage: Stage, tmp_path: Path) -> None:
    stage.clock.today = datetime.now(UTC) + timedelta(minutes=1)
    since = f"{datetime.now(UTC) - timedelta(days=3):%Y-%m-%d}"
    words = ["backfill", "DOGE", "NOSUCH", "--currency", "EUR", "--since", since]

    filled = run(*words, "--format", "json", **environment(stage, tmp_path))
    simulated = run(*words, CRYPTOTRACKER_DATA_DIR=str(tmp_path))

    assert json.loads(filled.stdout) == [
        {"found": "6", "filled": "3", "left": "3", "corrected": "0"}
    ]
    assert filled.stderr == f"still missing: NOSUCH in EUR: 3 days, the first {since}\n"
    assert (filled.returncode, simulated.returncode) == (1, 2)
    assert "prices are made up here" in simulated.stderr


def test_prices_of_one_s_own_are_set_listed_and_taken_back(tmp_path: Path) -> None:
    here = {"CRYPTOTRACKER_DATA_DIR": str(tmp_path)}
    of = ("SHARES", "--currency", "EUR", "--at")

    run("set", "SHARES", "12.5", *of[1:], "2024-03-01", **here)
    run("set", "SHARES", "13", *of[1:], "2024-03-01", "--note", "mended", **here)
    (stated,) = json.loads(run("mine", "--format", "json", **here).stdout)
    then = run("show", *of, "2024-03-02T00:00Z", "--format=csv", **here)
    gone = run("unset", stated["id"], **here)
    wrong = run("set", "SHARES", "1,5", **here)

    assert (stated["price"], stated["at"], stated["note"]) == ("13", "2024-03-01", "mended")
    assert "SHARES,EUR,13,2024-03-01T00:00:00Z" in then.stdout
    assert ",manual,manual," in then.stdout
    assert (gone.returncode, run("mine", "--format=csv", **here).stdout.count("SHARES")) == (0, 0)
    assert (wrong.returncode, "numbers like 12.5" in wrong.stderr) == (2, True)
