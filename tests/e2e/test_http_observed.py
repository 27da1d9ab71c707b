"""What those who run the service see of it, and what they never see."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from io import StringIO
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import httpx
import pytest
from attrs import evolve, frozen
from httpx import ASGITransport, AsyncClient

from cryptotracker.adapters.telemetry.logs import logging_to
from cryptotracker.adapters.telemetry.scrubbing import Scrubber
from cryptotracker.application.portfolios import ListPortfolios
from cryptotracker.domain.portfolio.portfolios import Portfolio
from cryptotracker.entrypoints.bootstrap import open_tracker
from cryptotracker.entrypoints.http.app import build
from cryptotracker.entrypoints.http.exposure import Exposure
from cryptotracker.entrypoints.observing import open_telemetry
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.ports.pages import Page
from cryptotracker.ports.secrets import Secret
from tests.service import API, HERE, LEDGER, client_to, created, only

CANARIES = {
    "CRYPTOTRACKER_METRICS_TOKEN": "canary-metrics",
    "CRYPTOTRACKER_SIMULATED_KEY": "canary-adapter",
}


@pytest.fixture
async def exposure(tmp_path: Path) -> AsyncIterator[Exposure]:
    settings = Settings(data_dir=tmp_path, log_level="error")
    async with open_telemetry(settings) as telemetry:
        yield Exposure.of(settings, telemetry)


@pytest.fixture
async def tracker(empty_sqlite: str, tmp_path: Path, exposure: Exposure) -> AsyncIterator[Any]:
    settings = Settings(data_dir=tmp_path, database_url=empty_sqlite)
    async with open_tracker(settings, exposure.telemetry) as tracker:
        yield tracker


def from_elsewhere(app: Any, host: str = "10.0.0.9") -> AsyncClient:
    return AsyncClient(transport=ASGITransport(app, client=(host, 1)), base_url=HERE)


async def test_figures_go_by_the_routes_template(tracker: Any, exposure: Exposure) -> None:
    async with client_to(build(only(tracker), exposure=exposure)) as client:
        portfolio = await created(client)
        await client.get(f"{portfolio}/transactions?account=canary")
        await client.get("/no/such/canary.js")
        await client.request("BREW", "/")
        await client.get(f"{API}/market/quotes?assets=BTC&currency=USD")
        text = (await client.get("/metrics")).text

    route = f"{API}/portfolios/{{portfolio_id}}/transactions"
    assert (
        f'cryptotracker_http_requests_total{{method="GET",route="{route}",status="200"}} 1.0'
        in text
    )
    assert 'method="other"' in text
    assert "cryptotracker_http_requests_in_flight 1.0" in text
    assert 'cryptotracker_database_connections{state="open"} 1.0' in text
    assert 'cryptotracker_price_source_up{source="simulated"} 1.0' in text
    assert 'requests_total{outcome="answered",source="simulated"} 1.0' in text
    assert 'cryptotracker_build_info{version="' in text
    assert "canary" not in text
    assert portfolio.rpartition("/")[2] not in text


@pytest.mark.parametrize(
    ("host", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("127.0.0.1", {"x-forwarded-for": "10.0.0.9"}, 401),
        ("127.0.0.1", {"host": "tracker.example"}, 401),
        ("10.0.0.9", {}, 401),
        ("10.0.0.9", {"authorization": "Bearer wrong"}, 401),
        ("10.0.0.9", {"authorization": "Basic t0ken"}, 401),
        ("10.0.0.9", {"authorization": "Bearer t0ken"}, 200),
    ],
)
async def test_figures_are_for_this_machine_or_who_has_the_token(
    tracker: Any, exposure: Exposure, host: str, headers: dict[str, str], status: int
) -> None:
    exposure = evolve(exposure, metrics_token=Secret("t0ken"), public_url="https://tracker.example")
    async with from_elsewhere(build(only(tracker), exposure=exposure), host) as client:
        answer = await client.get("/metrics", headers=headers)

    assert answer.status_code == status


async def test_without_a_token_nobody_elsewhere_sees_figures(
    tracker: Any, exposure: Exposure
) -> None:
    async with from_elsewhere(build(only(tracker), exposure=exposure)) as client:
        answer = await client.get("/metrics", headers={"authorization": "Bearer "})

    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/unauthorized")


@pytest.mark.parametrize(
    ("peer", "given", "believed"),
    [
        ("10.0.0.9", "abcdef-0123", True),
        ("10.0.0.9", "short", False),
        ("10.0.0.9", "forged\tline-of-log", False),
        ("10.1.0.9", "abcdef-0123", False),
        ("127.0.0.1", "abcdef-0123", False),
        ("a socket", "abcdef-0123", False),
    ],
)
async def test_only_a_proxy_of_ours_says_which_request_it_is(
    tracker: Any, exposure: Exposure, *, peer: str, given: str, believed: bool
) -> None:
    exposure = evolve(exposure, trusted_proxies=(ip_network("10.0.0.0/16"),))
    async with from_elsewhere(build(only(tracker), exposure=exposure), peer) as client:
        answer = await client.get("/health/live", headers={"x-request-id": given})

    assert (answer.headers["x-request-id"] == given) == believed
    assert len(answer.headers["x-request-id"]) >= 8


async def test_the_public_name_is_answered_and_its_pages_are_ours(
    tracker: Any, exposure: Exposure
) -> None:
    exposure = evolve(exposure, public_url="https://tracker.example")
    wanted = {"name": "x", "currency": "EUR"}
    async with client_to(build(only(tracker), exposure=exposure)) as client:
        named = {"host": "tracker.example", "origin": "https://tracker.example"}
        ours = await client.post(f"{API}/portfolios", json=wanted, headers=named)
        theirs = await client.post(
            f"{API}/portfolios", json=wanted, headers=named | {"origin": "https://evil.example"}
        )
        other = await client.get("/health", headers={"host": "evil.example"})

    assert (ours.status_code, theirs.status_code, other.status_code) == (201, 403, 421)


async def test_only_the_services_asked_for_are_there(tracker: Any, exposure: Exposure) -> None:
    async with client_to(
        build(only(tracker), exposure=evolve(exposure, services=("market",)))
    ) as client:
        market = await client.get(f"{API}/market/quotes?assets=BTC&currency=USD")
        user = await client.get(f"{API}/portfolios")
        ready = await client.get("/health/ready")

    assert (market.status_code, user.status_code, ready.status_code) == (200, 404, 200)


@frozen
class Broken(ListPortfolios):
    """A use case with a fault of ours, which says too much."""

    async def __call__(self, *, limit: int = 100, cursor: str | None = None) -> Page[Portfolio]:
        canary = f"https://canary-user:canary@example.org?canary={limit}{cursor}"
        message = f"cannot read {canary} for 0.125"
        raise RuntimeError(message)


async def test_a_fault_has_an_id_that_the_log_tells_of_once(
    tracker: Any, exposure: Exposure
) -> None:
    broken = evolve(tracker, list_portfolios=Broken(tracker.list_portfolios.database))
    app, log = build(only(broken), exposure=exposure), StringIO()
    with logging_to(log, level="error", scrubber=Scrubber()):
        async with client_to(app, faults_are_raised=False) as client:
            answer = await client.get(f"{API}/portfolios")

    (line,) = (json.loads(each) for each in log.getvalue().splitlines())
    assert (answer.status_code, answer.json()["instance"]) == (500, line["problem"])
    assert (line["level"], line["request_id"]) == ("error", answer.headers["x-request-id"])
    assert line["route"] == f"{API}/portfolios"
    assert "RuntimeError: cannot read https://[removed]@example.org for [number]" in str(line)
    assert "canary-user" not in str(line) + answer.text


def test_the_log_of_a_day_tells_no_secret(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "cryptotracker"],
        env=os.environ
        | CANARIES
        | {
            "CRYPTOTRACKER_DATA_DIR": str(tmp_path / "data"),
            "CRYPTOTRACKER_LOG_FORMAT": "json",
            "CRYPTOTRACKER_LOG_LEVEL": "debug",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stderr
        address = process.stdout.readline().removeprefix("cryptotracker: ").strip()
        with httpx.Client(base_url=address) as client:
            portfolio = (
                f"{API}/portfolios/{client.get(f'{API}/portfolios').json()['items'][0]['id']}"
            )
            client.post(f"{portfolio}/imports", files={"file": ("canary@mail.org.csv", LEDGER)})
            client.get(f"{portfolio}/transactions?asset=canary%0Aforged")
            client.get("/canary", headers={"authorization": "Bearer canary", "cookie": "canary"})
            last = client.get(f"{portfolio}/gains")
        process.send_signal(signal.SIGTERM)
        said = process.stderr.read()

    lines = [json.loads(line) for line in said.splitlines()]
    requests = [line for line in lines if line["event"] == "request"]
    assert "canary" not in said
    assert requests[-1]["request_id"] == last.headers["x-request-id"]
    assert requests[-1]["route"] == f"{API}/portfolios/{{portfolio_id}}/gains"
    assert all({"time", "level", "logger"} <= set(line) for line in lines)
    assert portfolio.rpartition("/")[2] not in said
